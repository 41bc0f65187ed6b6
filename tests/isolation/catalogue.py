"""Rows and canaries for every table there is, written from PostgreSQL's own catalogue.

Nobody has to remember a new table or column: what has no row gets one, what holds text a canary.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
from asyncpg import PostgresError

from models.database import execute, fetch
from models.identifiers import uuid7
from models.seal import seal
from models.settings import settings
from models.tenancy import every_company

# Without companies and partitions; the columns of `companies` and `users` are added by hand.
COLUMNS: Final = """
    SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, NULL) AS kind,
           NOT a.attnotnull AS nullable, greatest(a.atttypmod - 4, -1) AS length,
           (SELECT string_agg(pg_get_constraintdef(k.oid), ' ') FROM pg_constraint k
             WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]) AS checks,
           (SELECT k.confrelid::regclass::text FROM pg_constraint k
             WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY(k.conkey)
               AND a.attname <> 'company_id' LIMIT 1) AS target
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      AND EXISTS (SELECT 1 FROM pg_attribute o WHERE o.attrelid = c.oid
                  AND o.attname = 'company_id')
    ORDER BY 1, a.attnum
"""
TEXT: Final = ("text", "character varying")
SEALED: Final = re.compile(r"^(sealed_.*|successor)$")
APPEND_ONLY: Final = frozenset({"audit_entries", "event_heads"})  # but for their owner
KNOWN: Final = "Zeppelin"  # what a rival may guess, and search for


@dataclass(frozen=True, slots=True)
class Column:
    table: str
    name: str
    kind: str
    nullable: bool
    length: int
    checks: str | None
    target: str | None

    @property
    def allowed(self) -> list[str]:
        """What a CHECK lists, if there is one."""
        listed = re.search(r"'{(.*)}'::text\[\]", self.checks or "")
        return listed[1].split(",") if listed else []

    @property
    def holds_text(self) -> bool:
        return self.kind in (*TEXT, "jsonb", "text[]") and not self.allowed


async def columns() -> list[Column]:
    with every_company():
        return [Column(**dict(row)) for row in await fetch(COLUMNS)]


async def fill(company: UUID) -> list[str]:
    """A row for every table of a company that has none; the tables that had none."""
    known = await columns()
    filled: list[str] = []
    with every_company():
        empty = [table for table in _tables(known) if not await _rows(table, company)]
        while empty:
            waiting = list(empty)
            for table in waiting:
                if await _insert([each for each in known if each.table == table], company):
                    empty.remove(table)
                    filled.append(table)
            assert len(empty) < len(waiting), f"no row could be made for {empty}"
    return filled


async def mark(company: UUID, secret: str) -> list[str]:
    """Put the secret into every column that can hold text; the columns that would not take it."""
    unfit = [
        f"{column.table}.{column.name}"
        for column in await columns()
        if column.holds_text and not await _mark(column, company, secret)
    ]
    with every_company():
        await execute(
            "UPDATE companies SET name = $2::text, "
            "settings = jsonb_build_object('canary', $2::text) "
            "WHERE id = $1",
            company,
            f"{KNOWN} {secret} company",
        )
        await execute(
            "UPDATE users SET name = $2::text || id::text "
            "WHERE id IN (SELECT user_id FROM members WHERE company_id = $1)",
            company,
            f"{KNOWN} {secret} user ",
        )
    return unfit


async def texts(company: UUID) -> dict[str, str]:
    """One text of each column that has any, as it is in the tables."""
    found = {}
    with every_company():
        for column in [each for each in await columns() if each.kind in TEXT]:
            rows = await fetch(
                f'SELECT "{column.name}" FROM {column.table} '
                f'WHERE company_id = $1 AND "{column.name}" IS NOT NULL LIMIT 1',
                company,
            )
            if rows:
                found[f"{column.table}.{column.name}"] = rows[0][0]
    return found


async def checksums(company: UUID) -> dict[str, str]:
    """Of all rows of a company, by table; of the company and its users, too."""
    sums = {}
    with every_company():
        for table in _tables(await columns()):
            sums[table] = await _checksum(f"{table} t WHERE company_id = $1", company)
        sums["companies"] = await _checksum("companies t WHERE id = $1", company)
        sums["users"] = await _checksum(
            "users t WHERE id IN (SELECT user_id FROM members WHERE company_id = $1)", company
        )
    return sums


async def holding(company: UUID, secret: str) -> list[str]:
    """The tables in which rows of this company hold the text: jobs and events among them."""
    with every_company():
        return [
            table
            for table in _tables(await columns())
            if await fetch(
                f"SELECT 1 FROM {table} t WHERE company_id = $1 "
                "AND position($2 IN t::text) > 0 LIMIT 1",
                company,
                secret,
            )
        ]


def _tables(known: list[Column]) -> list[str]:
    return sorted({column.table for column in known})


async def _rows(table: str, company: UUID) -> bool:
    return bool(await fetch(f"SELECT 1 FROM {table} WHERE company_id = $1 LIMIT 1", company))


async def _checksum(rows: str, company: UUID) -> str:
    [row] = await fetch(
        f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {rows}", company
    )
    return str(row[0])


async def _insert(row: list[Column], company: UUID) -> bool:
    """False when what it refers to is not there yet."""
    values: dict[str, Any] = {}
    for column in row:
        if column.name == "company_id":
            values[column.name] = company
        elif column.target is not None:
            values[column.name] = await _referred(column, company)
            if values[column.name] is None and not column.nullable:
                return False
        elif not column.nullable:
            values[column.name] = _plausible(column)
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f"${n}" for n in range(1, len(values) + 1))
    sql = f"INSERT INTO {row[0].table} ({names}) VALUES ({places})"
    try:
        await execute(sql, *values.values())
    except PostgresError as refused:
        raise AssertionError(f"no row could be made for {row[0].table}: {refused}") from refused
    return True


async def _referred(column: Column, company: UUID) -> UUID | None:
    if column.target == "users":
        rows = await fetch("SELECT user_id FROM members WHERE company_id = $1 LIMIT 1", company)
    else:
        rows = await fetch(f"SELECT id FROM {column.target} WHERE company_id = $1 LIMIT 1", company)
    return rows[0][0] if rows else None


def _plausible(column: Column) -> Any:
    if column.allowed:
        return column.allowed[0]
    return {
        "uuid": uuid7(),
        "timestamp with time zone": datetime.now(UTC),
        "date": datetime.now(UTC).date(),
        "boolean": False,
        "jsonb": "{}",
        "integer": 1,
        "bigint": 1,
        "smallint": 1,
        "double precision": 1.0,
    }.get(column.kind, uuid7().hex[: column.length if column.length > 0 else None])


async def _mark(column: Column, company: UUID, secret: str) -> bool:
    """Is the secret in every row now? Rows differ, where something asks them to."""
    roomy = column.length < 0 or column.length >= 80
    given = f"{KNOWN} {secret} {column.table}.{column.name} " if roomy else secret
    for form in ("$2 || right(id::text, 12)", "$2", "lower($2) || right(id::text, 12)"):
        if await _write(column, company, form, given):
            return True
    return False


async def _write(column: Column, company: UUID, form: str, given: str) -> bool:
    name = f'"{column.name}"'
    if column.kind == "jsonb":
        form = (
            f"CASE jsonb_typeof({name}) WHEN 'array' THEN {name} || to_jsonb($2::text) "
            f"WHEN 'object' THEN {name} || jsonb_build_object('canary', $2::text) "
            "ELSE jsonb_build_object('canary', $2::text) END"
        )
    elif column.kind == "text[]":
        form = f"array_append({name}, $2::text)"
    elif SEALED.match(column.name):
        form, given = "$2", seal(given)
    elif column.length > 0:
        form = f"left(({form})::text, {column.length})"
    form = form.replace("$2", "$2::text") if "::text" not in form else form
    sql = f"UPDATE {column.table} SET {name} = {form} WHERE company_id = $1"
    try:
        if column.table in APPEND_ONLY:
            await _as_owner(sql, company, given)
        else:
            with every_company():
                await execute(sql, company, given)
    except PostgresError:
        return False
    return True


async def _as_owner(sql: str, *args: Any) -> None:
    owner = await asyncpg.connect(settings().database_url)
    try:
        await owner.execute(sql, *args)
    finally:
        await owner.close()
