"""Every way we know to reach over the wall, for a rival with our ids and our rows in hand."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise.expressions import F, Q, Subquery
from tortoise.functions import Count
from tortoise.query_utils import Prefetch
from tortoise.queryset import QuerySet

from models.contacts import Contact
from models.conversations import Conversation
from models.database import client, execute, fetch, transaction
from models.identifiers import uuid7
from models.identity import Member

CANARY = "canary-of-acme"
MINE = "mine-of-rival"
Probe = Callable[["Target"], Awaitable[Any]]
PROBES: dict[str, Probe] = {}


@dataclass
class Target:
    """A contact with a conversation at Acme, and one of the rival's own to attack from."""

    company: UUID
    contact: Contact
    conversation: Conversation
    member: Member
    own: Conversation


def probe(attempt: Probe) -> Probe:
    PROBES[attempt.__name__] = attempt
    return attempt


# Through the model: reads


@probe
async def get(t: Target) -> Any:
    return await Contact.get(id=t.contact.id)


@probe
async def get_or_none(t: Target) -> Any:
    return await Contact.get_or_none(id=t.contact.id)


@probe
async def every_row(t: Target) -> Any:
    return await Contact.all()


@probe
async def first_and_last(t: Target) -> Any:
    return [await Contact.first(), await Contact.last()]


@probe
async def filter_by_name(t: Target) -> Any:
    return await Contact.filter(name=CANARY)


@probe
async def filter_by_company(t: Target) -> Any:
    return await Contact.filter(Q(company_id=t.company) | Q(id=t.contact.id))


@probe
async def exclude_own(t: Target) -> Any:
    return await Contact.exclude(name=MINE)


@probe
async def count_and_exists(t: Target) -> Any:
    rows = Contact.filter(id=t.contact.id)
    assert (await rows.count(), await rows.exists()) == (0, False)


@probe
async def in_bulk(t: Target) -> Any:
    return await Contact.in_bulk([t.contact.id], "id")


@probe
async def values_of_a_relation(t: Target) -> Any:
    return await Conversation.all().values("contact__name", "subject")


@probe
async def filter_through_a_relation(t: Target) -> Any:
    return await Conversation.filter(contact__name=CANARY)


@probe
async def aggregate_through_a_relation(t: Target) -> Any:
    rows = await Conversation.annotate(n=Count("contact")).values("subject", "n")
    assert [row["n"] for row in rows] == [1]
    return rows


@probe
async def select_related(t: Target) -> Any:
    return [(row, row.contact.name) for row in await Conversation.all().select_related("contact")]


@probe
async def prefetch_with_a_bare_queryset(t: Target) -> Any:
    bare: QuerySet[Contact] = QuerySet(Contact)
    return await Conversation.all().prefetch_related(Prefetch("contact", queryset=bare))


@probe
async def bare_queryset(t: Target) -> Any:
    bare: QuerySet[Contact] = QuerySet(Contact)
    return await bare.all()


@probe
async def subquery(t: Target) -> Any:
    bare: QuerySet[Contact] = QuerySet(Contact)
    return await Contact.filter(id__in=Subquery(bare.values("id")))


@probe
async def lock_rows(t: Target) -> Any:
    async with transaction():
        return await Contact.filter(id=t.contact.id).select_for_update()


@probe
async def foreign_relation_of_a_foreign_row(t: Target) -> Any:
    return await t.conversation.contact


@probe
async def fetch_related(t: Target) -> Any:
    await t.conversation.fetch_related("contact")
    return getattr(t.conversation.contact, "name", None)


@probe
async def refresh_a_foreign_row(t: Target) -> Any:
    await t.contact.refresh_from_db()


@probe
async def lock_a_foreign_row(t: Target) -> Any:
    await t.contact.lock()


@probe
async def raw_model_query(t: Target) -> Any:
    return await Contact.raw("SELECT * FROM contacts")


@probe
async def union(t: Target) -> Any:
    bare: QuerySet[Contact] = QuerySet(Contact)
    return await bare.filter(name=CANARY).union(Contact.all())


# Through the model: writes


@probe
async def save_a_foreign_row(t: Target) -> Any:
    t.contact.name = "taken"
    await t.contact.save()


@probe
async def save_a_foreign_row_as_own(t: Target) -> Any:
    t.contact.company_id = t.own.company_id
    t.contact.name = "taken"
    await t.contact.save()


