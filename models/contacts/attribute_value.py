"""Values of attributes once more, where an index finds them; the truth is on what has them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.clauses import Clause, Kind
from models.contacts.values import FITS, MAX_TEXT, AttributeType
from models.database import execute, fetch
from models.tenancy import CompanyModel, current_company

if TYPE_CHECKING:
    from models.contacts.attributes import AttributeDefinition

AT_ONCE: Final = 5_000  # looked at in one transaction
FIRST: Final = UUID(int=0)
Row = TypeVar("Row", bound=Model)


class AttributeTarget(StrEnum):
    CONTACT = "CONTACT"
    CONVERSATION = "CONVERSATION"


class AttributeOperator(StrEnum):
    EQ = "EQ"
    LT = "LT"
    LTE = "LTE"
    GT = "GT"
    GTE = "GTE"
    IS_SET = "IS_SET"


class AttributeValue(CompanyModel):
    """A value that fits its definition: numbers as such, all else as text in its order."""

    definition: fields.ForeignKeyRelation["AttributeDefinition"] = fields.ForeignKeyField(
        "models.AttributeDefinition", related_name=False, db_constraint=False
    )
    contact: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False, null=True
    )
    conversation: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False, null=True
    )
    definition_id: UUID
    contact_id: UUID | None
    conversation_id: UUID | None
    text_value = fields.CharField(max_length=MAX_TEXT, null=True)
    number_value = fields.FloatField(null=True)

    class Meta:
        table = "attribute_values"

    @classmethod
    async def fill(cls, definition: "AttributeDefinition", *, after: UUID = FIRST) -> UUID | None:
        """What the next AT_ONCE keep of it, where that fits; the last, if there may be more."""
        kind, made = STORED[definition.type]
        parts = {"of": OF[definition.target], "table": TABLES[definition.target]}
        statement = FILL.format(**parts, made=made, kind=kind)
        place = (current_company(), definition.id, definition.key, after, AT_ONCE)
        found = await fetch(statement, *place)
        return found[0]["id"] if found else None

    @classmethod
    async def empty(cls, definition: "AttributeDefinition") -> bool:
        """Drop AT_ONCE of what is kept of it; false when nothing was left."""
        return bool(await execute(EMPTY, current_company(), definition.id, AT_ONCE))

    @classmethod
    async def keep(
        cls,
        target: AttributeTarget,
        subject_id: UUID,
        attributes: Mapping[str, Any],
        *,
        known: Mapping[str, "AttributeDefinition"],
    ) -> None:
        """All of one contact or conversation, as they are now."""
        fitting = [
            (definition.id, attributes[key], definition.type is AttributeType.NUMBER)
            for key, definition in known.items()
            if attributes.get(key) is not None and FITS[definition.type](attributes[key])
        ]
        place = (current_company(), subject_id, [id for id, _, _ in fitting])
        await execute(DROP.format(of=OF[target]), *place)
        if fitting:
            texts = [None if numeric else _stored(value) for _, value, numeric in fitting]
            numbers = [float(value) if numeric else None for _, value, numeric in fitting]
            await execute(KEEP.format(of=OF[target]), *place, texts, numbers)


def having(
    rows: QuerySet[Row],
    target: AttributeTarget,
    key: str,
    operator: AttributeOperator,
    value: Any = None,
) -> QuerySet[Row]:
    """Those of `rows` of which a defined attribute is so; of an unknown one, none.

    A number is compared with numbers, and text, true or false with all else.
    """
    if operator is AttributeOperator.IS_SET:
        return rows.filter(Clause(KINDS[target, "", ""], (current_company(), target, key)))
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    column = "number_value" if numeric else "text_value"
    stored = float(value) if numeric else _stored(value)
    return rows.filter(
        Clause(KINDS[target, column, operator], (current_company(), target, key, stored))
    )


def _stored(value: Any) -> Any:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _kind(target: AttributeTarget, column: str, operator: str) -> Kind:
    sign, cast = SIGNS[operator], "float8" if column == "number_value" else "text"

    def written(table: str, places: Sequence[str]) -> str:
        compared = f"AND v.{column} {sign} {places[3]}::{cast}" if column else ""
        return (
            f"EXISTS (SELECT FROM attribute_values v WHERE v.company_id = {table}.company_id "  # noqa: S608
            f"AND v.{OF[target]} = {table}.id {compared} AND v.definition_id = ("
            f"SELECT d.id FROM attribute_definitions d WHERE d.company_id = {places[0]}::uuid "
            f"AND d.target = {places[1]}::text AND d.key = {places[2]}::text "
            "AND d.archived_at IS NULL))"
        )

    return Kind(4 if column else 3, written)


OF: Final = {
    AttributeTarget.CONTACT: "contact_id",
    AttributeTarget.CONVERSATION: "conversation_id",
}
TABLES: Final = {
    AttributeTarget.CONTACT: "contacts",
    AttributeTarget.CONVERSATION: "conversations",
}
SIGNS: Final = {"EQ": "=", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">=", "": ""}
KINDS: Final = {
    (target, column, operator): _kind(target, column, operator)
    for target in AttributeTarget
    for column in ("text_value", "number_value", "")
    for operator in SIGNS
    if bool(column) is bool(operator)
}
# Of what JSON type it is, and the columns made of it.
STORED: Final = {
    kind: {
        AttributeType.NUMBER: ("number", "NULL, (custom_attributes ->> $3)::float8"),
        AttributeType.BOOLEAN: ("boolean", "custom_attributes ->> $3, NULL"),
    }.get(kind, ("string", "custom_attributes ->> $3, NULL"))
    for kind in AttributeType
}
# Whatever others have kept of the same in the meantime, the later one is right.
UPSERT: Final = """
    ON CONFLICT (company_id, {of}, definition_id) WHERE {of} IS NOT NULL
        DO UPDATE SET text_value = excluded.text_value, number_value = excluded.number_value,
            updated_at = now()
        WHERE (attribute_values.text_value, attribute_values.number_value)
            IS DISTINCT FROM (excluded.text_value, excluded.number_value)
