"""Contacts read from a file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

import phonenumbers
from tortoise import fields

from models.checks import Checks
from models.contacts.authored import author
from models.contacts.import_row import ContactImportRow
from models.contacts.mapping import Column, ImportField, checked
from models.contacts.planning import ImportMode, MatchBy
from models.contacts.spreadsheet import SAMPLE, Dialect, Row, previewed
from models.contacts.transfer import UNFINISHED, Transfer, TransferFinished, TransferState
from models.database import transaction
from models.errors import Invalid
from models.events import Actor, Event, EventName
from models.idempotency import ClientIdReused, checked_client_id, fingerprint, insert
from models.job import Job, JobPriority, on_cancelled

if TYPE_CHECKING:
    from models.files.upload import Upload
    from models.viewer import Viewer

IMPORT: Final = "contact_import.run"
MAX_BYTES: Final = 50 * 2**20
KEPT_DAYS: Final = 30  # the file, once it is done with


class ContactImport(Transfer):
    """`position` is how many rows of the file are done: it moves with what they changed.

    A dry run counts and reports what would be, and changes no contact.
    """

    upload: fields.ForeignKeyNullableRelation["Upload"] = fields.ForeignKeyField(
        "models.Upload", related_name=False, db_constraint=False, null=True
    )
    report: fields.ForeignKeyNullableRelation["Upload"] = fields.ForeignKeyField(
        "models.Upload", related_name=False, db_constraint=False, null=True
    )
    upload_id: UUID | None
    report_id: UUID | None
    mode = fields.CharEnumField(ImportMode, max_length=20)
    match_by = fields.CharEnumField(MatchBy, max_length=20)
    dry_run = fields.BooleanField(default=False)
    mapping: Any = fields.JSONField(default=list)
    dialect: Any = fields.JSONField(default=dict)
    country = fields.CharField(max_length=2, null=True)
    total = fields.IntField(null=True)
    position = fields.IntField(default=0)
    created = fields.IntField(default=0)
    updated = fields.IntField(default=0)
    unchanged = fields.IntField(default=0)
    failed = fields.IntField(default=0)

    class Meta:
        table = "contact_imports"

    @classmethod
    async def order(
        cls,
        upload: "Upload",
        *,
        by: "Viewer",
        mapping: Sequence[Column],
        mode: ImportMode,
        match_by: MatchBy,
        dry_run: bool = False,
        country: str | None = None,
        delimiter: str | None = None,
        client_id: str | None = None,
    ) -> Self:
        """Have a file imported, by a job. The same `client_id` with the same input is the same one.

        Raises UploadNotStored and UploadUsed.
        """
        checks = Checks()
        columns = checks.run(checked, mapping) or []
        checks.run(_checked_match, columns, mode, match_by)
        country = checks.run(_checked_country, country)
        client_id = checks.run(checked_client_id, client_id)
        checks.run(_checked_size, upload.size)
        checks.refuse()
        asked = fingerprint(
            by.actor_id, upload.id, mapping, mode, match_by, dry_run, country, delimiter
        )
        earlier = client_id and await cls.get_or_none(client_id=client_id)
        if not earlier:
            dialect, _ = await sniffed(upload, delimiter=delimiter)
            ordered = cls(
                upload_id=upload.id,
                mode=mode,
                match_by=match_by,
                dry_run=dry_run,
                mapping=[list(column) for column in columns],
                dialect=dialect.kept(),
                country=country,
                client_id=client_id,
                client_hash=client_id and asked,
                **author(by),
            )
            async with transaction():
                if await insert(ordered):
                    await upload.lock()
                    upload.use()
                    await upload.save()
                    await ordered.tell("contact_import.created", by=by)
                    payload = {"contact_import_id": str(ordered.id)}
                    await Job.enqueue(
                        IMPORT, payload, unique_key=str(ordered.id), priority=JobPriority.BULK
                    )
                    return ordered
            earlier = await cls.get(client_id=client_id)
        if earlier.client_hash != asked:
            raise ClientIdReused
        return earlier

    async def cancel(self, *, by: Actor | None) -> Self:
        """Import no further rows; what is imported stays. Raises TransferFinished."""
        async with transaction():
            await self.lock()
            if self.state is not TransferState.CANCELLED:
                if self.state not in UNFINISHED:
                    raise TransferFinished
                await self._end(TransferState.CANCELLED)
                await self.tell("contact_import.cancelled", by=by)
        return self

    async def begin(self) -> bool:
        """Is there something to do? A dry run, which leaves nothing behind, begins anew."""
        async with transaction():
            await self.lock()
            if self.state not in UNFINISHED:
                return False
            self.state = TransferState.RUNNING
            self.started_at = self.started_at or datetime.now(UTC)
            if self.dry_run:
                self.position = self.created = self.updated = self.unchanged = self.failed = 0
            await self.save()
            await self.tell("contact_import.progressed", by=self)
        return True

    async def finish(self, *, report: "Upload | None") -> None:
        """All rows are done."""
        async with transaction():
            await self.lock()
            if self.state is TransferState.RUNNING:
                self.report_id = report.id if report else None
                await self._end(TransferState.SUCCEEDED)
                await self.tell("contact_import.finished", by=self)

    async def fail(self, code: str, detail: str) -> None:
        """It cannot be gone on with; what is imported stays."""
        async with transaction():
            await self.lock()
            if self.state in UNFINISHED:
                self.error_code, self.error_detail = code[:50], detail[:500]
                await self._end(TransferState.FAILED)
                await self.tell("contact_import.finished", by=self)

    async def tell(self, name: EventName, *, by: Actor | None) -> None:
        changes = {"state": self.state, "position": self.position, "total": self.total}
        await Event.record(name, self, actor=by, changes=changes)

    @property
    def columns(self) -> list[Column]:
        return [Column(place, ImportField(field), key) for place, field, key in self.mapping]

    async def _end(self, state: TransferState) -> None:
        """The file has served its time; of what was left out there is a report."""
        self.state, self.finished_at = state, datetime.now(UTC)
        await self.save()
        await ContactImportRow.filter(contact_import_id=self.id).delete()
        upload: Any = self.upload
        if (file := await upload) is not None:
            await (await file.lock()).withdraw(days=KEPT_DAYS)


async def sniffed(
    upload: "Upload", *, delimiter: str | None = None, first: int = 0
) -> tuple[Dialect, list[Row]]:
    """How a file is written, and its header and first rows. Raises FileUnreadable."""
    sample = b"".join([piece async for piece in await upload.content(end=SAMPLE)])
    whole = upload.size <= SAMPLE
    dialect = Dialect.sniffed(sample, whole=whole)
    if delimiter is not None:
        dialect = Dialect(dialect.encoding, delimiter)
    return dialect, previewed(sample, dialect, whole=whole, first=first)


@on_cancelled(IMPORT)
async def _cancel_with_its_job(payload: Mapping[str, Any]) -> None:
    for ordered in await ContactImport.filter(id=payload.get("contact_import_id")):
        if ordered.state in UNFINISHED:
            await ordered.cancel(by=None)


def _checked_match(columns: Sequence[Column], mode: ImportMode, match_by: MatchBy) -> None:
    mapped = {column.field.value for column in columns}
    if mode is not ImportMode.CREATE and match_by.value not in mapped:
        message = f"A column must be mapped to {match_by}, by which contacts are found."
        raise Invalid.because("mapping", "MATCH_MISSING", message)


def _checked_country(country: str | None) -> str | None:
    if country is None:
        return None
    if country.upper() not in phonenumbers.SUPPORTED_REGIONS:
        message = "`country` must be a code of two letters, such as BR."
        raise Invalid.because("country", "COUNTRY_UNKNOWN", message)
    return country.upper()


def _checked_size(size: int) -> None:
    if size > MAX_BYTES:
        message = f"A file to import may have {MAX_BYTES // 2**20} MiB at most."
        raise Invalid.because("uploadId", "TOO_LARGE", message)
