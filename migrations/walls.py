"""The changes a tenant table is made of beyond its columns, each with its way down."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.settings import settings

APP = settings().app_role
EVERY = settings().every_role
SEARCH = settings().search_role


@dataclass(frozen=True, slots=True)
class Change:
    """A step of a migration and its reverse, in SQL."""

    up: str
    down: str


def upward(changes: Iterable[Change]) -> str:
    return "\n".join(change.up for change in changes)


def downward(changes: Iterable[Change]) -> str:
    return "\n".join(change.down for change in reversed(list(changes)))


def wall(
    table: str,
    *,
    app: str = "SELECT, INSERT, UPDATE, DELETE",
    key: bool = True,
    across: bool = True,
) -> Change:
    """Force row-level security, and grant the runtime role what it needs (`app`) inside it.

    Without its `key`, (company_id, id), nothing can refer to a row of this table. Where no row is
    looked for by its id `across` companies, that is the primary key: one index less to write.
    """
    name = f"{table}_company_id_id_key" if across else f"{table}_pkey"
    add, back = "", ""
    if key and across:
        add = f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (company_id, id);"
        back = f"ALTER TABLE {table} DROP CONSTRAINT {name};"
    elif key:
        swap = f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD PRIMARY KEY"
        add, back = f"{swap} (company_id, id);", f"{swap} (id);"
    return Change(
        f"""
        {policies(table)}
        GRANT {app} ON {table} TO "{APP}";
        GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO "{EVERY}";
        {add}
        ALTER TABLE {table} ADD CONSTRAINT {table}_company_id_fkey
            FOREIGN KEY (company_id) REFERENCES companies (id);
        """,
        f"""
        ALTER TABLE {table} DROP CONSTRAINT {table}_company_id_fkey;
        {back}
        REVOKE SELECT, INSERT, UPDATE, DELETE ON {table} FROM "{EVERY}";
        REVOKE {app} ON {table} FROM "{APP}";
        DROP POLICY every_company ON {table};
        DROP POLICY own_company ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def policies(table: str) -> str:
    """Row-level security by company, forced even on the table's owner.

    What is read is compared with a company that is looked up once, however many rows there are. Of
    what is written there is mostly one row, for which that would be the dearer way.
    """
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY own_company ON {table} TO "{APP}"
            USING (company_id = (SELECT public.app_company()))
            WITH CHECK (company_id = public.app_company());
        CREATE POLICY every_company ON {table} TO "{EVERY}" USING (true) WITH CHECK (true);
    """


def reference(table: str, column: str, target: str) -> Change:
    """A foreign key that carries the company: a crossed reference cannot be stored."""
    name = f"{table}_{column}_fkey"
    return Change(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (company_id, {column}) "
        f"REFERENCES {target} (company_id, id);",
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )


def one_of(table: str, column: str, values: str) -> Change:
    """A CHECK instead of a native enum, whose `=` is not leakproof under row-level security.

    Each statement that writes into the table reads it anew; where many do, a type is cheaper (27).
    """
    name = f"{table}_{column}_check"
    # Of IN, PostgreSQL would keep a list of converted values, to be read anew by every statement.
    listed = ",".join(values.split())
    return Change(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({column} = ANY ('{{{listed}}}'));",
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )


def index(name: str, definition: str, *, unique: bool = False) -> Change:
    """An index; `definition` is all that follows ON."""
    return Change(
        f"CREATE {'UNIQUE ' if unique else ''}INDEX {name} ON {definition};",
        f"DROP INDEX {name};",
    )


def unique(name: str, definition: str) -> Change:
    return index(name, definition, unique=True)


def made_once(table: str) -> Change:
    """Of rows that name the request that made them: the same request again is the same row."""
    return unique(
        f"{table}_client_key", f"{table} (company_id, client_id) WHERE client_id IS NOT NULL"
    )
