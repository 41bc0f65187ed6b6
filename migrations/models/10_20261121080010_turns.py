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
        chosen uuid[];
        taken uuid[];
        reach int;
        deepest bigint;
    BEGIN
        PERFORM pg_advisory_xact_lock(7166460991971491843);
        moment := clock_timestamp();
        -- Looked up for every lane and every job, so not joined.
        SELECT jsonb_object_agg(busy.company_id || busy.kind, busy.jobs),
               jsonb_object_agg(busy.company_id, busy.whole)
        INTO of_kinds, of_companies
        FROM (
            SELECT company_id, kind, count(*) AS jobs,
                   sum(count(*)) OVER (PARTITION BY company_id) AS whole
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
                           least(
                               known.concurrency
                                   - coalesce(
                                       (of_kinds ->> (lane.company_id || lane.kind))::int, 0),
                               floor(1e-6 + extract(epoch FROM moment
                                   - job_meter(known.per_minute, own.metered_until, moment))
                                   * known.per_minute / 60)
                           )::int AS kind_room
                ) AS room
                WHERE lane.run_at <= moment AND (kinds IS NULL OR kinds ? lane.kind)
                  AND whole.paused_at IS NULL AND own.paused_at IS NULL
                  AND room.busy < room.cap AND coalesce(room.kind_room, 1) > 0
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
                        least(wanted, head.jobs, usable.cap - usable.busy, usable.kind_room), 0
                    )
                ) AS job
                WHERE usable.company_id = ANY(head.companies)
            ), ordered AS (
                SELECT due.*, CASE WHEN run_at > moment - patience THEN rank * 1e9 + nth
                                   ELSE (nth - phase) / share END AS stride
                FROM due
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


MODELS_STATE = (
    "eJztXW1z2siy/itTfMmeKpJK7NjJsW/dKmyThI0NvgZvds/lFhZobOZYjFhpMPY5Z//7nR69gF4ASQE8gv6QIKTpEe6WZrqffvt3ZWSb1HLf1cbsO32pnJB/V7gxovIgdqVKKsZ4PDsPJ4TRt9RQY8x6j/RFnTT6rnCMgZDn7w3LpfKUSd2Bw8aC2RxGt4f2lBObD+gp"
    "eaRjQQyXGKT9rfb24OiYTJkYyq8ONUyYnowdes+e35H2wB5TOdCRp6gzYq4rp3PfwS1NeyDvyfjDRmafcPbnhPaE/UDFkDryHv/7f/I04yZ9pm7wdfzYu2fUMiMsZCZMoM73xMtYnbu9bVx8USPhl/d7A9uajPhs9PhFDG0eDp9MmPkOaODaA+XUMQQ155jLJ5blyyE4"
    "5f1ieUI4Exr+VHN2wqT3xsQCEVX+637CByAZAnfqTQSTMh/Yo7Eh3sGZT//t/845ml6v2er02vVOr1dJiBd+T0wm/qmB5Kh8NBgXwLV//+XNO+OOOluBG5x/q938cnj8N8UP2xUPjrqoeFf5SxEawvBIlQRmLFc/nb/08rE+SrVOEQQnZjKYvRUBQwOWacbkOabK90X+"
    "yT1DJJl6Ia8INqILGBuhjDHW9EnfBQclZHAFlpIWt178t2sJwzuNq3q7U7u6htuNXPdPS/Gv1qnDlQN19iV29hdPPrZcUb2lNpyE/Gh0vhH4Sv7RatbjUgzHdf5Rgd9kTITd4/a0Z5hzC0FwNuBaROqTsVlQ6lFKlLouUg94NCd2/9fPpK4+E/I+HxpOuqyD8TEpS26V"
    "Ua4j47lnUf4ghvLrh/fvlwj2t9qNWkLlqJi0mv6lA+9adC31NI48HJ5R7CKPj7OwOP4+zHH4OM5gqYj2hoY7zMPieZodZPLxxwxMPv64kMlwKcpkV+nLSRb/2m4101k8o4jvB2wgyH+IxVyxKUbPabn9CbMEk6o93O81dFvgUGQrCNj8y1Xt97gEzi9bZ/E1HiY4i4mD"
    "Po+ZvFxgq45SrmGr9jULXV6E8u7MSYXMMlzRm7iFVLI4LUpaZ0k79Ml+LCTnKCVKWWcpB8ZxPzdcESf8CcSiPPJdAVgACnf/mA4KhfxKcvmL7VD2wL/TF8Xrhvw1Bh+kmTQ+IHpFR32aRSfUk7Ozs3M/wDGmIXyZfLokD+RfToWnRNfa57WLekXxu28MHqeGY/YijIcr"
    "9oEdOxOOTV4aHYziZwxuPCgewR8DP93n/rmH1FVSkOrgUnUZVO0hfYxmxKprxIcGidQdxZC5hMEDImUMI04JfaKOfEok34m8EyV9atn8wSXClgQ0iU6vYT7Eo3VbeapL8GiEU0Ir9CATnHKwBE45SMIp8uURkxRDFDhc55NRYlGPGqUh9fb4Xamddxq/1XM+xj7VCfE+"
    "u7x9276uNy/qFyckPIwvN9mkkkkoS2QSF4llDwwr10M/o9iiGCjf1EoSZfDhUQYGHx4tZDBcijIYNPd/ye0gD4vnabbI5NvO+Xa4vAGIiwoh758P5Jqj0QPmgtvuDMyFfsjFb0M5PVLoh9xHqS/yQyZM+NexMRv8iQnDl0XCzJy7Wl1mabJwXEZbszWm0urh0uIhxmBA"
    "x/IprBIfzyO2Qzyo3jyVlqD1Io1HKq3CR8rfuGF0kzQnIeQpaXaud2q0QMtkgWJEFEZE4Z6EmghKvWBEFB0ZzMpja4cEuwjiHWUxtOWoxYDRUcLUduxFeNFqCC+g1ZnXldaPZv3mhKiPLq9dXDWaJ0R9AJB3Xb/5rdFu3QCSFxx3+VX96gyIvM8uv6nXLnqt5uUfJyQ8"
    "1APwU7pi7pirKJXO4tMGktIozEc31pd3v0mqGYGJVkDOMVKM/9BZzhjlsw9SVjhQkSifBCFG+SyN8pnxK8lljPKpxqJ8Ek+XTlE+PvdT0NeZXBYjryM1JnOEz8SlDmGQM0qD6JxqmCgqrYtTAr+BGNwk9C2YdipNFEBSf/Qbl0DO6cAev6RF/Kx9fsRfdVuVqoi/Iv6q"
    "CYNLisQh/rqPUs+Cv8L+mXP1nCPBpTO2dGJE6mYjUtFdgO4CdBcscRcYT/J5N/rMYiLFUs8mxvgcWwxplYxsNHOHb3tUUqbqUwr1R01KBv7v8rPbtjyG/7u89eWLP9A70ENkJnOBZ0U0rxgpYpX6aFppiPTIfiqISM9TopR1k7ImoZU3dGBDitu5/FpJgfci16vLQD7H"
    "HymfQTNrNl+LU2Lf+9CavAZJeGNjTJ1T8vk9cQxu2iPSZ8KtwrDpkA2Gs4jI1UGW654dcT797KhlOJ9JcwdBRIjWo8SsZn2JIyAKVr/Awhcab02I62Z7tcqJ8GXCdRHh26BfHFiVZG1uj/itm8kfrilLVzvE554onVzhN/ReSnrYgWjJdI157voKjVmN7KnAyxwas8X4"
    "I2isBnGpqov8xiWDoWTlKZm4UKkC3NgCngjl4jYe5CU/uchVuq1Plq4xr232Lu/yO3cyGMjvtnMHmjRc5vRZqJtU5UjDgsSne9uRsw4sRrmQYwxBTGYSbgsiFW1iT+RV7k6po1zyhvvoendFnbyEOjn63tH3jjoa+t5R6oV875jasSVgw9dxiiDvEUqEN/R5m5KLaKie"
    "JoXckXpquoAjRIVephJJtP57JyLMRNmYUKCXrebXYHi8lky8ko+yEHJqgVEq1AKXgww+t9aAM7RnM5WTsauhhuijpRPa0Kby15tfjIGwU8PvI9ery9AGV43s3auhGdGGjrTX5fo5lHY5GxgCzPTxGMABsPxVGP0vnVbnukpuvpyT44PDz387Bfucmsqkh55PhAkw/OWt"
    "75kzomYSc9jAPRTyoApsu4KOQ+TBkk+uK8h0aLueR5BMDRduYUq2w93kuAfbNomYsoHkBpfzy1MGJ9RwLEYdLPlZStDBg5l68gVwaIo2t2SjjxPuhOa87d0+fC+LABQxWtSmddamwyU3KeYz9tDgC16zCFlMwrBpl06m8ufKj7d/Pzg4PPx08P7w+PPRx0+fjj6//yzH"
    "qh+cvPRpyYNw1vjaaMbeNDiBMOBuA0IIA+6j1DEF57VtZ3TQl9lBH+AVqdZyCGUsM5S9ZsPZTGRwmbvysXjLgm4RqqKn63oVO1UquSst1CpxbUK5CR50aa/KI2WUjohhWemO+LXMipaqbutOFd3j6B7XhMEl1ZBQL95HqWfRi+VIOdmC9jPp4p4j2QVf3hYC/p2eVLx4"
    "ynu1mMlRqt3j82GmxPXDJYnrhymJ61hdch9QU6w6uA9Sxl7B+yJpr9pdThsuQoQm3HJ8bhTWHPxJhC5zUUlN2boao4s8V1qhdFJQjXSQzrtSXYrRyTE9lgejM4Sgo7GAxq0De0QJ4+9ITRIwy09kYS5knMgvDOI9BsOwMaxKSIH4Ea9uJHSITQfs1n8LRO90W5WqiN4h"
    "eqcJg0uK4yB6t49Sz4Le2RMBG2c6sLS6Btkcuc6BepV6s1O/gT7R/kGX/7hpNb/2rmvt9o/WjbwQ/R5cP29d1INrcBxXQrIAVRuoHoeQK0KuuwK5ou2Otjva7qtsdxXYlGK5BwFPi+12WJQyGu1tuZX3bfMF8jXIwOAqHoZAPIxlT6nzdmC41O/PUCWG82DzA2aSseG6"
    "U9sxCSS7Js30dUwK2SU1yyL9iSB39r1KLxkYluXZ9XfUL4KnrLo7NONLZ8a/dr1ojerFbaRadPA25c5iTxDqrOUX5vhRJo4fLeH4UZzjWGF+CxXme3LdZ3LSIqBF6gTo5dMHqkgiVOFiNBga/KGQ1BdMgXLXWe5esprnfirqyo+So7x1ljf6HxbvrOVEotH/sI9SX+R/"
    "SEBVrwepLCwpOrtYXQWu5ComWiNQ0NOibyWll1gENTm5IP0Xovpe2g55YE+U+xU6A4Xl1CuTz4S7ugj/hu6BkEqZIJXxxJEUhR17c+Q6m6SVduNrs3d7fUL8A2j6BGNnjr3o9y5v189bzYvel9p5R/WPmv+qh3tPn4KDGuFi6/fxYax/kSVJcwUjRa/Edhk7LV+0Fhev"
    "oOW0G7BdxmtHDGA1jjJX42jwvj3hZv2Jqp+esG0j16vLzFvmjexRGJoj8j9wq5DxxB2eEk+wZAyB9nLGZ9VUgj4L6nDDIsxUJTUM4tCxXJCJB82ruP2hFFN64P/a74DWrW7rU3WJdYtx/xj3j5oU4u4o9YJx/8HemLqCLom7ipLpDA3qFK0yNl4s20jh9K/tVnNRpEJI"
    "En+z2ECQ/xCLuVnqtOrG7SXMBWZEXp9EKeR41ePYewETJBofQGeQoih4SLy9B71yUz+vN36rX+RUyEI6QLy9oy6vXV9fNuCUf9DlX2qNSzjhfeqBd/tJvCn5LAvrF8+TFCpfXEg27ze1AnnFiw8+fPz08fPh8cewZnF4Zlmp4mRZYuo4ae1VlizrAcHu5awcZVrPj5as"
    "50fJ9VxazFaxsMMoJSLL+qhISc14RF3XeKC5U5PmqX7CyCyPZHPYmAqdycnReRo02pcjt4pXa4BuG8E85WTqaux2/qHSDbx9rixAbZ9Xw7UAVlaz4LQ/htSh0APYA8XeqG4+QpK4ZOowQU+hC0/tuuEDqkPDhcGGZcHfqSKHplBCRXXrgU7BaY2GNnQPxGp1W5GqiNUi"
    "VqsJg0uK2iFWu49Sz4LVYi5haM1/yGTNf1hizX9IWvOP8k8rihAGtDrzuiI1LIAAG3rAfYF+15s4uXK+43S7h1UdvM/qfFjqfUhwHLsxvnLvZcXFsUOfmD1xi8shZYZdeAm2LY8YG3sTLtKqT6zIJF40CWK6+qhSSQ3auBfU6ckJbeupsFswMclW3YOt63ozv3MQqMA1"
    "CJ9dLtl40+k16z9OSHioh3ZgMhf4U8TGiZHii6jziziwGOUiZ/hJhGgXtr4tWDc+z/Kmk8XIdo/Z60ko0ySX+dyD1SspfoPgUnWZ5yCA5bO5DmoQaO3anNgT4TKTqjrqPmBbJY/yleeQa2yQocFNi4a11z2UXw5+8eB/Iuy07OX1To7OAv1wbHQWoLNADwaXFDZGZ8E+"
    "Sh2dBa8fyu1SwxkMe3nZHCNDbuco85iHzz9XGFZrg2UzlWElk3I9yCHB7jH4w3EW6zu+ts8Z38dx7lr2wLBysXdGsXv8PcxSZ/dwcZndw0SV3cHEFfZI6inyZ/QngqakECzOsEkl3n6uzZwJ158wSzDuvoPbvobhtpEMnL58pos1W41SIp6rj9qZtDa8ANpCsH2EEqWs"
    "s5RVLV1DrlZPTLwUrcUbo0eJ6yxx9NOkKIrop0E/zc/4aRqmlJlcASuL/TXhkGoGv41809RoljX5ozOkgf+kD5152GDotctVThRwsqhMDG/2pI8mPzl6YfRzEKAXBr0wejC4pHg8emH2UepZvDBYXmebXoKZFpRvu5qnwu0KM/W3mqk/mMVlRdmbO1d/LsKrnIxdna0f"
    "fVfT8/UTD+8aWItlEF6pDIJ8pp+o4xr+H55mJc+uV1eYyOHIzPGNYgi6CZky4Rm2/vMHwYahnXsqz0643LBdVakAfETS6nWo6phCDJf4lWC8kxCTKChPi3fc3M2gb27TFvKsRY0nL5QSSIlhyZlPvGhJIPAmN6uqwy6c4JSBna6awQBoG8xPuO2dVPkvdIrGPRr3+7q5"
    "o3GfzQAop5mHxv0+Sj2LcQ9VQScpoSbZa4pO0mJNNpk1WCRnUJJcNJpfT4h/0OVeDqGfQdhstf4BlUT9A9V4q3XpFyD1juK6zutkFI4dZju+J6WIwObptyiypv/w5hEZ0JwQ+L/LL1s/Toj8r8uv6heN26sT4n12+bfG128nBP7v8tubr/Vm54R4n3oIzOW2/S+5NhbK"
    "y04QY3iBPktpcgf1k6iLbKExUpSz3nK2x5L5Zk9ZmklRL6z0nCTEes/xes9Tgwl5v57L/P0rz2uUIMYXSecXCbAsH/PK+AbNUWzv1flQkldHan/9tF5nC7k5I9geMzdppq2Zn+6k/0+a5tVYkho1I9m96LWN+DvvmeOKnkPHVpEY3CQ1rvg6r/gqZrpYLfoUUixI/9di"
    "7hYMaI+S7yCYt7Ovk+/FyrNdLaLfvb3rw3GmMPfjJWHux4m9K+BcXjswQYdmYFz3Crq15mVtgg5ZG2ctZsGkLA+YBVO2LJhIJUzXZQ+c5lUpY2SoTmIo6uZDUf1cqLzRqFEyZCtG+G41wjdYKpP8zR2HekUD1LGUi+rqONTYtoIRvluM8E3Zv9bAWIxKTz6zczm96+Hu"
    "fJbwrnI5to3rGqV+7sVnV1YEqwfDqllj1ntB4LciyZTZrQK25+cgntdq1omPPEA4uD1ZkNuddwIMANdNLakSDADHAHA9GFzSUGAMAN9HqWcJAC9F0IjO0Lo+1XhCDedGPq2rdDc1JrviBi9ARq3tmz2VlxyV7zdStr5qhqzyAv2UwHDeUzLh6gJzVSbeXcR/c0cs6rpE"
    "DJmb1O02dxvUAPVTTlADRA1QDwaXVBdADXAfpZ5FA8RQi82FWsyrULndqHFS3KUS8Veg9uVkbIQIWbqysE+kNMnPI/2R6crJ4kzOlPjLu9qjMqLplvjmHKyl5W/kHdbJiXJBLSYl/1ITgo7GopJihMeHVJfZ4KY/GDo7wOiMJnhL2r/XrXaHCNtrOei3m68G1XRIn97L"
    "x0oaw2ASjwyTnhJz4nj+EcbJiFkWc6mUhJlieq9/ejS5ddsUqmhyo8mtCYNLanyhyb2PUt8Zp8smRbtmO9ueCLm7LGhOtroqzhz5FoviyGfopuMXFspRF8cnOyH+QZfXzs/r1+pUcAQFjL7ctr36Reqgy7/UGpdwwvuUVFdnja+3rdu2JAsO45pelmj+DdTMUVWlpHzM"
    "FIkufEViVIXeE80iTtf9mlDHsZ0FfF1SyDtCtXvpKEdZHuCjxQ/wUbLTJ3AsN4t3k7sbKRogd+KxvCnt0ecBdca5SjSk0e4e2z+8P8iSZQXDlqS0HSQyrQIrvjdKKRq4cG2OUeHanFybixVFWFs9BN00xI2g2T631gKxhjOVk7FZMNb5R0snkDVgfgq4OieXxaBqUF48"
    "O5ZKuXBeiH1PDL/A+SmRb3D9plm7hFgjr1A5V8XJDW4STp+oM1em3Ee+0oHUNc0N5dHjYU3MJUN7SkYQ4+5fmtVWB2K/WrtfMZ1Mxh6iK+nknRGYRWB2XzcRBGazKUHlhOgQmN1HqWcBZl36Zx7IyRuNkOxuFPApEXdN5tBBelBONsg7MoHOvfnkH3/Wum1enBD/oMtb"
    "tx3/VHDU5YHKfBIqz5pg2VRyw+k9SqYUFVVsCq2FdVW/OqvfQHl++Ozy81azUzvvnBD/oMtr143e9/ofJ8Q/6PL2H+1O/eqEeJ96iK1vmymZ7R36vGDVCsbrLJx1qM2d+u+dyFYeMPGXq9rvf4ts55et5tdg+BzTzy9bZ1iQDAuS6cTs9Rcke8WeuVpzeiPeoPL1MCqw"
    "s97Uz+sNvyORd9Tl/3Nbv4Uz3qfcSYMuR+2gy1FbNcSB/7v8on4pyW6AIDyEQIGamrOWEiJw2/zebP1onhD/QI+9Gb3YW/Riy58tjLTORas4PaPbRV5nY/YybifYbQ8GE8cphDjFSHcQciovxJREFl1QpvILeY4MexzoLF8/Z6PQmxynRUnrLGnAwQs1ezNQvmWQ773U"
    "YAq9xhFClLHOMqYmK+bmixCijHWWsRe5VHA/pijlckjZGLPeI80b/BKlwhYAWrUA2FWeYlGQzbEXOwHsUpWVnVwBvH6VcivLx9MYGXIVS9esP+y/UOkabGCRkbv5GlhsvyKQngvDWgoCvXZnkLKyNm9jEN+gWgNva2P2nWZpB1JW1kZtz9WsDRSAtawIWRPYysrcmLak"
    "YQLbDX1irvfnL0pkC4dUMyS09Rx/dMbMth9DQxAjyAgjrsFMMuGCWVC3a2q4xIM4q2Q6ZIMhZJNNh5R7+WFw2U9vSaa1rXNiTEDTTeeuEkxAwwQ0PRhc0lQkTEDbR6mneDESCWiYeLDFxAPfhdvPu1/F6RCJw1omWMtEY1swSy2T1IUBsbfVzI2vhjpZ2vOofYcJxeel"
    "bbG8QdXMfbEEjM/RztSd9P9JBwLqvXjVW+b6kk6ZGHpGsLSXodYLtKry4bc3LoFffUoe6ViQ/ot8WtjDgyRNb3q6mdugLa7bBlFFWxxtcU0YXFKrDG3xfZR6FlsccOs8tngwHm3xjLZ4wrx5HSWx/kSVdptQDL0LS5VBCkNyVBIcDA3+QGeNUhhX6pek5K4x8HqV3rn0"
    "T1W878EYq86kSknjUOpvxKRO55jUIWP5b2ldwY3dCbVA/RQU1AJRC9SDwSXVB1AL3EepZ9IC00oCnrGHfaoK+PeDg8PDTwfvD48/H3389Ono8/uwgF3y0rJKdmeNr1DMLiLLZHU79Zng+eKKE8H4nVC8N13Ww4cGPS7lYHKcDpmdg9n5tK8oFWpfuiZQ6emx+UnuStvQ"
    "XlawckEaZYRqB9eG9dex8liWM1t1jgYf3NiyoACPlDpwv7ZbzQXLwYwkrpSzgSD/IRZzN6a2zUEN/QmzBOPuO7jtawAMwKLlkF4cvYvJAyaIh9c4VDLDzVvYM0q1e8XD1l9sEiuH7XCFA50w8m/SyK8swsnVxepKrLw3lONyBExQbnrNcXxI8o1LLPvhRGHZluEKomat"
    "KuQaQh3uLdt2/E42XnqBB9GrNjoPQVubRMDE+m+jGvJA6W6zF6DsQDibTH41BFEjiJzL24tM4tojClGd8hfIh2FoO0wg7o64O1p+iLvvIAKLuPs+Sn03cPf3mxLqq4DuSqPJx/GQBHlejOehepiP7xGyHWqmu2Xuo92MdnNlw3bzr3a/kmIxw+nqMlv5n3Y/o5Fcf2au"
    "tDvZvbJNbakLwHEs1MuP6JJP3ym5u6d8QO/Ig2NPXS8bAHrKvhBhPKZYx2ueX5nFhhw5Ggv3zms9C5ax7dJ5g5hxaYtLKgBEq0HKAiXOhHP5u6A97akcMLWdR+pIS9mU2v0QrGijy6Udbb4F6YHJzcEUJ3cWNVzaUzUIlCUuWWkTlwpy79gjYjJXmpnShpfGvCsMR7wj"
    "NXJ22Tr/Xr8gUhJkasDfey/nlz9C/n71vSe/35EJv2ecuUP5m0FmZKr+krs+zCfNuDsoecAwfQINeDTg0YDfQVMODfh9lHoWAz5vCMEOBw8cZwkeOF4cPHCcCB6AKJbUwpYLjcY5iu2Z6x82xd4199MdGy+WbaQ8rotjB+ZIMHYgsiStI3Zg7DDl+UpfQFZ39Zun396C"
    "Umm2bq781sO5Whx36je1807jt7rfv9j70uXefCfE++zys9vL7ycE/o/baa8TwwTNExdEkWbrvLjlUNLKtdcZMa+EfGPwJLAKu/w66LV4HfRavLltNtUZ/6DL27fn5/X6BdCFh9BxsXPzhzfQP4LejDXVlhG6MJ7Xmuf1S9WIMTzUQ9q+AZta3XPxvh6l2r2Ano30NHUm"
    "vEhnqZBqB1Xl8qrGSYsoAMBy6G/zJDvjb1mbAgdvZAGmxsl2yJmyNtYqbDUPU2cE+JzGmTkHROdd3GOk2IxK5wVe+UByvDPheHxl4q+M5+TJo3HOKHZP2/yQSdv8sETb/JDUNlXL7lyZEzMKPcAPuN/OgB/KB1kIL49S4hah9Rbh+42L9JeNkqKcdZbzAMAvq+fnNRVz"
    "fqZPgXLXWe7uZEwdl5rFFvI4McpaZ1mLoWMLYeXGRuN0u6evbgQdDdlWyJBOUuPLpfPLFcTSJeW8OA5rngYT5WMGdRC9mAOfiNAgSpoSQeDYwHK3Z9o8D/CToEPmLmGusIWRst6v5m5IiOz12KtPfPylwWklPUZeXaquiJPvWXJUxmD5GnHsqRfEPh1Sh6psazGEkHKT"
    "3d9LlduLCIdYc4hHe+MSe8rJ2LbY4OWU1H+r3/zR+95oXgTp3AtLsG7sTiqAfkrZw1CE4fMQmT6jOJmlsUNOuzeWHMBELnWeqEnElA0oMeQt7wXl78idfMBUQgsfvEB8fJcP5Y8fwQTOhBNDyD9kQCEq/k6aJb0R4xNB72Dy4/dexLwLIfnyvi6VU5lVwiHkn7jsWbyE"
    "5JXwFcIYeJ00A4yBxxh4PRhc0mhojIHfR6ljDPwrx8B7ik0eIzYkwAj4uIk1pwHm4GiMCo2rFNs1VJjz2K0RImRrWsbGxC20nUYIEfjVZ/NM6kzSYKZQZKEQyp8gRlnrJmtNMKhrtSJ8B9UrBYaau1pdhkT56woAUqDFZQakYDAgKVBnQBVAUFULBPFDeRS2A0CMb1Wf"
    "wlioagAlGKh1n4Y8rWPKnwBqXlfpXQ3TlE7lXQzQaLML6mZ74NK4lqWxwwaPaYuiOr90ORRyRI6+aPCYAVDs1VJ1KFgVgJVDKG/QxXY6tC25RkE6oXzuFMwqFzZzQv0FbHk/tLXfAaFs/VDWxSsl9pTZIBIj/OUgVxSOT4Obj3abDyYs7Z+cPS9uDohqRrBLnc7Whk/Z"
    "EyF3y1xbzhzJLsaBrrsaAeZP7O7K9Krmz1//D0hzg6I="
)
