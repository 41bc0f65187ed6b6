"""Imports of contacts, as they get on."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Final, get_args
from uuid import UUID

import strawberry

import models.contacts
from models.events import EventName
from models.tenancy import acting_for, find
from schema.contacts.transfers import ContactImport
from schema.context import Info
from schema.edges import To, edge
from schema.events import follow
from schema.happened import Happened
from schema.roots import subscription
from schema.scalars import Cursor

OF_IMPORTS: Final = tuple(
    name for name in get_args(EventName) if name.startswith("contact_import.")
)


@strawberry.type(description="An import that got on or came to its end, as it is now.")
class ContactImportChanged(Happened):
    contact_import: ContactImport = edge(
        To("recorded.subject_id", models.contacts.ContactImport), description="The import."
    )


@strawberry.type
class ImportingSubscription:
    @subscription(
        "contacts:import",
        description="Imports of contacts as they get on: a few times a second, and at their end.",
    )
    async def contact_import_changed(
        self,
        info: Info,
        contact_import_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Of this import only; without it, of all."),
        ] = None,
        after: Cursor | None = None,
    ) -> AsyncIterator[ContactImportChanged]:
        about = await _found(info, contact_import_id)
        async with aclosing(follow(info, after, names=OF_IMPORTS)) as told:
            async for event in told:
                if about in (None, event.subject_id):
                    yield ContactImportChanged(recorded=event)


async def _found(info: Info, id: strawberry.ID | None) -> UUID | None:
    """A subscription follows outside the company's walls, so it must look inside them first."""
    if id is None:
        return None
    viewer = info.context.viewer
    with acting_for(viewer.company_id):
        return (await find(viewer.contact_imports, id)).id
