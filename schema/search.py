"""One search over what the viewer may read: contacts, conversations, messages and notes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any, Final, Union
from uuid import UUID

import strawberry

import models.conversations
from models.errors import NotFound
from models.identifiers import local_id
from models.search import ConversationTitle, Hit, Part, Search, SearchKind, among, excerpt
from models.search.sifting import sifted
from models.viewer import Viewer
from schema.contacts import Contact
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.conversations.message import Message
from schema.found import FoundPage, Place, cut, opened, page_of
from schema.pages import Connection, Window
from schema.roots import query
from schema.sieving import SearchFilter

strawberry.enum(SearchKind, description="What can be found.")
NEEDS: Final = {
    SearchKind.CONTACT: "contacts:read",
    SearchKind.CONVERSATION: "conversations:read",
    SearchKind.MESSAGE: "messages:read",
    SearchKind.NOTE: "messages:read",
}
SAID: Final = (SearchKind.MESSAGE, SearchKind.NOTE)
Only = Annotated[
    SearchFilter | None, strawberry.argument(description="Only those of what is found.")
]
Item = Annotated[
    Union[Contact, Conversation, Message],  # noqa: UP007 - Strawberry wants a named Union
    strawberry.union("SearchItem", description="What was found; a note is a message, too."),
]
Words = Annotated[
    str,
    strawberry.argument(
        description="Words that must all be there, whatever their case and accents, of which the "
        "last may be a beginning; for contacts also a part of an e-mail or a phone, for "
        "conversations a number."
    ),
]


@strawberry.type(description="A piece of a text.")
class ExcerptPart:
    text: str
    found: bool = strawberry.field(description="Is it one of the words that were sought?")


@strawberry.type(description="Something that was found.")
class SearchHit:
    kind: SearchKind
    item: Item
    excerpt: list[ExcerptPart] = strawberry.field(
        description="Where in it the words are: put together, up to 240 letters of its text."
    )


@strawberry.type
class SearchQuery:
    @query(
        "company:read",
        description="Find by words: a conversation by its number, then contacts, conversations by "
        "subject and contact, and messages with notes, each the newest first.",
        graphql_type=Connection[SearchHit],
    )
    async def search(
        self,
        info: Info,
        *,
        query: Words,
        kinds: Annotated[
            list[SearchKind] | None,
            strawberry.argument(description="Only these; else all that you may read."),
        ] = None,
        filter: Only = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Connection[SearchHit]:
        viewer, window = info.context.viewer, Window(first, after)
        asked = _kinds(viewer, kinds)
        if filter is None:
            found, past = cut(await _search(viewer, query, asked, window).hits(), window.size)
        else:
            found, past = await _sifted(viewer, query, asked, filter, window)
        return page_of(found, window, await _shown(viewer, found, query), past)

    @query(
        "messages:read",
        description="Find messages and notes by words, the newest first.",
        graphql_type=Connection[Message],
    )
    async def search_messages(
        self,
        info: Info,
        *,
        query: Words,
        kinds: Annotated[
            list[SearchKind] | None, strawberry.argument(description="MESSAGE, NOTE or both.")
        ] = None,
        conversation: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only in this one.")
        ] = None,
        filter: Only = None,
        first: int | None = None,
        after: str | None = None,
    ) -> FoundPage | Connection[models.conversations.Message]:
        viewer, window = info.context.viewer, Window(first, after)
        said = [kind for kind in SAID if kinds is None or kind in kinds]
        thread = None if conversation is None else _local("Conversation", conversation)
        if filter is None:
            return FoundPage(viewer.messages, _search(viewer, query, said, window, thread), window)
        found, past = await _sifted(viewer, query, said, filter, window, thread)
        rows = await among(viewer.messages, [hit.id for hit in found]) if found else []
        return page_of(found, window, {row.id: row for row in rows}, past)


def _search(
    viewer: Viewer,
    wanted: str,
    kinds: Collection[SearchKind],
    window: Window,
    thread: UUID | None = None,
) -> Search:
    """For one more than the page has, to know of it."""
    past = opened(window.after)
    return Search(wanted, kinds, window.size + 1, past, thread, viewer.sight)


async def _sifted(
    viewer: Viewer,
    wanted: str,
    kinds: Collection[SearchKind],
    only: SearchFilter,
    window: Window,
    thread: UUID | None = None,
) -> tuple[Sequence[Hit], Place | None]:
    past, size = opened(window.after), window.size
    return await sifted(
        wanted, only.sieve(), by=viewer, kinds=kinds, size=size, past=past, thread=thread
    )


def _kinds(viewer: Viewer, asked: Collection[SearchKind] | None) -> list[SearchKind]:
    """What was asked for, or else all that they may read. Raises Forbidden."""
    for kind in asked or ():
        viewer.require(NEEDS[kind])
    return [kind for kind in (SearchKind if asked is None else asked) if viewer.may(NEEDS[kind])]


async def _shown(viewer: Viewer, found: Sequence[Hit], wanted: str) -> Mapping[UUID, SearchHit]:
    """What was found as it is now, read behind the walls: some may have gone meanwhile."""
    items: dict[UUID, tuple[Any, str]] = {}
    if ids := [hit.id for hit in found if hit.kind is SearchKind.CONTACT]:
        for contact in await among(viewer.contacts, ids):
            known = (contact.name, contact.email, contact.phone)
            items[contact.id] = contact, " · ".join(filter(None, known))
    if ids := [hit.id for hit in found if hit.kind is SearchKind.CONVERSATION]:
        titles = {title.id: title.said for title in await among(ConversationTitle.all(), ids)}
        for thread in await among(viewer.conversations, ids):
            items[thread.id] = thread, f"#{thread.number} {titles.get(thread.id, '')}"
    if ids := [hit.id for hit in found if hit.kind in SAID]:
        for message in await among(viewer.messages, ids):
            items[message.id] = message, message.body
    return {
        hit.id: SearchHit(kind=hit.kind, item=item, excerpt=_parts(excerpt(said, wanted)))
        for hit in found
        if hit.id in items
        for item, said in [items[hit.id]]
    }


def _parts(parts: Sequence[Part]) -> list[ExcerptPart]:
    return [ExcerptPart(text=part.text, found=part.found) for part in parts]


def _local(kind: str, id: strawberry.ID) -> UUID:
    """Inside the walls a foreign id matches nothing, so that nothing needs to be asked about it."""
    decoded = local_id(id)
    if decoded is None or decoded[0] != kind:
        raise NotFound
    return decoded[1]
