"""What a job and an entry of a log can be is said by the types of their columns.

A CHECK is read from its text by every statement that writes into its table; that of a type, once
by each connection. So these tables, which most transactions write into, have none.
"""

from collections.abc import Iterable

from tortoise import BaseDBAsyncClient

from migrations.walls import Change, downward, one_of, upward


def enumeration(name: str, values: str, columns: Iterable[tuple[str, str]]) -> Change:
    """A type of text; it gets its list when it has its columns, which need not be written anew."""
    checks = [one_of(table, column, values) for table, column in columns]
    typed = [f"ALTER TABLE {table} ALTER COLUMN {column} TYPE " for table, column in columns]
    listed = ",".join(values.split())
    return Change(
        f"""
        {downward(checks)}
        CREATE DOMAIN {name} AS varchar(20);
        {"".join(f"{alter}{name};" for alter in typed)}
        ALTER DOMAIN {name} ADD CONSTRAINT {name}_check CHECK (VALUE = ANY ('{{{listed}}}'));
        """,
        f"""
        {"".join(f"{alter}varchar(20);" for alter in typed)}
        DROP DOMAIN {name};
        {upward(checks)}
        """,
    )


CHANGES = [
    enumeration(
        "job_state",
        "BLOCKED PENDING RUNNING SUCCEEDED RETRYING DEAD CANCELLED",
        [("jobs", "state")],
    ),
    enumeration("job_priority", "INTERACTIVE NORMAL BULK", [("jobs", "priority")]),
    enumeration(
        "actor_kind",
        "MEMBER API_KEY CONTACT SYSTEM",
        [("events", "actor_kind"), ("audit_entries", "actor_kind")],
    ),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