@probe
async def delete_a_foreign_row(t: Target) -> Any:
    await t.contact.delete()


@probe
async def update_rows(t: Target) -> Any:
    assert await Contact.filter(id=t.contact.id).update(name="taken") == 0


@probe
async def delete_rows(t: Target) -> Any:
    bare: QuerySet[Contact] = QuerySet(Contact)
    assert await bare.filter(id=t.contact.id).delete() == 0


@probe
async def update_with_an_expression(t: Target) -> Any:
    bare: QuerySet[Conversation] = QuerySet(Conversation)
    assert await bare.filter(id=t.conversation.id).update(number=F("number") + 1) == 0


@probe
async def create_for_another_company(t: Target) -> Any:
    await Contact.create(name="planted", search_name="planted", company_id=t.company)


@probe
async def bulk_create_for_another_company(t: Target) -> Any:
    planted = Contact(name="planted", search_name="planted")
    planted.company_id = t.company
    await Contact.bulk_create([planted])


@probe
async def bulk_update_foreign_rows(t: Target) -> Any:
    t.contact.name = "taken"
    await Contact.bulk_update([t.contact], fields=["name"])


@probe
async def get_or_create(t: Target) -> Any:
    found, _ = await Contact.get_or_create(
        id=t.contact.id, defaults={"name": "planted", "search_name": "planted", "id": uuid7()}
    )
    return found.name


@probe
async def refer_to_a_foreign_contact(t: Target) -> Any:
    t.own.contact_id = t.contact.id
    await t.own.save()


@probe
async def refer_to_a_foreign_member(t: Target) -> Any:
    t.own.assignee_id = t.member.id
    await t.own.save(update_fields=["assignee_id"])


@probe
async def move_own_row_to_another_company(t: Target) -> Any:
    await Contact.filter(name=MINE).update(company_id=t.company)


# In SQL, where only the database's walls stand


@probe
async def sql_select(t: Target) -> Any:
    return await fetch("SELECT * FROM contacts WHERE company_id = $1", t.company)


@probe
async def sql_join(t: Target) -> Any:
    return await fetch(
        "SELECT c.*, k.* FROM conversations c RIGHT JOIN contacts k ON k.id = c.contact_id"
    )


@probe
async def sql_update(t: Target) -> Any:
    assert await execute("UPDATE contacts SET name = 'taken' WHERE id = $1", t.contact.id) == 0


@probe
async def sql_delete(t: Target) -> Any:
    assert await execute("DELETE FROM contacts WHERE id = $1", t.contact.id) == 0


@probe
async def sql_insert_for_another(t: Target) -> Any:
    await execute(
        "INSERT INTO contact_identities (id, company_id, created_at, updated_at, contact_id, "
        "inbox_id, external_id) SELECT $1, $2, now(), now(), $3, inbox_id, 'x' FROM conversations",
        uuid7(),
        t.company,
        t.contact.id,
    )


@probe
async def sql_upsert_over_a_foreign_key(t: Target) -> Any:
    await execute(
        "INSERT INTO conversation_counters (id, company_id, created_at, updated_at, number) "
        "VALUES ($1, $2, now(), now(), 9) "
        "ON CONFLICT (company_id) DO UPDATE SET number = 9 RETURNING number",
        uuid7(),
        t.company,
    )


@probe
async def sql_users(t: Target) -> Any:
    return await fetch("SELECT * FROM users")


@probe
async def sql_other_companies(t: Target) -> Any:
    return await fetch("SELECT * FROM companies WHERE id = $1", t.company)


@probe
async def sql_events(t: Target) -> Any:
    return await fetch("SELECT * FROM events WHERE company_id = $1", t.company)


@probe
async def sql_switch_off_row_security(t: Target) -> Any:
    async with transaction():
        await execute("SET LOCAL row_security = off")
        return await fetch("SELECT * FROM contacts")


@probe
async def sql_become_the_other_role(t: Target) -> Any:
    async with transaction():
        await execute(f'SET LOCAL ROLE "{client().database}_every"')
        return await fetch("SELECT * FROM contacts")


@probe
async def sql_drop_the_policy(t: Target) -> Any:
    await execute("ALTER TABLE contacts DISABLE ROW LEVEL SECURITY")
