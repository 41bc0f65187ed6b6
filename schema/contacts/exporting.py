"""Exporting contacts into files."""

import strawberry

import models.contacts
from models.errors import Invalid
from models.tenancy import find
from schema.contacts.filters import ContactFilter, plain
from schema.contacts.transfers import ContactExport
from schema.context import Info
from schema.nodes import One, one
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query


@strawberry.type
class ExportingQuery:
    @query(
        "contacts:export",
        description="Exports of contacts, newest first.",
        graphql_type=Connection[ContactExport],
    )
    def contact_exports(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.contact_exports
        return page(rows, Order("id"), Window(first, after, last, before))

    @query("contacts:export", description="One export.", graphql_type=ContactExport)
    def contact_export(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.contact_exports, id)


@strawberry.input(description="Of a segment as it is now, or of whom a filter finds; or of all.")
class CreateContactExportInput:
    segment_id: strawberry.ID | None = None
    filter: ContactFilter | None = None
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same export."
    )


@strawberry.type
class CreateContactExportPayload(Payload):
    contact_export: ContactExport


@strawberry.type
class ExportingMutation:
    @mutation("contacts:export", description="Write contacts into a CSV file, by a job.")
    async def create_contact_export(
        self, info: Info, input: CreateContactExportInput
    ) -> CreateContactExportPayload:
        viewer = info.context.viewer
        if input.segment_id is not None and input.filter is not None:
            message = "Give a `segmentId` or a `filter`, not both."
            raise Invalid.because("filter", "SEGMENT_AND_FILTER", message)
        conditions = plain(input.filter) if input.filter is not None else {}
        if input.segment_id is not None:
            conditions = (await find(viewer.segments, input.segment_id)).conditions
        ordered = await models.contacts.ContactExport.order(
            conditions, by=viewer, client_id=input.client_id
        )
        return await CreateContactExportPayload.at(info, contact_export=ordered)
