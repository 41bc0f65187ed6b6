"""Importing contacts from files."""

import strawberry

import models.contacts
from models.contacts import AttributeDefinition, AttributeTarget, ImportMode, MatchBy
from models.contacts.import_run import MAX_ROWS
from models.contacts.importing import MAX_BYTES, sniffed
from models.contacts.mapping import Column, ImportField, suggested
from models.contacts.spreadsheet import MAX_COLUMNS
from models.errors import Invalid
from models.tenancy import find
from schema.contacts.transfers import ContactImport
from schema.context import Info
from schema.nodes import One, one
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query

PREVIEWED = 10
strawberry.enum(ImportField, name="ContactImportField", description="What a column can be.")


@strawberry.type(description="What a column of a file is of a contact.")
class ContactImportColumn:
    column: int = strawberry.field(description="Its place, from 0.")
    field: ImportField
    key: str | None = strawberry.field(description="Of an ATTRIBUTE.")


@strawberry.type(description="A file as it would be read.")
class ContactImportPreview:
    encoding: str
    delimiter: str
    header: list[str]
    rows: list[list[str]] = strawberry.field(description=f"The first, up to {PREVIEWED}.")
    mapping: list[ContactImportColumn] = strawberry.field(
        description="A suggestion, by the names of the columns."
    )


@strawberry.type
class ImportingQuery:
    @query(
        "contacts:import",
        description="How an uploaded file would be read: its header and first rows.",
    )
    async def contact_import_preview(
        self, info: Info, upload_id: strawberry.ID, delimiter: str | None = None
    ) -> ContactImportPreview:
        upload = await find(info.context.viewer.uploads, upload_id)
        dialect, found = await sniffed(
            upload, delimiter=_checked_delimiter(delimiter), first=PREVIEWED
        )
        header = found[0].cells if found else []
        keys = await AttributeDefinition.of(AttributeTarget.CONTACT)
        return ContactImportPreview(
            encoding=dialect.encoding,
            delimiter=dialect.delimiter,
            header=header[:MAX_COLUMNS],
            rows=[row.cells[:MAX_COLUMNS] for row in found[1:]],
            mapping=[
                ContactImportColumn(column=place, field=field, key=key)
                for place, field, key in suggested(header, keys=list(keys))
            ],
        )

    @query(
        "contacts:import",
        description="Imports of contacts, newest first.",
        graphql_type=Connection[ContactImport],
    )
    def contact_imports(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.contact_imports
        return page(rows, Order("id"), Window(first, after, last, before))

    @query("contacts:import", description="One import.", graphql_type=ContactImport)
    def contact_import(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.contact_imports, id)


@strawberry.input
class ContactImportColumnInput:
    column: int = strawberry.field(description="Its place in the file, from 0.")
    field: ImportField
    key: str | None = strawberry.field(default=None, description="Of an ATTRIBUTE.")


@strawberry.input
class CreateContactImportInput:
    upload_id: strawberry.ID = strawberry.field(
        description="A CSV file whose first row is a header."
    )
    mapping: list[ContactImportColumnInput]
    mode: ImportMode
    match_by: MatchBy = MatchBy.EMAIL
    dry_run: bool = strawberry.field(
        default=False, description="Only count and report what would be."
    )
    country: str | None = strawberry.field(
        default=None, description="Of phones without a + before them: BR."
    )
    delimiter: str | None = strawberry.field(
        default=None, description="Between columns; found out, if it is left out."
    )
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same import."
    )


@strawberry.input
class CancelContactImportInput:
    contact_import_id: strawberry.ID


@strawberry.type
class CreateContactImportPayload(Payload):
    contact_import: ContactImport


@strawberry.type
class CancelContactImportPayload(Payload):
    contact_import: ContactImport


@strawberry.type
class ImportingMutation:
    @mutation(
        "contacts:import",
        description=f"Import contacts from an uploaded CSV file of up to {MAX_BYTES // 2**20} MiB "
        f"and {MAX_ROWS:,} rows, by a job. Blank cells change nothing. Rows that cannot be "
        "imported are left out, and come back as a file with the reasons.",
    )
    async def create_contact_import(
        self, info: Info, input: CreateContactImportInput
    ) -> CreateContactImportPayload:
        viewer = info.context.viewer
        upload = await find(viewer.uploads, input.upload_id)
        ordered = await models.contacts.ContactImport.order(
            upload,
            by=viewer,
            mapping=[Column(each.column, each.field, each.key) for each in input.mapping],
            mode=input.mode,
            match_by=input.match_by,
            dry_run=input.dry_run,
            country=input.country,
            delimiter=_checked_delimiter(input.delimiter),
            client_id=input.client_id,
        )
        return await CreateContactImportPayload.at(info, contact_import=ordered)

    @mutation("contacts:import", description="Import no further rows. What is imported stays.")
    async def cancel_contact_import(
        self, info: Info, input: CancelContactImportInput
    ) -> CancelContactImportPayload:
        viewer = info.context.viewer
        ordered = await find(viewer.contact_imports, input.contact_import_id)
        await ordered.cancel(by=viewer)
        return await CancelContactImportPayload.at(info, contact_import=ordered)


def _checked_delimiter(delimiter: str | None) -> str | None:
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n' or delimiter == " "):
        message = "`delimiter` must be one character, such as ; or a tab."
        raise Invalid.because("delimiter", "DELIMITER_INVALID", message)
    return delimiter
