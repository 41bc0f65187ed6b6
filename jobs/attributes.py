"""Letting what is kept of a new attribute be found."""

from uuid import UUID

from jobs.task import task
from models.contacts import AttributeDefinition
from models.contacts.attributes import INDEX
from models.tenancy import find


@task(INDEX, attempts=5, timeout=1800.0)
async def index_attribute(definition_id: UUID) -> None:
    await (await find(AttributeDefinition.all(), definition_id)).index()
