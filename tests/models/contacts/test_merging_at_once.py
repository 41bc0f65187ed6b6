"""Contacts that are merged while others merge them, and while they write."""

import asyncio
from typing import Any
from uuid import uuid4

from models.contacts import Contact, ContactIdentity, ContactMerge, ContactMerged, merge
from models.conversations import Conversation, Message
from models.errors import DomainError, Interrupted
from models.tenancy import acting_for
from tests.models.contacts.test_merging import writer
from tests.people import Cast
from tests.threads import hear, open_inbox


async def settled(*verbs: Any) -> list[Any]:
    """All at once; what each gave, or the refusal of it, and no other error."""
    done = await asyncio.gather(*verbs, return_exceptions=True)
    for each in done:
        if isinstance(each, BaseException) and not isinstance(each, DomainError):
            raise each
    return list(done)


async def test_of_two_that_are_merged_both_ways_at_once_one_is_left(acme: Cast) -> None:
    for _ in range(5):
        with acting_for(acme.id):
            one, other = [await Contact.add(by=acme.viewer, name=name) for name in "ab"]
            first, second = [await Contact.get(id=each.id) for each in (one, other)]
            done = await settled(
                merge(one, other, by=acme.viewer), merge(second, first, by=acme.viewer)
            )
            assert [type(each) for each in done].count(ContactMerge) == 1
            assert [type(each) for each in done].count(ContactMerged) == 1
            left = [await Contact.get(id=each.id) for each in (one, other)]
            assert sum(each.deleted_at is None for each in left) == 1


async def test_what_is_pushed_while_they_are_merged_belongs_to_who_is_left(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    for _ in range(4):
        handles = [uuid4().hex for _ in range(3)]
        contacts = [await writer(acme, inbox, handle) for handle in handles]

        async def merged(into: int, source: int, contacts: list[Contact] = contacts) -> Any:
            with acting_for(acme.id):
                pair = [await Contact.get(id=contacts[place].id) for place in (into, source)]
                return await merge(*pair, by=acme.viewer)

        done = await settled(
            merged(0, 1),
            *(hear(acme, inbox, "Hello", handle=handle) for handle in handles * 2),
            merged(2, 0),
        )
        messages = [each for each in done if isinstance(each, Message)]
        assert len(messages) + [type(each) for each in done].count(Interrupted) >= 6
        with acting_for(acme.id):
            for identity in await ContactIdentity.filter(external_id__in=handles):
                contact = await Contact.get(id=identity.contact_id)
                assert contact.merged_into_id is None
                threads = await Conversation.filter(identity_id=identity.id)
                assert {thread.contact_id for thread in threads} == {contact.id}
                for thread in threads:
                    said = await Message.filter(conversation_id=thread.id)
                    assert {message.contact_id for message in said} == {contact.id}
