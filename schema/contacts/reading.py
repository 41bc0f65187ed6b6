"""The lists of contacts."""

from typing import Annotated

import strawberry

import models.contacts
from schema.attributes import AttributeFilters, with_attributes
from schema.contacts.contact import Contact
from schema.contacts.filters import ContactFilter, plain
from schema.context import Info
from schema.nodes import One, one
from schema.pages import Connection, Order, Page, Window, page
from schema.roots import query

BY_NAME = Order("search_name", descending=False)


@strawberry.type
class ReadingQuery:
    @query(
        "contacts:read",
        description="The company's contacts, by name.",
        graphql_type=Connection[Contact],
    )
    def contacts(
        self,
        info: Info,
        *,
        search: Annotated[
            str | None,
            strawberry.argument(
                description="Words of a name or an e-mail, or a part of an e-mail or a phone."
            ),
        ] = None,
        attributes: AttributeFilters = None,
        filter: Annotated[
            ContactFilter | None, strawberry.argument(description="Of whom this is true.")
        ] = None,
        deleted: Annotated[
            bool, strawberry.argument(description="Those that can be restored instead.")
        ] = False,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        viewer = info.context.viewer
        rows = viewer.deleted_contacts if deleted else viewer.contacts
        if filter is not None:
            rows = models.contacts.ContactFilter.read(plain(filter)).among(rows)
        rows = with_attributes(rows, models.contacts.AttributeTarget.CONTACT, attributes)
        rows = models.contacts.matching(rows, search or "")
        return page(rows, BY_NAME, Window(first, after, last, before))

    @query("contacts:read", description="One contact.", graphql_type=Contact)
    def contact(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.known_contacts, id)
