"""Bringing contacts in and out by the thousand."""

from uuid import UUID

from jobs.task import task
from models.contacts import ContactExport, ContactImport, export_run, import_run
from models.contacts.exporting import EXPORT
from models.contacts.importing import IMPORT
from models.tenancy import find

HOURS = 3600


async def fail_import(contact_import_id: UUID, *, reason: str) -> None:
    for ordered in await ContactImport.filter(id=contact_import_id):
        await ordered.fail("GIVEN_UP", reason)


async def fail_export(contact_export_id: UUID, *, reason: str) -> None:
    for ordered in await ContactExport.filter(id=contact_export_id):
        await ordered.fail("GIVEN_UP", reason)


@task(IMPORT, attempts=8, timeout=6 * HOURS, concurrency=1, on_dead=fail_import, announced=False)
async def import_contacts(contact_import_id: UUID) -> None:
    await import_run.run(await find(ContactImport.all(), contact_import_id))


@task(EXPORT, attempts=5, timeout=2 * HOURS, concurrency=1, on_dead=fail_export, announced=False)
async def export_contacts(contact_export_id: UUID) -> None:
    await export_run.run(await find(ContactExport.all(), contact_export_id))