"""
FILL: Final = f"""
    WITH these AS MATERIALIZED (
        SELECT id, company_id, custom_attributes FROM {{table}}
        WHERE company_id = $1 AND id > $4 ORDER BY id LIMIT $5
    ), filled AS (
    INSERT INTO attribute_values
        (id, company_id, created_at, updated_at, definition_id, {{of}}, text_value, number_value)
    SELECT gen_random_uuid(), company_id, now(), now(), $2, id, {{made}}
    FROM these
    WHERE jsonb_typeof(custom_attributes -> $3) = '{{kind}}'
        AND length(custom_attributes ->> $3) <= {MAX_TEXT}
    ORDER BY id
    {UPSERT}
    ), gone AS (
        DELETE FROM attribute_values v USING these t
        WHERE v.company_id = $1 AND v.definition_id = $2 AND v.{{of}} = t.id
            AND jsonb_typeof(t.custom_attributes -> $3) IS DISTINCT FROM '{{kind}}'
    )
    SELECT id FROM these ORDER BY id OFFSET $5 - 1
"""  # noqa: S608 - names of our own
EMPTY: Final = """
    DELETE FROM attribute_values WHERE (company_id, id) IN (
        SELECT company_id, id FROM attribute_values
        WHERE company_id = $1 AND definition_id = $2 LIMIT $3
    )
"""
DROP: Final = """
    DELETE FROM attribute_values
    WHERE company_id = $1 AND {of} = $2 AND NOT definition_id = ANY ($3)
"""
KEEP: Final = f"""
    INSERT INTO attribute_values
        (id, company_id, created_at, updated_at, definition_id, {{of}}, text_value, number_value)
    SELECT gen_random_uuid(), $1, now(), now(), v.definition, $2, v.text, v.number
    FROM unnest($3::uuid[], $4::text[], $5::float8[]) AS v (definition, text, number)
    {UPSERT}
"""  # noqa: S608 - names of our own
