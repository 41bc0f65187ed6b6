"""The event log: the runtime role may add to it and read it, nothing else. A partition per day (UTC).

A row is known by (company_id, seq): nothing looks for the id of an event or refers to it, and no
unique key can leave out what the table is partitioned by. That seq is unique across the days comes
from the company's counter row.
"""

from tortoise import BaseDBAsyncClient

from migrations.walls import EVERY, Change, downward, one_of, policies, unique, upward, wall


def day_function(name: str, *, checked: str, done: str) -> Change:
    """What only the owner can do, for the role of upkeep: a date goes in, never a name.

    False when the tables are busy: whoever waits for such a lock keeps all others waiting too.
    """
    signature = f"public.{name}(date)"
    return Change(
        f"""
        CREATE FUNCTION public.{name}(day date) RETURNS boolean
            LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '100ms'
        AS $function$
        DECLARE
            partition text := 'events_' || to_char(day, 'YYYYMMDD');
        BEGIN
            IF ({checked}) IS NOT TRUE THEN
                RAISE invalid_parameter_value USING MESSAGE = format('%L is no such day.', day);
            END IF;
            {done}
            RETURN true;
        EXCEPTION WHEN lock_not_available THEN
            RETURN false;
        END
        $function$;
        REVOKE ALL ON FUNCTION {signature} FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION {signature} TO "{EVERY}";
        """,
        f"DROP FUNCTION {signature};",
    )


def partition_wall(table: str) -> str:
    """The runtime role has no right here: its way in and out is the table of all days."""
    return f"""
        {policies(table)}
        GRANT SELECT, DELETE ON {table} TO "{EVERY}";
    """


CHANGES = [
    wall("event_heads", app="SELECT, INSERT, UPDATE"),
    unique("event_heads_company_key", "event_heads (company_id)"),
    Change(
        """
        ALTER TABLE events RENAME TO events_whole;
        CREATE TABLE events (LIKE events_whole) PARTITION BY RANGE (occurred_at);
        CREATE TABLE events_default PARTITION OF events DEFAULT;
        INSERT INTO events SELECT * FROM events_whole;
        DROP TABLE events_whole;
        ALTER TABLE events ADD PRIMARY KEY (company_id, seq, occurred_at);
        """,
        """
        ALTER TABLE events DROP CONSTRAINT events_pkey;
        ALTER TABLE events RENAME TO events_by_day;
        CREATE TABLE events (LIKE events_by_day, PRIMARY KEY (id));
        INSERT INTO events SELECT * FROM events_by_day;
        DROP TABLE events_by_day;
        """,
    ),
    wall("events", app="SELECT, INSERT", key=False),
    one_of("events", "actor_kind", "MEMBER API_KEY CONTACT SYSTEM"),
    Change(partition_wall("events_default"), ""),
    day_function(
        "make_events_partition",
        checked="day BETWEEN current_date - 3660 AND current_date + 366",
        # Made in place it would lock the whole log; attached, only the default partition.
        done=f"""
            IF to_regclass('public.' || partition) IS NULL THEN
                EXECUTE format(
                    $ddl$
                    CREATE TABLE public.%1$I (LIKE public.events INCLUDING CONSTRAINTS);
                    {partition_wall("public.%1$I")}
                    ALTER TABLE public.events
                        ATTACH PARTITION public.%1$I FOR VALUES FROM (%2$L) TO (%3$L);
                    $ddl$,
                    partition, day::timestamptz, (day + 1)::timestamptz
                );
            END IF;
        """,
    ),
    day_function(
        "drop_events_partition",
        checked="day < current_date - 1",
        done="EXECUTE format('DROP TABLE IF EXISTS public.%I', partition);",
    ),
    Change(
        "SELECT make_events_partition((now() AT TIME ZONE 'UTC')::date + n) FROM generate_series(0, 3) n;",
        "",
    ),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
