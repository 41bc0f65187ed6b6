"""Whose turn it is: lanes, pauses, the claim of jobs; and the ticks of the clock."""

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, EVERY, Change, downward, unique, upward, wall

# Claims are made one after another, so that caps are kept to the job and not to the dispatcher: a
# statement each, with a snapshot taken behind the lock. Lanes (company, kind, priority) are found
# by skipping through an index: a claim's cost grows with their number and with what is wanted, not
# with the number of jobs, and a lane that is paused or full costs one step. The settings keep the
# plans from being made for an empty table and used on a full one.
CLAIM = Change(
    """
    CREATE FUNCTION public.job_meter(per_minute int, until timestamptz, moment timestamptz)
        RETURNS timestamptz LANGUAGE sql IMMUTABLE
        RETURN greatest(
            coalesce(until, '-infinity'),
            -- a second's worth may come at once, or one job
            moment - make_interval(secs => greatest(1, ceil(per_minute / 60.0)) * 60 / per_minute)
        );
    CREATE FUNCTION public.claim_jobs(
        wanted int, company_cap int, held interval, kinds jsonb, phases float8[]
    ) RETURNS TABLE (job_id uuid)
        LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
        SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
        SET enable_bitmapscan = off
    AS $function$
    DECLARE
        moment timestamptz;
        of_kinds jsonb;
        of_companies jsonb;
        of_bulk jsonb;
        chosen uuid[];
        taken uuid[];
        reach int;
        deepest bigint;
    BEGIN
        PERFORM pg_advisory_xact_lock(7166460991971491843);
        -- A claim that a crash forgets is made again, and only a take starts work: no need to wait.
        PERFORM set_config('synchronous_commit', 'off', true);
        moment := clock_timestamp();
        -- Looked up for every lane and every job, so not joined.
        SELECT jsonb_object_agg(busy.company_id || busy.kind, busy.jobs),
               jsonb_object_agg(busy.company_id, busy.whole),
               jsonb_object_agg(busy.company_id, busy.bulk)
        INTO of_kinds, of_companies, of_bulk
        FROM (
            SELECT company_id, kind, count(*) AS jobs,
                   sum(count(*)) OVER (PARTITION BY company_id) AS whole,
                   sum(count(*) FILTER (WHERE priority = 'BULK'))
                       OVER (PARTITION BY company_id) AS bulk
            FROM jobs WHERE lease_until > moment GROUP BY company_id, kind
        ) AS busy;
        LOOP
            -- Only the head of each lane is looked at; further when a company gets all of that.
            WITH RECURSIVE lane AS (
                (SELECT company_id, kind, priority, run_at FROM jobs
                 WHERE state IN ('PENDING', 'RETRYING')
                 ORDER BY company_id, kind, priority, run_at LIMIT 1)
                UNION ALL
                SELECT further.* FROM lane CROSS JOIN LATERAL (
                    SELECT company_id, kind, priority, run_at FROM jobs
                    WHERE state IN ('PENDING', 'RETRYING')
                      AND (company_id, kind, priority) > (lane.company_id, lane.kind, lane.priority)
                    ORDER BY company_id, kind, priority, run_at LIMIT 1
                ) AS further
            ), usable AS MATERIALIZED (
                SELECT lane.*, class.*, known.version, coalesce(whole.weight, 1) AS weight, room.*
                FROM lane
                JOIN (VALUES
                    ('INTERACTIVE', 0, 16, interval '0', 0::float8),
                    ('NORMAL', 1, 4, interval '5 seconds', phases[1]),
                    ('BULK', 2, 1, interval '30 seconds', phases[2])
                ) AS class (name, rank, share, patience, phase) ON class.name = lane.priority
                LEFT JOIN job_lanes AS whole
                    ON whole.company_id = lane.company_id AND whole.kind = '*'
                LEFT JOIN job_lanes AS own
                    ON own.company_id = lane.company_id AND own.kind = lane.kind
                CROSS JOIN LATERAL (
                    SELECT (kinds -> lane.kind ->> 0)::int AS version,
                           coalesce(own.concurrency, (kinds -> lane.kind ->> 1)::int)
                               AS concurrency,
                           coalesce(own.per_minute, (kinds -> lane.kind ->> 2)::int) AS per_minute
                ) AS known
                CROSS JOIN LATERAL (
                    SELECT coalesce((of_companies ->> lane.company_id::text)::int, 0) AS busy,
                           least(whole.concurrency, company_cap) AS cap,
                           -- Even where nobody else wants anything, a dump leaves places to people.
                           CASE class.name WHEN 'BULK' THEN greatest(1, company_cap * 2 / 3)
                               - coalesce((of_bulk ->> lane.company_id::text)::int, 0)
                           END AS class_room,
                           least(
                               known.concurrency
                                   - coalesce(
                                       (of_kinds ->> (lane.company_id || lane.kind))::int, 0),
                               -- asked only where there is one: most lanes have none
                               CASE WHEN known.per_minute IS NOT NULL THEN
                                   floor(1e-6 + extract(epoch FROM moment
                                       - job_meter(known.per_minute, own.metered_until, moment))
                                       * known.per_minute / 60)
                               END
                           )::int AS kind_room
                ) AS room
                WHERE lane.run_at <= moment AND (kinds IS NULL OR kinds ? lane.kind)
                  AND whole.paused_at IS NULL AND own.paused_at IS NULL
                  AND room.busy < room.cap AND coalesce(least(room.kind_room, room.class_room), 1) > 0
                  AND NOT EXISTS (SELECT FROM paused_job_kinds AS p WHERE p.kind = lane.kind)
            ), head AS (
                SELECT array_agg(company_id) AS companies,
                       coalesce(4 * reach, greatest(3, 2 * wanted / greatest(count(*), 1))) AS jobs
                FROM (
                    SELECT company_id FROM usable GROUP BY company_id
                    ORDER BY min((busy + 1)::float8 / weight), min(run_at)
                    LIMIT 2 * wanted  -- no other can be among the next
                ) AS company
            ), due AS (
                SELECT usable.company_id, usable.kind, usable.rank, usable.share, usable.patience,
                       usable.phase, usable.weight, usable.cap, usable.busy, usable.kind_room,
                       usable.class_room,
                       job.id, job.run_at, row_number() OVER (
                    PARTITION BY usable.company_id, usable.rank ORDER BY job.run_at, job.id
                ) AS nth
                FROM head CROSS JOIN usable CROSS JOIN LATERAL (
                    SELECT id, run_at FROM jobs
                    WHERE company_id = usable.company_id AND kind = usable.kind
                      AND priority = usable.priority AND state IN ('PENDING', 'RETRYING')
                      AND run_at <= moment AND (lease_until IS NULL OR lease_until <= moment)
                      AND (usable.version IS NULL OR version <= usable.version)
                    ORDER BY run_at, id
                    LIMIT greatest(
                        least(wanted, head.jobs, usable.cap - usable.busy, usable.kind_room,
                              usable.class_room), 0
                    )
                ) AS job
                WHERE usable.company_id = ANY(head.companies)
            ), ordered AS (
                SELECT due.*, CASE WHEN run_at > moment - patience THEN rank * 1e9 + nth
                                   ELSE (nth - phase) / share END AS stride
                FROM due WHERE class_room IS NULL OR nth <= class_room
            ), capped AS (
                SELECT ordered.*, row_number() OVER (
                    PARTITION BY company_id, kind ORDER BY stride, rank
                ) AS of_kind FROM ordered
            ), placed AS (
                SELECT capped.*, busy + row_number() OVER (
                    PARTITION BY company_id ORDER BY stride, rank
                ) AS turn FROM capped WHERE kind_room IS NULL OR of_kind <= kind_room
            ), next AS (
                SELECT id, turn::float8 / weight AS place, run_at, turn - busy AS depth
                FROM placed WHERE turn <= cap
                ORDER BY 2, 3, 1 LIMIT wanted
            )
            SELECT array_agg(id ORDER BY place, run_at, id), max(depth), max(head.jobs)
            INTO chosen, deepest, reach
            FROM head LEFT JOIN next ON true;
            EXIT WHEN reach >= wanted OR coalesce(deepest, 0) < reach;
        END LOOP;
        SELECT array_agg(free.id) INTO taken FROM (
            -- by their ids, even where statistics say that hardly anything waits
            SELECT id FROM jobs WHERE id = ANY(chosen) AND state || '' IN ('PENDING', 'RETRYING')
            FOR NO KEY UPDATE SKIP LOCKED
        ) AS free;
        WITH claimed AS (
            UPDATE jobs SET lease_until = moment + held WHERE id = ANY(taken)
            RETURNING jobs.id, jobs.company_id, jobs.kind
        ), metered AS (
            INSERT INTO job_lanes
                (id, company_id, kind, weight, metered_until, created_at, updated_at)
            SELECT gen_random_uuid(), spent.company_id, spent.kind, 1,
                   job_meter(rate.per_minute, own.metered_until, moment)
                       + make_interval(secs => spent.jobs * 60.0 / rate.per_minute),
                   moment, moment
            FROM (SELECT company_id, kind, count(*) AS jobs FROM claimed GROUP BY 1, 2) AS spent
            LEFT JOIN job_lanes AS own
                ON own.company_id = spent.company_id AND own.kind = spent.kind
            CROSS JOIN LATERAL (
                SELECT coalesce(own.per_minute, (kinds -> spent.kind ->> 2)::int) AS per_minute
            ) AS rate
            WHERE rate.per_minute IS NOT NULL
            ON CONFLICT (company_id, kind) DO UPDATE SET metered_until = excluded.metered_until
        )
        SELECT array_agg(claimed.id ORDER BY choice.place) INTO chosen
        FROM unnest(chosen) WITH ORDINALITY AS choice (id, place) JOIN claimed USING (id);
        RETURN QUERY SELECT unnest(chosen);
    END
    $function$;
    """,
    """
    DROP FUNCTION public.claim_jobs(int, int, interval, jsonb, float8[]);
    DROP FUNCTION public.job_meter(int, timestamptz, timestamptz);
    """,
)

CHANGES = [
    wall("job_lanes"),
    unique("job_lanes_kind", "job_lanes (company_id, kind)"),
    # For the whole installation, so of no company.
    Change(
        f"""
        GRANT SELECT ON paused_job_kinds TO "{APP}";
        GRANT SELECT, INSERT, UPDATE, DELETE ON paused_job_kinds TO "{EVERY}";
        GRANT SELECT, INSERT, UPDATE, DELETE ON ticks TO "{EVERY}";
        """,
        f"""
        REVOKE SELECT, INSERT, UPDATE, DELETE ON ticks FROM "{EVERY}";
        REVOKE SELECT, INSERT, UPDATE, DELETE ON paused_job_kinds FROM "{EVERY}";
        REVOKE SELECT ON paused_job_kinds FROM "{APP}";
        """,
    ),
    unique("ticks_name_tick", "ticks (name, tick)"),
    CLAIM,
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
