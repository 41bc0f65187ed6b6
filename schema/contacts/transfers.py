"""Imports and exports of contacts, and how far they are."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from models.contacts import ImportMode, MatchBy, TransferState
from models.files.link import reading
from schema.contacts.author import Author, authored
from schema.edges import derived
from schema.nodes import Node, node

strawberry.enum(TransferState, description="How far an import or an export is.")
strawberry.enum(
    ImportMode,
    name="ContactImportMode",
    description="CREATE: who is known is refused. UPDATE: who is not known is refused. UPSERT: "
    "who is known is changed, and others are added.",
)
strawberry.enum(MatchBy, name="ContactMatch", description="By what a contact is known.")


@node("contacts:import", lambda viewer: viewer.contact_imports)
@strawberry.type(description="Contacts read from a file.")
class ContactImport(Node):
    state: TransferState
    mode: ImportMode
    match_by: MatchBy
    dry_run: bool = strawberry.field(description="Is only counted and reported what would be?")
    total: int | None = strawberry.field(description="Rows of the file; null until it is read.")
    position: int = strawberry.field(description="Rows that are done.")
    created: int
    updated: int
    unchanged: int
    failed: int = strawberry.field(description="Rows that were left out; `reportUrl` says why.")
    error_code: str | None = strawberry.field(description="Why it FAILED as a whole.")
    error_detail: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    author: Author | None = authored("Who asked for it; null when the system did.")

    @derived(
        description="A CSV file of the rows that were left out, with their lines and reasons: to "
        "be corrected and imported again. Signed: good for one to two hours. Kept for 30 days."
    )
    def report_url(company_id: UUID, report_id: UUID | None) -> str | None:
        return reading(company_id, report_id) if report_id else None


@node("contacts:export", lambda viewer: viewer.contact_exports)
@strawberry.type(description="Contacts written into a file.")
class ContactExport(Node):
    state: TransferState
    rows: int = strawberry.field(description="Contacts in the file.")
    error_code: str | None = strawberry.field(description="Why it FAILED.")
    error_detail: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    author: Author | None = authored("Who asked for it; null when the system did.")

    @derived(description="Its conditions, as ContactFilter takes them.")
    def filter(conditions: JSON) -> JSON:
        return conditions

    @derived(
        description="The file: CSV in UTF-8. Signed: good for one to two hours. Kept for 7 days."
    )
    def url(company_id: UUID, upload_id: UUID | None) -> str | None:
        return reading(company_id, upload_id) if upload_id else None
