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
        SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
    AS $function$
    DECLARE
        moment timestamptz;
        chosen uuid[];
    BEGIN
        PERFORM pg_advisory_xact_lock(7166460991971491843);
        moment := clock_timestamp();
        WITH RECURSIVE lane AS (
            (SELECT company_id, kind, priority FROM jobs WHERE state IN ('PENDING', 'RETRYING')
             ORDER BY company_id, kind, priority LIMIT 1)
            UNION ALL
            SELECT further.* FROM lane CROSS JOIN LATERAL (
                SELECT company_id, kind, priority FROM jobs
                WHERE state IN ('PENDING', 'RETRYING')
                  AND (company_id, kind, priority) > (lane.company_id, lane.kind, lane.priority)
                ORDER BY company_id, kind, priority LIMIT 1
            ) AS further
        ), known AS MATERIALIZED (
            SELECT key AS kind, (value ->> 0)::int AS version, (value ->> 1)::int AS concurrency,
                   (value ->> 2)::int AS per_minute
            FROM jsonb_each(kinds)
        ), busy AS MATERIALIZED (
            SELECT company_id, kind, count(*)::int AS jobs FROM jobs WHERE lease_until > moment
            GROUP BY 1, 2
        ), company AS MATERIALIZED (
            SELECT each.company_id, coalesce(own.weight, 1) AS weight,
                   least(own.concurrency, company_cap) AS cap,
                   coalesce((SELECT sum(jobs) FROM busy WHERE busy.company_id = each.company_id), 0)
                       AS busy
            FROM (SELECT DISTINCT company_id FROM lane) AS each
            LEFT JOIN job_lanes AS own ON own.company_id = each.company_id AND own.kind = '*'
            WHERE own.paused_at IS NULL
        ), usable AS (
            SELECT lane.*, class.*, known.version, company.weight, company.cap, company.busy,
                   company.cap - company.busy AS company_room,
                   least(
                       coalesce(own.concurrency, known.concurrency) - coalesce(
                           (SELECT jobs FROM busy
                            WHERE busy.company_id = lane.company_id AND busy.kind = lane.kind), 0),
                       floor(1e-6 + extract(epoch FROM moment
                           - job_meter(rate.per_minute, own.metered_until, moment))
                           * rate.per_minute / 60)
                   )::int AS kind_room
            FROM lane
            JOIN company USING (company_id)
            JOIN (VALUES
                ('INTERACTIVE', 0, 16, interval '0', 0::float8),
                ('NORMAL', 1, 4, interval '5 seconds', phases[1]),
                ('BULK', 2, 1, interval '30 seconds', phases[2])
            ) AS class (name, rank, share, patience, phase) ON class.name = lane.priority
            LEFT JOIN known ON known.kind = lane.kind
            LEFT JOIN job_lanes AS own
                ON own.company_id = lane.company_id AND own.kind = lane.kind
            CROSS JOIN LATERAL (
                SELECT coalesce(own.per_minute, known.per_minute) AS per_minute
            ) AS rate
            WHERE (kinds IS NULL OR known.kind IS NOT NULL) AND own.paused_at IS NULL
              AND NOT EXISTS (SELECT FROM paused_job_kinds AS p WHERE p.kind = lane.kind)
        ), due AS (
            SELECT usable.*, job.id, job.run_at, row_number() OVER (
                PARTITION BY usable.company_id, usable.rank ORDER BY job.run_at, job.id
            ) AS nth
            FROM usable CROSS JOIN LATERAL (
                SELECT id, run_at FROM jobs
                WHERE company_id = usable.company_id AND kind = usable.kind
                  AND priority = usable.priority AND state IN ('PENDING', 'RETRYING')
                  AND run_at <= moment AND (lease_until IS NULL OR lease_until <= moment)
                  AND (usable.version IS NULL OR version <= usable.version)
                ORDER BY run_at, id
                LIMIT greatest(least(wanted, usable.company_room, usable.kind_room), 0)
            ) AS job
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
            SELECT id, turn::float8 / weight AS place, run_at FROM placed WHERE turn <= cap
            ORDER BY 2, 3, 1 LIMIT wanted
        )
        SELECT array_agg(id ORDER BY place, run_at, id) INTO chosen FROM next;
        WITH claimed AS (
            UPDATE jobs SET lease_until = moment + held
            FROM (
                SELECT id FROM jobs WHERE id = ANY(chosen) AND state IN ('PENDING', 'RETRYING')
                FOR NO KEY UPDATE SKIP LOCKED
            ) AS free
            WHERE jobs.id = free.id
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
    "eJztXW1z4riy/isqvuyeKmZqkmyye8itW8UkzAxnEshNyMzuudwiBovgEyOzlhyS8/Lfr1q2wW+A7QEioD/M4NhqGZ62pe5H3a1/VcaOSW3+vj6xvtLXSo38q8KMMZUHiStVUjEmk/l5OCGMvq2aGhOr90Rf1Umjz4VrDIQ8PzRsTuUpk/KBa02E5TBofTdypow4bEDP"
    "yROdCGJwYpC7L/V3x6dnZGqJkfzTpYYJ3ZOJS4fWy3tyN3AmVDZ05Snqji3OZXf8PdzSdAbynhZ73EjvHrP+9GhPOI9UjKgr7/G//ydPW8ykL5SHf06eekOL2mYMQsuEDtT5nnidqHP3983LT6olfPN+b+DY3pjNW09exchhs+aeZ5nvQQauPVJGXUNQMwIu82w70EN4"
    "yv/G8oRwPTr7qub8hEmHhmeDiir/NfTYADRD4E49T1hS5wNnPDHEezjz638H3zMi0+u12p3eXaPT61VS6oXvk9BJcGogEZWPhsUEoPav//j9ztFRZytwg4sv9dufT87+ovBwuHh01UWFXeU/StAQhi+qNDCHXH119torBn1cap0qCE/MdTB/K0JAQ8g0AzkCqnxf5E/u"
    "GSIN6qW8IqwxXQBsTDIBrBmIvg8PdhDgCgwlbWa/Bm/XEsA7zevGXad+fQO3G3P+p63wq3cacOVYnX1NnP3Z148jR1R/qJ11Qr43O18I/En+3m41klqctev8vQLfyfCE02POtGeYkYEgPBuiFtO6NzFLaj0uiVrXReshRhG1B99+rnX1mdL3xchws3Udtk9oWaK1i3od"
    "Gy89m7JHMZJ/Hn34sESx3+q3agiVrRLaagWXjv1r8bHUtziKIDyX2EeMz/JAnHwfIgifJQGWhmhvZPBREYijMnsI8tkvOUA++2UhyHApDjJX9nIa4r/dtVvZEM8lkvOBNRDk38S2uNgU0BErt+9ZtrCkaQ/3ewvbFhCKTQUhzD9f139PauDiqv0xOcZDBx8T6qAvE0te"
    "LjFVxyXXMFUHloUuL8Luzsxpg8w2uOh5vJRJlpRFTeusaZc+O0+l9ByXRC3rrOXQOe4XpiuSgj/AWOyOflcQFsDCDZ+ySaEZXmmUPzkutR7ZV/qqsG7Kb2OwQZZLExCi13Tcp3lsQj2RnZ+NfAHXmM7oy/TTJTGQv5wK34iu313ULxsVhXffGDxNDdfsxYCHK86xkzgz"
    "a5u+ND4eJ88YzHhUGMGPga8eoH/hM3WVDKY6vFRdRlX7TJ9Fc3LVdRJQg0TajmJkcWLBAyJ1DC3OCX2mrnxKJO5E3omSPrUd9siJcKQATbPTa+gP+WjdRp7qEj4a6ZSZF3qci045XkKnHKfpFPnyCC/DEQWEG8wbpwb1uFM6k94e3pX6Raf5rVHwMQ6kasT/7LK7+7ub"
    "RuuycVkjs8PkcJNPK7mUskQnSZXYzsCwCz30c4ktqoGyTY0kcYBPTnMAfHK6EGC4FAcYLPd/yumgCMRRmS2CfN+52A7KG6C4qBDy/sVIroiMHjQX3HZvaC5ch1z8NuzmihSuQx6i1hetQ6Zc+LfxMZvs2RJGoIuUmxm5Wl3maVqzdjl9zfaESq+HSY+HGIMBncinsEoC"
    "Po84LvGpevNceoL2q3QeqfQKnyj7ic+im6Q7CSFPabdzvV2jB7pLHihGRGFEFM5JaImg1ktGRNGxYdlFfO2ZwD6SeKd5HG3ZajFhdJpytV1nEV+0msILZXXGutL+3mrc1oj66LL65XWzVSPqA4i8m8btt+Zd+xaYvPC4y64b1x9ByP/ssttG/bLXbl39USOzQz0IP2Ur"
    "Fo65ikvprD5tKCmNwnx0g35355u0mRG6aCX0nBDF+A+d9YxRPoegZcUDlYnySQlilM/SKJ85XmmUMcqnmojyST1dOkX5BOhnsK9zvSxmXseqTe4IH49Tl1iQM0rD6JzqLFFUehfnBL4DMZhJ6Dtw7VSaKJCkQeufOIGc04Ezec2K+Fl7/8i/6jYqVZF/Rf5VE4B3lIlD"
    "/vUQtZ6Hf4X5s+DoGRHBoTMxdGJE6mYjUnG5AJcLcLlgyXKB8Syfd6Nv2ZbI8NTzqTHZxxZDWiWQzVbh8G1fSupUfUqlfq9LzcD/Xfbx/k4ew/9d1v70KWjoH+ihMtPigFkZyyshilylPpZWFiM9dp5LMtJRSdSyblrWJLTylg7lDxl1YO23kkHvxa5Xl5F8rt+yp5aR"
    "80ZYMkpsiz0RZ0gMwqmq8vYTJ4OR1PM58Tjk3QEpJ+C5VISd8SgvBaGSXJFygVhGkOU6e++yLnvg3mAg/3bcB4i/hMuMvgh1k6psadgQxjl0XNnrwLYoE7KNIYhpmYQ5gjxSQRxPXmV8Sl1FMBr8ift3RSYRmUR0h5FJ3D9OCZnEQ9R6HiYRA9W2FKgW2Dhl/IiYJPoR"
    "+rxN6UF0Zp6mldyRduqCFNmoUKmXaYc02vi9E1NmKgl2ptCrdutz2DyZGZvMS1YeQkErMC6FVuDyUKIArTTAheOI7uY97SawqyOJ4o+WTmFEIfgZRENEL4s5huCXFWAXuHw43llhIR+VbMm5n0yponw4sYR03R1CmQl0gCXgSPn2Y2LYdjarsJZe0dfXbQCqoq+Pvr4m"
    "AO+o14e+/iFqPY+vL1vKzhZUBluQPDMX2QfHZNNOvgqykoYXy3ivFoMcl9o/nE9yxRSdLIkpOsmIKcLEv0MgVDAh7BC0jGXcD0XTfiJSQR8uJoQu3HKibjxLB9tWvp+msK6m6WLPlU4s3T3PTvVT56vL+DmwJfNuOumMad8xX8l05JCBwRSnRoBTs50pdd8NDE6D9Lsq"
    "MdxHhx1bJpkYnE8d1ySw+pex1+QaOoVAn7ptk74nyIMzVJE+A8O2qQk5gw+K8esFvM4DEnk7R+S9dTrAash3OxkgfJsKL+unBPdwZf/4NE/xadlqCeKp8tOYQLSFBKKeHPct2WkZJyGzA/QUdPYUZoPRYGSwx1JaX9AF6l1nvSt/HqzGnsXK0gFxcdS3zvrGFcjFM+tu"
    "rkXhCuQhan3RCqQmaVZAnSzMsZpfrK4iVwplV9UJZDjZ9J2UDIKTOOQk9V8JGKRBcXlL5KhX/2NdIUGySwTJxHOlROmE/oi4zg5m5Vvjtvnpj17jut68qpHoX5CrD1I39bu77+3bS0jYj/6dfDvyOabrTgHXJ3dCI0YLS/yiH1DKDyi5/IsrvzuiX/TzFo+gu2nx5/Lz"
    "sFLZBtf6Pb6Wlf5wWXk3IV29zh95onRa5W+yvuMxs/FM1VfP2FYtcr26fGM11bJHoWmB3JxwQYRMPD46J75iyUQV5+07L34B3hdBXWbYxDJVQo1BXDqRAzLxSXUOdTVgd+7sPJ213wE9Wd3Gp+oSTxZzdjBnBy0pZMxR6yVzdsK5MXMEXRIxFRfTmQbUKc5kYrzajpGB"
    "9OL9zSMi29/e/G2mqo1sZM6hyElZxnsmvMWip7eNi0bzW+OyoEE2kwNO2z/qsvrNzVUTTgUHXfap3ryCE/6nHny3IQQdT0RGAmGTLShtEhVJ6MZiG3stPmxqBHqEb/Du+OiXX3/57eTsl99kE/UtZ2d+XYJ5s9VJMtuum1UpZsmwHgrsX5Lgaa7x/HTJeH6aHs+lx2yX"
    "CxiMSyKzrI+JlLaMFZNQeCexuQw6mKt2EZNYrYFmbIb97CaoeTYQmz9UuhGNL5UFDOPLamoRiLVqHk7x+4i6FErvznbpkqAJKcLJ1LUEPScGkzZOMyD/RgaHxoZtw+9UZXunUK3X4kGBXmqmWcUN3QN5Rd1GpCryisgragLwjjJMyCseotbz8IqYsTbzPI9yeZ5HSzzP"
    "o7Tn+SR/Wlk2K5TVGeuKtLCArmrqQU2F9l3PcwtlFifl9o9XOf6QlyhfypSnEPf32uhxKuf+jJljSbXjpKDOj/la+JTNlDxWKE5c+mw5Hi+vh4we9uEl2LY+EjD2PCayahysyFdd1Anyj/qYUmkL2hgK6vZkh479XHoJK9XJVpey2jeNVvGFLJCCZSz47DIJ422n12p8"
    "r5HZoR7WAe7Vdxgvor/jV8FQiZjQPkx9W/BuAsyKpj4lxPYP7PUkP2mSMXvh0+qVjHWD8FJ12cpBSMvnWzqoQ1AwdxhxPMEtk6q9/QLCtkqe5CvPINfVICODmTaFSmDUGIwCll82fvXpfyKcrOTZ9XaOiwX68di4WICLBXoAvKO0MS4WHKLWcbHg7cOOOTXcwahXFOaE"
    "GKJdoJhgEZx/rPyo1g7LZuqPSpAKPcgzgf0D+Ogsj/edHNsjzvdZEl3bGRh2IXjnEvuH70meaq4ni4u5nqRquQ48LpyxtFPk1+h7gmaEuy/OBskU3n5eSMSF63uWLSzG38Nt38Jx20i2SF8+0+W2BYlLIp+rj9mZ9jb8ANpStH1MErWss5ZVxVZDjlbPlngtW/E1IY8a"
    "11njuE6TYSjiOg2u0/zIOk3TlDqTI2Bl8XrNrEk1x7qNfNNUaytv8kdnRMP1kz7s/2INRkT6dcEiCiyyqEwMv/f0Gk1xcVyF0W+BAFdhcBVGD4B3lI/HVZhD1HqeVRgsBbPNVYK5FVRsuopK4XSVABUz9TebqT+Yx2XF4S2cqx+J8NpNYFdn68ff1ex8/dTDuwZosQzC"
    "G5VBkM/0M3W5EfzwLC95fr26wkWetcwd3yhGYJuQqSV8xzZ4/iDYcObnnsuzHpMTNleVCmCNSHq9LlU7eRCDkzHl3ICaqHASYhIFZVnxjpu7GezO2nKEPGtT49kPpQRRYtiy55ofLQkCfudmVe3jCicYtcBPV5uUAGkb9k+Y459U+S90is49OveHOrmjc5/PAdhNNw+d"
    "+0PUeh7nHipYehmhJvnrX3pZsSabzBoskzMoRS6brc81Ehx0mZ9DGGQQttrtv0PVy+BAbQPVvgqKZfpHSVvnbTIKJ67luMFKShmFReW3qLJW8PAWURnI1Aj832VX7e81Iv/rsuvGZfP+ukb8zy770vz8pUbg/y67v/3caHVqxP/UQ2GcOc4/5dhYKi87JYzhBfoMpekZ"
    "NEiiLjOFJkRRz3rr2ZlI8M2e8jTTql5YlTgtiLWJk7WJp4Yl5P163ArmryKvUUoYXySdXyTgsgLOK+cbFJHY3qtztCOvjrT++ln7ci1Ecy6wPTA36aatGU/u9f9Bs1Y1lqRGzUX2L3ptI+udQ8vloufSiV0mBjctjSO+ziO+ipkO6PeCpG2G6A8wt7uj4wLEbQyikgHt"
    "cfE9JPP29nUKVrGKTFeL5Pdv7jo6yxXmfrYkzP0sNXeFyBX1A1Ny6AYmba9wZ9Gi0KbkENoktJgFkzE8YBbMrmXBxCphcm49MlrUpEyIoTmJoaibD0UNcqGKRqPGxRBWjPDdaoRvOFSm8S0ch3pNQ9ZxJwfV1XGoiWkFI3y3GOGbMX+tAViMSk8/s5Gc3vWgG80S3leU"
    "E9O4rlHqF358dmVFsHrYrJo3Zr0XBn4rkVyZ3SpgO9oH8Vet5jvxkUcIB3e8BbndRTvAAHDdzJIqwQBwDADXA+AdDQXGAPBD1HqeAPCdCBrRmVrXpxrPzMK5lU/rKttNtclvuMELkNNq++JM5SVX5fuNla+vNkNWeYFBSuCs33PiMXXB4ioT7yG2fvNAbMo5ESOLp227"
    "zd0GLUD9jBO0ANEC1APgHbUF0AI8RK3nsQAx1GJzoRZRE6rwMmpSFGepVPwVmH0FgY0JIaQrC/vESpP8ONMf6243Ic61mJJ8eVevqIxptie+uQXWncU39g7rtIhySW1Lav61LgQdT0QlwwlPNqku88HNoDHs7ACtc7rgben/3rTvOkQ4/paDwXbz1bCaDunToXyspDMM"
    "LvHYMOk5MT3XXx+xGBlbtm1xKjVhZrje6+8eXW7dJoUqutzocmsC8I46X+hyH6LW92bRZZOqXbOf7XhCzi4LNidbXRUnIr7FojjyGbrtBIWFCtTFCcRqJDjosvrFReNGnQqPoIDRp/s7v36ROuiyT/XmFZzwP6XU9cfm5/v2/Z0UCw+Tll6eaP4N1MxRVaWkfswMjS58"
    "RRJSpd4TzSJO1/2aUNd13AW4LinkHZPav3SU0zwP8OniB/g0vdMnIFYY4v1EdyNFA+RMPJE3pT36MqDupFCJhizZ/YP96MNxniwraLYkpe04lWkVevG9cUbRwIVjc0IKx+b02FyuKMLa6iHoZiFuhM0O0FoLxTrraTeBzcOxRh8tnUjWEPwMcjWil8WkalhePD+XSplw"
    "X4kzJEZQ4PycyDe4cduqX0GskV+onKni5AYzCaPP1I2UKQ+Yr2widU19Q3n0ZFiTxcnImZIxxLgHl+a11UE4qNYeVEwn3sRndKWcvDMSs0jMHuokgsRsPiNoNyk6JGYPUet5iFlO/yxCOfmtkZLdjwI+O4Suabl0kB2Uk4/yjnWg89588sd/bN+3LmskOOiy9n0nOBUe"
    "dVloMtdmxrMmXDaVaLi9JwlKWVUlutBaWdeN64+NWyjPD59ddtFudeoXnRoJDrqsftPsfW38USPBQZfd/XHXaVzXiP+ph9r6jpmR2d6hLwtGrbC9zspZh9ncafzeiU3lIYg/X9d//0tsOr9qtz6HzSOgX1y1P2JBMixIphPY6y9I9oZ75mqN9EZWg3ZvD6MSM+tt46LR"
    "DHYk8o+67H/uG/dwxv+UM2m4y9FduMvRndoQB/7vssvGlRS7BYHZIQQK1FWf9YwQgfvW11b7e6tGggM95mZcxd7iKrb82sLI2rloFdJzuX3EOh/Yy9BOwe0MBp7rlmKcEqJ7SDntLsWUZhY5GFPFlRwRwz0OdNZvkLNR6k1OyqKmddY08OClNnszUL+7oN+htGBKvcYx"
    "QdSxzjqmplVumS8miDrWWcd+5FLJ+ZiilndDy8bE6j3RosEvcSncAkCrLQD2FVMsCrI5eHEngH2qsrKXI4C/X6WcyophmhBDVLF0zfrD/kuVrsENLHKiW2wDi+1XBNJzYFhLQaC33hlkV6EtujFI4FCtAdv6xPpK82wHsqvQxn3P1dCGBsBaRoS8CWy7Cm7CWtIwge2W"
    "Plvc//mLEtlmTao5Etp6btA6Z2bb95EhiBFmhBFuWCbxmLBsqNs1NTjxKc4qmY6swQiyyaYjyvz8MLgcpLek09rW2TEmoOlmc1cJJqBhApoeAO9oKhImoB2i1jNWMVIJaJh4sMXEg2AJt190vkrKIROHtUywlonGvmCeWiaZAwNyb6vBTY6GOnnaUda+YwmF89JtsfxG"
    "1dz7YgloX2A7U+71/0EHAuq9+NVbIvuSTi0x8p1g6S9DrRfYqiqg337iBL71OXmiE0H6r/JpsR4fpWj2pqebuQ364rpNEFX0xdEX1wTgHfXK0Bc/RK3n8cWBty7ii4ft0RfP6Yun3Ju3MRIbz1RZtynD0L+w1Bik0KRAJcHByGCPdL5RisWU+SUlGTcG/l6lD5z+qYr3"
    "PRoTtTOpMtIYlPobW9Kmc03qkon8t7Su4MbuhFagfgYKWoFoBeoB8I7aA2gFHqLWc1mBWSUBP1qPh1QV8K/Hxycnvx5/ODn77fSXX389/e3DrIBd+tKySnYfm5+hmF1Ml+nqduozhfniihNh+70wvDdd1iOgBn2UCoCclEOwC4BdzPqKS6H1pWsClZ4rNj+IrvQNnWUF"
    "KxekUcak9nBsWH8dKx+ygtmqERl8cBPDgiI8MurA/e2u3VowHMxFkka5NRDk38S2+MbMtgjV0PcsW1iMv4fbvgXBABAtp/SS7F1CH9BBMrzGpRIMXrSwZ1xq/4qHrb/YJFYO2+MKBzpx5F+kk19ZxJOri9WVXHlvJNsVCJigzPQ3xwkoyZ84sZ3HmuKybYMLonqtKuYa"
    "Qh2GtuO4wU42fnqBT9GrbXQew21tUgET67+N2pAHSnebvZBlB8F5Z/JPQxDVgsi+/LnIJNwZU4jqlN9APgwjx7UE8u7Iu6Pnh7z7HjKwyLsfotb3g3f/sCmlvgnpriyaYojPRBDzcpjPzMNiuMfE9mgz3S2jj34z+s2VDfvNf3P6lQyPGU5Xl/nK/3D6OZ3kxovFpd9p"
    "DZVv6khbAI4ToV5BRJd8+s7Jw5CyAX0gj64z5X42AOwp+0qE8ZThHa+5f+UWG7LleCL4g7/1LHjGDqdRh9hi0heXUkCIVsOUBUpcjzH5vWB72nPZYOq4T9SVnrIprfsReNFGl0k/2nwH2gOXm4ErTh5sanDaUzUIlCcuoXQIp4IMXWdMTItLN1P68NKZ58JwxXtSJx+v"
    "2hdfG5dEaoJMDfi9Q9m//BLy+6u/e/LvB+KxocUsPpLfGXRGpuqXPPShP+nGPUDJAwvTJ9CBRwceHfg9dOXQgT9Eredx4IuGEOxx8MBZnuCBs8XBA2ep4AGIYsksbLnQaYxIbM9dP9oUvGveT3divNqOkfG4Lo4diIhg7EBsSFpH7MDEtdTKV/YAsnpXv6j89gaUSqt9"
    "ex1sPVxoi+NO47Z+0Wl+awT7F/t/dJnfX434n1328f7qa43A/0k/7W1imGDzxAVRpPl2XtxyKGnlxt8ZsaiGAmewFnqFXXYT7rV4E+61eHvfaqkzwUGX3d1fXDQalyA3O4QdFzu3f/gNgyPYm7GutmWEXRgv6q2LxpXaiHF2qIe2Awc2s7rn4nk9LrV/AT0b2dPU9ViZ"
    "naVmUntoKu+uaZz2iEICrID9FhXZm/WWtRlw8EaWADUptkeLKWuDVnGrRUCdC+BzmgQzQkQXHdwTorgZlc4DvFoDKfDOzNrjK5N8ZfxFniIW51xi/6zNo1zW5tESa/MobW2qLbsLZU7MJfQgP+B+e0N+qDXIUnx5XBKnCK2niGDduMz+snFR1LPOeh4A+WX3grymcouf"
    "2V2g3nXWO/cm1OXULDeQJ4VR1zrrWoxcRwi7MDealNs/e3Uj7OgMtlKOdFoaXy6dX64wli6t58VxWFEZTJRPONRh9GIBfiImgyxpRgSB6wDkvGc6rAjxk5JDcJeAKxxhZIz3q9GdCSK8PryaxMdfGYxWMgLk1fnqigj5ni1b5QyTrxPXmfrh69MRdanKsxYjCCY3reFQ"
    "Gtt+LDhEmUMk2k+cOFNGJo5tDV7PSeNb4/aP3tdm6zJM5F5YfHVjd1Kh81NqPY7ELHAeYtLnErV5Ajtks/ttyTF0xKn7TE0iptaAEkPecigoe08e5KOlUlnY4BUi47tsJL/8GDpwPUYMIX/IgEI8/IN0SHpji3mCPkDnZx/8WHkOwfjyvpzKrswqYRDsT7j1Il5n4pXZ"
    "y4PR7zrZBBj9jtHvegC8o3HQGP1+iFrH6Pc3jn73DZsi7utMAGPfk85VxAIsgGhCCt2qDK91ZjAX8VhjQghrVq6Gx0tNpzFBpHz1mTzTNpN0mCmUVyjF76eEUde66VoT9ulGjQhfwfTK4KAiV6vLmKhgXAFCCqy43IQUNAYmBSoMqNIHql6BIEEQj+J2gIgJvOpzaAv1"
    "DKD4ArWHWczTOrr8AaLmbY3e1TTNzpm8iwkabWZB3XwPHBrXMjR2rMFT1qCozi8dDoVsUWBHNHjMgCj2q6i6FLwK4MohiDfcv3Y6cmw5RkEioXzuFM0qBzbTo8EAtnwntLXfAals/VjWxSMl7iazQSZGBMNBofibQAYnH+0mH0xVOjw9+6u4BSiqucA+7XG2Nn7K8YSc"
    "LQtNORGRfYwAXXcdAsyc2N+R6U3dn//8PwRXbgE="
)
