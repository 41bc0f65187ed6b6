"""Bringing contacts in and out by the thousand."""

from uuid import UUID

from jobs.task import task
from models.contacts import ContactImport
from models.contacts.import_run import run
from models.contacts.importing import IMPORT
from models.tenancy import find


async def fail_import(contact_import_id: UUID, *, reason: str) -> None:
    for ordered in await ContactImport.filter(id=contact_import_id):
        await ordered.fail("GIVEN_UP", reason)


@task(IMPORT, attempts=8, timeout=6 * 3600, concurrency=1, on_dead=fail_import, announced=False)
async def import_contacts(contact_import_id: UUID) -> None:
    await run(await find(ContactImport.all(), contact_import_id))
