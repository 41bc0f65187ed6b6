"""Contacts by the thousand: read and written in few statements, behind the same walls."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import orjson

from models.contacts.attributes import AttributeDefinition
from models.contacts.mapping import Details, Fault
from models.contacts.planning import COLUMNS, Known, Plan
from models.contacts.values import FITS, AttributeType
from models.database import execute, fetch
from models.errors import Conflict
from models.identifiers import uuid7
from models.tenancy import current_company


async def recall(rows: Sequence[Details | Fault], *, hold: bool) -> list[Known]:
    """The contacts that have the e-mails and phones of these rows; locked, if they are to be."""
    said = [row.said for row in rows if isinstance(row, Details)]
    emails, phones = (
        [each[name] for each in said if each.get(name)] for name in ("email", "phone")
    )
    met = [row["id"] for row in await fetch(MET, current_company(), emails, phones)]
    found = await fetch(HOLD if hold else KNOWN, current_company(), met) if met else []
    return [
        Known(
            row["id"],
            {name: row[name] for name in COLUMNS[:-1]}
            | {"custom_attributes": orjson.loads(row["custom_attributes"])},
        )
        for row in found
    ]


async def write(plan: Plan, *, known: Mapping[str, AttributeDefinition]) -> None:
    """What has been planned, in the running transaction.

    Raises Conflict when others have meanwhile added who was to be added: then it is to be planned
    anew. Raises IntegrityError when they have taken what somebody was to have.
    """
    new, changed = plan.new, plan.changed
    company = current_company()
    if new and await execute(INSERT, company, *_arrays(new)) != len(new):
        raise Conflict
    if changed:
        await execute(UPDATE, company, *_arrays(changed))
    typed = {definition.id: (key, definition) for key, definition in known.items()}
    if typed and (new or changed):
        await execute(FORGET, company, [each.id for each in changed], list(typed))
        values = list(_values([*new, *changed], typed))
        if values:
            ids = [uuid7() for _ in values]
            columns = [list(column) for column in zip(*values, strict=True)]
            await execute(KEEP, company, ids, *columns)


async def note(contact_import_id: UUID, faults: Sequence[Fault]) -> None:
    """Why rows were left out."""
    if faults:
        columns = [list(column) for column in zip(*faults, strict=True)]
        ids = [uuid7() for _ in faults]
        await execute(NOTE, current_company(), contact_import_id, ids, *columns)


def _arrays(contacts: Sequence[Known]) -> list[list[Any]]:
    columns = [[each.columns[name] for each in contacts] for name in COLUMNS[:-1]]
    attributes = [orjson.dumps(each.columns["custom_attributes"]).decode() for each in contacts]
    return [[each.id for each in contacts], *columns, attributes]


def _values(
    contacts: Iterable[Known], typed: Mapping[UUID, tuple[str, AttributeDefinition]]
) -> Iterable[tuple[UUID, UUID, str | None, float | None]]:
    for contact in contacts:
        for id, (key, definition) in typed.items():
            value = contact.columns["custom_attributes"].get(key)
            if value is None or not FITS[definition.type](value):
                continue
            if definition.type is AttributeType.NUMBER:
                yield contact.id, id, None, float(value)
            elif isinstance(value, bool):
                yield contact.id, id, str(value).lower(), None
            else:
                yield contact.id, id, value, None


# One by one and by the order of one index, so that no other is taken for as good: of a table that
# has just been filled, statistics say that it is empty.
MET: Final = """
    SELECT met.id FROM unnest($2::text[]) AS said (email) CROSS JOIN LATERAL (
        SELECT id FROM contacts
        WHERE company_id = $1 AND email >= said.email AND email <= said.email
            AND deleted_at IS NULL ORDER BY email LIMIT 1
    ) AS met
    UNION
    SELECT met.id FROM unnest($3::text[]) AS said (phone) CROSS JOIN LATERAL (
        SELECT id FROM contacts
        WHERE company_id = $1 AND phone >= said.phone AND phone <= said.phone
            AND deleted_at IS NULL ORDER BY phone LIMIT 1
    ) AS met
"""
KNOWN: Final = """
    SELECT id, name, search_name, email, phone, locale, custom_attributes::text
    FROM contacts WHERE company_id = $1 AND id = ANY($2) AND deleted_at IS NULL
    ORDER BY id
"""
HOLD: Final = KNOWN + " FOR NO KEY UPDATE"
GIVEN: Final = """
    unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
        AS said (id, name, search_name, email, phone, locale, attributes)
"""
INSERT: Final = f"""
    INSERT INTO contacts (company_id, created_at, updated_at, version,
                          id, name, search_name, email, phone, locale, custom_attributes)
    SELECT $1, now(), now(), 1, id, name, search_name, email, phone, locale, attributes::jsonb
    FROM {GIVEN}
    ON CONFLICT DO NOTHING
"""  # noqa: S608
UPDATE: Final = f"""
    UPDATE contacts c
    SET name = said.name, search_name = said.search_name, email = said.email, phone = said.phone,
        locale = said.locale, custom_attributes = said.attributes::jsonb, updated_at = now(),
        version = c.version + 1
    FROM {GIVEN}
    WHERE c.company_id = $1 AND c.id = said.id
"""  # noqa: S608
FORGET: Final = """
    DELETE FROM attribute_values
    WHERE company_id = $1 AND contact_id = ANY($2) AND definition_id = ANY($3)
"""
KEEP: Final = """
    INSERT INTO attribute_values (company_id, created_at, updated_at,
                                  id, contact_id, definition_id, text_value, number_value)
    SELECT $1, now(), now(), id, contact_id, definition_id, text_value, number_value
    FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::float8[])
        AS kept (id, contact_id, definition_id, text_value, number_value)
"""
NOTE: Final = """
    INSERT INTO contact_import_rows (company_id, contact_import_id, created_at, updated_at,
                                     id, line, field, code, message)
    SELECT $1, $2, now(), now(), id, line, field, code, message
    FROM unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[])
        AS fault (id, line, field, code, message)
"""
