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
    "eJztXW1z2siy/itTfMmeKpJK7NjJsW/dKmyThI0NvgZvds/lFhZobOZYjFhpMPbZc/77nR69gF4ASQE8gv6QIKTpEe6WZrqffvurMrJNarnvamP2nb5UTshfFW6MqDyIXamSijEez87DCWH0LTXUGLPeI31RJ42+KxxjIOT5e8NyqTxlUnfgsLFgNofR7aE95cTmA3pK"
    "HulYEMMlBml/q709ODomUyaG8qtDDROmJ2OH3rPnd6Q9sMdUDnTkKeqMmOvK6dx3cEvTHsh7Mv6wkdknnP05oT1hP1AxpI68x//+nzzNuEmfqRt8HT/27hm1zAgLmQkTqPM98TJW525vGxdf1Ej45f3ewLYmIz4bPX4RQ5uHwycTZr4DGrj2QDl1DEHNOebyiWX5cghO"
    "eb9YnhDOhIY/1ZydMOm9MbFARJX/up/wAUiGwJ16E8GkzAf2aGyId3Dm03/7v3OOptdrtjq9dr3T61US4oXfE5OJf2ogOSofDcYFcO2v/3jzzrijzlbgBuffaje/HB7/TfHDdsWDoy4q3lX+owgNYXikSgIzlqufzl96+VgfpVqnCIITMxnM3oqAoQHLNGPyHFPl+yL/"
    "5J4hkky9kFcEG9EFjI1Qxhhr+qTvgoMSMrgCS0mLWy/+27WE4Z3GVb3dqV1dw+1GrvunpfhX69ThyoE6+xI7+4snH1uuqN5SG05CfjQ63wh8Jf9oNetxKYbjOv+owG8yJsLucXvaM8y5hSA4G3AtIvXJ2Cwo9SglSl0XqQc8mhO7/+tnUlefCXmfDw0nXdbB+JiUJbfK"
    "KNeR8dyzKH8QQ/n1w/v3SwT7W+1GLaFyVExaTf/SgXctupZ6GkceDs8odpHHx1lYHH8f5jh8HGewVER7Q8Md5mHxPM0OMvn4YwYmH39cyGS4FGWyq/TlJIt/bbea6SyeUcT3AzYQ5N/EYq7YFKPntNz+hFmCSdUe7vcaui1wKLIVBGz+5ar2e1wC55ets/gaDxOcxcRB"
    "n8dMXi6wVUcp17BV+5qFLi9CeXfmpEJmGa7oTdxCKlmcFiWts6Qd+mQ/FpJzlBKlrLOUA+O4nxuuiBP+BGJRHvmuACwAhbt/TAeFQn4lufzFdih74N/pi+J1Q/4agw/STBofEL2ioz7NohPqydnZ2bkf4BjTEL5MPl2SB/Ivp8JTomvt89pFvaL43TcGj1PDMXsRxsMV"
    "+8COnQnHJi+NDkbxMwY3HhSP4I+Bn+5z/9xD6iopSHVwqboMqvaQPkYzYtU14kODROqOYshcwuABkTKGEaeEPlFHPiWS70TeiZI+tWz+4BJhSwKaRKfXMB/i0bqtPNUleDTCKaEVepAJTjlYAqccJOEU+fKISYohChyu88kosahHjdKQenv8rtTOO43f6jkfY5/qhHif"
    "Xd6+bV/Xmxf1ixMSHsaXm2xSySSUJTKJi8SyB4aV66GfUWxRDJRvaiWJMvjwKAODD48WMhguRRkMmvu/5HaQh8XzNFtk8m3nfDtc3gDERYWQ988Hcs3R6AFzwW13BuZCP+Tit6GcHin0Q+6j1Bf5IRMm/OvYmA3+xIThyyJhZs5drS6zNFk4LqOt2RpTafVwafEQYzCg"
    "Y/kUVomP5xHbIR5Ub55KS9B6kcYjlVbhI+Vv3DC6SZqTEPKUNDvXOzVaoGWyQDEiCiOicE9CTQSlXjAiio4MZuWxtUOCXQTxjrIY2nLUYsDoKGFqO/YivGg1hBfQ6szrSutHs35zQtRHl9curhrNE6I+AMi7rt/81mi3bgDJC467/Kp+dQZE3meX39RrF71W8/KPExIe"
    "6gH4KV0xd8xVlEpn8WkDSWkU5qMb68u73yTVjMBEKyDnGCnGf+gsZ4zy2QcpKxyoSJRPghCjfJZG+cz4leQyRvlUY1E+iadLpygfn/sp6OtMLouR15EakznCZ+JShzDIGaVBdE41TBSV1sUpgd9ADG4S+hZMO5UmCiCpP/qNSyDndGCPX9IiftY+P+Kvuq1KVcRfEX/V"
    "hMElReIQf91HqWfBX2H/zLl6zpHg0hlbOjEidbMRqeguQHcBuguWuAuMJ/m8G31mMZFiqWcTY3yOLYa0SkY2mrnDtz0qKVP1KYX6oyYlA/93+dltWx7D/13e+vLFH+gd6CEyk7nAsyKaV4wUsUp9NK00RHpkPxVEpOcpUcq6SVmT0MobOrAhxe1cfq2kwHuR69VlIJ/j"
    "j5TPoJk1m6/FKbHvfWhNXoMkvLExps4p+fyeOAY37RHpM+FWYdh0yAbDWUTk6iDLdc+OOJ9+dtQynM+kuYMgIkTrUWJWs77EERAFq19g4QuNtybEdbO9WuVE+DLhuojwbdAvDqxKsja3R/zWzeQP15Slqx3ic0+UTq7wG3ovJT3sQLRkusY8d32FxqxG9lTgZQ6N2WL8"
    "ETRWg7hU1UV+45LBULLylExcqFQBbmwBT4RycRsP8pKfXOQq3dYnS9eY1zZ7l3f5nTsZDOR327kDTRouc/os1E2qcqRhQeLTve3IWQcWo1zIMYYgJjMJtwWRijaxJ/Iqd6fUUS55w310vbuiTl5CnRx97+h7Rx0Nfe8o9UK+d0zt2BKw4es4RZD3CCXCG/q8TclFNFRP"
    "k0LuSD01XcARokIvU4kkWv+9ExFmomxMKNDLVvNrMDxeSyZeyUdZCDm1wCgVaoHLQQafW2vAGdqzmcrJ2NVQQ/TR0gltaFP5680vxkDYqeH3kevVZWiDq0b27tXQjGhDR9rrcv0cSrucDQwBZvp4DOAAWP4qjP6XTqtzXSU3X87J8cHh57+dgn1OTWXSQ88nwgQY/vLW"
    "98wZUTOJOWzgHgp5UAW2XUHHIfJgySfXFWQ6tF3PI0imhgu3MCXb4W5y3INtm0RM2UByg8v55SmDE2o4FqMOlvwsJejgwUw9+QI4NEWbW7LRxwl3QnPe9m4fvpdFAIoYLWrTOmvT4ZKbFPMZe2jwBa9ZhCwmYdi0SydT+XPlx9u/HxwcHn46eH94/Pno46dPR5/ff5Zj"
    "1Q9OXvq05EE4a3xtNGNvGpxAGHC3ASGEAfdR6piC89q2Mzroy+ygD/CKVGs5hDKWGcpes+FsJjK4zF35WLxlQbcIVdHTdb2KnSqV3JUWapW4NqHcBA+6tFflkTJKR8SwrHRH/FpmRUtVt3Wniu5xdI9rwuCSakioF++j1LPoxXKknGxB+5l0cc+R7IIvbwsB/05PKl48"
    "5b1azOQo1e7x+TBT4vrhksT1w5TEdawuuQ+oKVYd3AcpY6/gfZG0V+0upw0XIUITbjk+NwprDv4kQpe5qKSmbF2N0UWeK61QOimoRjpI512pLsXo5Jgey4PRGULQ0VhA49aBPaKE8XekJgmY5SeyMBcyTuQXBvEeg2HYGFYlpED8iFc3EjrEpgN2678Fone6rUpVRO8Q"
    "vdOEwSXFcRC920epZ0Hv7ImAjTMdWFpdg2yOXOdAvUq92anfQJ9o/6DLf9y0ml9717V2+0frRl6Ifg+un7cu6sE1OI4rIVmAqg1Uj0PIFSHXXYFc0XZH2x1t91W2uwpsSrHcg4CnxXY7LEoZjfa23Mr7tvkC+RpkYHAVD0MgHsayp9R5OzBc6vdnqBLDebD5ATPJ2HDd"
    "qe2YBJJdk2b6OiaF7JKaZZH+RJA7+16llwwMy/Ls+jvqF8FTVt0dmvGlM+Nfu160RvXiNlItOnibcmexJwh11vILc/woE8ePlnD8KM5xrDC/hQrzPbnuMzlpEdAidQL08ukDVSQRqnAxGgwN/lBI6gumQLnrLHcvWc1zPxV15UfJUd46yxv9D4t31nIi0eh/2EepL/I/"
    "JKCq14NUFpYUnV2srgJXchUTrREo6GnRt5LSSyyCmpxckP4LUX0vbYc8sCfK/QqdgcJy6pXJZ8JdXYR/Q/dASKVMkMp44kiKwo69OXKdTdJKu/G12bu9PiH+ATR9grEzx170e5e36+et5kXvS+28o/pHzX/Vw72nT8FBjXCx9fv4MNa/yJKkuYKRoldiu4ydli9ai4tX"
    "0HLaDdgu47UjBrAaR5mrcTR4355ws/5E1U9P2LaR69Vl5i3zRvYoDM0R+R+4Vch44g5PiSdYMoZAeznjs2oqQZ8FdbhhEWaqkhoGcehYLsjEg+ZV3P5Qiik98H/td0DrVrf1qbrEusW4f4z7R00KcXeUesG4/2BvTF1Bl8RdRcl0hgZ1ilYZGy+WbaRw+td2q7koUiEk"
    "ib9ZbCDIv4nF3Cx1WnXj9hLmAjMir0+iFHK86nHsvYAJEo0PoDNIURQ8JN7eg165qZ/XG7/VL3IqZCEdIN7eUZfXrq8vG3DKP+jyL7XGJZzwPvXAu/0k3pR8loX1i+dJCpUvLiSb95tagbzixQcfPn76+Pnw+GNYszg8s6xUcbIsMXWctPYqS5b1gGD3claOMq3nR0vW"
    "86Pkei4tZqtY2GGUEpFlfVSkpGaskIScJuY8DRqYy1FGxas1wIyNYJ5yMnU1zjj/UOkGND5XFiCMz6uhRQDWqlkwxR9D6lDoV+sBOG9U5xkhSVwydZigp9Axpnbd8MG/oeHCYMOy4O9UUS5TKPehOstAV9u0pjgbugfiirqtSFXEFRFX1ITBJUWYEFfcR6lnwRUx7y20"
    "PD9ksjw/LLE8PyQtz0f5pxVFswJanXldkRoWwFUNPaCpQL/rTZxc+clxut3DVQ7eZwXKlyLlCY5j58BX7hOsuDh26BOzJ25xOaTMsAsvwbblEWNjb8JFWqWEFVmviyZB/FEfVSqpQRv3gjo9OaFtPRV2YSUm2aorq3Vdb+Z3ZAEVuLHgs8slG286vWb9xwkJD/XQDkzm"
    "An+K2DgxUnwRdX4RBxajXOQMlYgQ7cLWtwXrxudZ3tSnGNnuMXs9yU+a5N2ee7B6JcVvEFyqLvMcBLB8NtdBDYKCXZsTeyJcZlJV89sHbKvkUb7yHPJiDTI0uGnRsE64h/LLwS8e/E+EnZZpu97J0VmgH46NzgJ0FujB4JLCxugs2Eepo7Pg9cOOXWo4g2EvL5tjZMjt"
    "HCUJ8/D554qYam2wbKaKqWRSrgc5JNg9Bn84zmJ9x9f2OeP7OM5dyx4YVi72zih2j7+HWWrCHi4uCXuYqAg7mLjCHkk9Rf6M/kTQlHD3xdkgqcTbzwuZM+H6E2YJxt13cNvXMNw2ki3Sl890scagUUrEc/VRO5PWhhdAWwi2j1CilHWWsqr7asjV6omJl6J1Y2P0KHGd"
    "JY5+mhRFEf006Kf5GT9Nw5QykytgZbG/JhxSzeC3kW+aGs2yJn90hjTwn/ShiwwbDL3WrsqJAk4WlYnhzZ700eQnRy+Mfg4C9MKgF0YPBpcUj0cvzD5KPYsXBkvBbNNLMNOC8m1X81S4XcWYipn6m83UH8zisqLszZ2rPxfhVU7Grs7Wj76r6fn6iYd3DazFMgivVAZB"
    "PtNP1HEN/w9Ps5Jn16srTORwZOb4RjEE3YRMmfAMW//5g2DD0M49lWcnXG7YrqpUAD4iafU6VHX3IIZLRtR1DaiJCichJlFQnhbvuLmbQY/Xpi3kWYsaT14oJZASw5Izn3jRkkDgTW5WVTdYOMEpAztdNS4B0DaYn3DbO6nyX+gUjXs07vd1c0fjPpsBUE4zD437fZR6"
    "FuMeKlhOUkJNste/nKTFmmwya7BIzqAkuWg0v54Q/6DLvRxCP4Ow2Wr9A6pe+geqSVTr0i+W6R3FdZ3XySgcO8x2fE9KEYHN029RZE3/4c0jMqA5IfB/l1+2fpwQ+V+XX9UvGrdXJ8T77PJvja/fTgj83+W3N1/rzc4J8T71EJjLbftfcm0slJedIMbwAn2W0uQO6idR"
    "F9lCY6QoZ73lbI8l882esjSTol5YlThJiLWJ47WJpwYT8n49l/n7V57XKEGML5LOLxJgWT7mlfENmqPY3qvzoSSvjtT++ml9uRZyc0awPWZu0kxbMz/dSf+fNM2rsSQ1akaye9FrG/F33jPHFT2Hjq0iMbhJalzxdV7xVcy0D7/nBG1TSH8CuS2PjHMAtxEWFQxoj5Lv"
    "IJi3s6+T78XKs10tot+9vevDcaYw9+MlYe7Hib0r4FxeOzBBh2ZgXPcKOovmZW2CDlkbZy1mwaQsD5gFU7YsmEglTNdlD5zmVSljZKhOYijq5kNR/VyovNGoUTJkK0b4bjXCN1gqk/zNHYd6RQPUsZSL6uo41Ni2ghG+W4zwTdm/1sBYjEpPPrNzOb3r4e58lvCucjm2"
    "jesapX7uxWdXVgSrB8OqWWPWe0HgtyLJlNmtArbn5yCe12rWiY88QDi4PVmQ2513AgwA100tqRIMAMcAcD0YXNJQYAwA30epZwkAL0XQiM7Quj7VeEIN50Y+rat0NzUmu+IGL0BGre2bPZWXHJXvN1K2vmqGrPIC/ZTAcN5TMuHqAnNVJt5dxH9zRyzqukQMmZvU7TZ3"
    "G9QA9VNOUANEDVAPBpdUF0ANcB+lnkUDxFCLzYVazKtQud2ocVLcpRLxV6D25WRshAhZurKwT6Q0yc8j/ZHpysniTM6U+Mu72qMyoumW+OYcrKXlb+Qd1smJckEtJiX/UhOCjsaikmKEx4dUl9ngpj8YOjvA6IwmeEvav9etdocI22s56LebrwbVdEif3svHShrDYBKP"
    "DJOeEnPieP4RxsmIWRZzqZSEmWJ6r396NLl12xSqaHKjya0Jg0tqfKHJvY9S3xmnyyZFu2Y7254IubssaE62uirOHPkWi+LIZ+im4xcWylEXxyc7If5Bl9fOz+vX6lRwBAWMvty2vfpF6qDLv9Qal3DC+5RUV2eNr7et27YkCw7jml6WaP4N1MxRVaWkfMwUiS58RWJU"
    "hd4TzSJO1/2aUMexnQV8XVLIO0K1e+koR1ke4KPFD/BRstMncCw3i3eTuxspGiB34rG8Ke3R5wF1xrlKNKTR7h7bP7w/yJJlBcOWpLQdJDKtAiu+N0opGrhwbY5R4dqcXJuLFUVYWz0E3TTEjaDZPrfWArGGM5WTsVkw1vlHSyeQNWB+Crg6J5fFoGpQXjw7lkq5cF6I"
    "fU8Mv8D5KZFvcP2mWbuEWCOvUDlXxckNbhJOn6gzV6bcR77SgdQ1zQ3l0eNhTcwlQ3tKRhDj7l+a1VYHYr9au18xnUzGHqIr6eSdEZhFYHZfNxEEZrMpQeWE6BCY3UepZwFmXfpnHsjJG42Q7G4U8CkRd03m0EF6UE42yDsygc69+eQff9a6bV6cEP+gy1u3Hf9UcNTl"
    "gcp8EirPmmDZVHLD6T1KphQVVWwKrYV1Vb86q99AeX747PLzVrNTO++cEP+gy2vXjd73+h8nxD/o8vYf7U796oR4n3qIrW+bKZntHfq8YNUKxussnHWozZ36753IVh4w8Zer2u9/i2znl63m12D4HNPPL1tnWJAMC5LpxOz1FyR7xZ65WnN6I96g8vUwKrCz3tTP6w2/"
    "I5F31OX/c1u/hTPep9xJgy5H7aDLUVs1xIH/u/yifinJboAgPIRAgZqas5YSInDb/N5s/WieEP9Aj70Zvdhb9GLLny2MtM5Fqzg9o9tFXmdj9jJuJ9htDwYTxymEOMVIdxByKi/ElEQWXVCm8gt5jgx7HOgsXz9no9CbHKdFSessacDBCzV7M1C+ZZDvvdRgCr3GEUKU"
    "sc4ypiYr5uaLEKKMdZaxF7lUcD+mKOVySNkYs94jzRv8EqXCFgBatQDYVZ5iUZDNsRc7AexSlZWdXAG8fpVyK8vH0xgZchVL16w/7L9Q6RpsYJGRu/kaWGy/IpCeC8NaCgK9dmeQsrI2b2MQ36BaA29rY/adZmkHUlbWRm3P1awNFIC1rAhZE9jKytyYtqRhAtsNfWKu"
    "9+cvSmQLh1QzJLT1HH90xsy2H0NDECPICCOuwUwy4YJZULdrarjEgzirZDpkgyFkk02HlHv5YXDZT29JprWtc2JMQNNN564STEDDBDQ9GFzSVCRMQNtHqad4MRIJaJh4sMXEA9+F28+7X8XpEInDWiZYy0RjWzBLLZPUhQGxt9XMja+GOlna86h9hwnF56VtsbxB1cx9"
    "sQSMz9HO1J30/0kHAuq9eNVb5vqSTpkYekawtJeh1gu0qvLhtzcugV99Sh7pWJD+i3xa2MODJE1verqZ26AtrtsGUUVbHG1xTRhcUqsMbfF9lHoWWxxw6zy2eDAebfGMtnjCvHkdJbH+RJV2m1AMvQtLlUEKQ3JUEhwMDf5AZ41SGFfql6TkrjHwepXeufRPVbzvwRir"
    "zqRKSeNQ6m/EpE7nmNQhY/lvaV3Bjd0JtUD9FBTUAlEL1IPBJdUHUAvcR6ln0gLTSgKesYd9qgr494ODw8NPB+8Pjz8fffz06ejz+7CAXfLSskp2Z42vUMwuIstkdTv1meD54ooTwfidULw3XdbDhwY9LuVgcpwOmZ2D2fm0rygVal+6JlDp6bH5Se5K29BeVrByQRpl"
    "hGoH14b117HyWJYzW3WOBh/c2LKgAI+UOnC/tlvNBcvBjCSulLOBIP8mFnM3prbNQQ39CbME4+47uO1rAAzAouWQXhy9i8kDJoiH1zhUMsPNW9gzSrV7xcPWX2wSK4ftcIUDnTDyb9LIryzCydXF6kqsvDeU43IETFBues1xfEjyjUss++FEYdmW4QqiZq0q5BpCHe4t"
    "23b8TjZeeoEH0as2Og9BW5tEwMT6b6Ma8kDpbrMXoOxAOJtMfjUEUSOInMvbi0zi2iMKUZ3yF8iHYWg7TCDujrg7Wn6Iu+8gAou4+z5KfTdw9/ebEuqrgO5Ko8nH8ZAEeV6M56F6mI/vEbIdaqa7Ze6j3Yx2c2XDdvOvdr+SYjHD6eoyW/mfdj+jkVx/Zq60O9m9sk1t"
    "qQvAcSzUy4/okk/fKbm7p3xA78iDY09dLxsAesq+EGE8pljHa55fmcWGHDkaC/fOaz0LlrHt0nmDmHFpi0sqAESrQcoCJc6Ec/m7oD3tqRwwtZ1H6khL2ZTa/RCsaKPLpR1tvgXpgcnNwRQndxY1XNpTNQiUJS5ZaROXCnLv2CNiMleamdKGl8a8KwxHvCM1cnbZOv9e"
    "vyBSEmRqwN97L+eXP0L+fvW9J7/fkQm/Z5y5Q/mbQWZkqv6Suz7MJ824Oyh5wDB9Ag14NODRgN9BUw4N+H2UehYDPm8IwQ4HDxxnCR44Xhw8cJwIHoAoltTClguNxjmK7ZnrHzbF3jX30x0bL5ZtpDyui2MH5kgwdiCyJK0jdmDsMOX5Sl9AVnf1m6ff3oJSabZurvzW"
    "w7laHHfqN7XzTuO3ut+/2PvS5d58J8T77PKz28vvJwT+j9tprxPDBM0TF0SRZuu8uOVQ0sq11xkxr4R8Y/AksAq7/DrotXgd9Fq8uW021Rn/oMvbt+fn9foF0IWH0HGxc/OHN9A/gt6MNdWWEbowntea5/VL1YgxPNRD2r4Bm1rdc/G+HqXavYCejfQ0dSa8SGepkGoH"
    "VeXyqsZJiygAwHLob/MkO+NvWZsCB29kAabGyXbImbI21ipsNQ9TZwT4nMaZOQdE513cY6TYjErnBV75QHK8M+F4fGXir4zn5Mmjcc4odk/b/JBJ2/ywRNv8kNQ2VcvuXJkTMwo9wA+4386AH8oHWQgvj1LiFqH1FuH7jYv0l42Sopx1lvMAwC+r5+c1FXN+pk+BctdZ"
    "7u5kTB2XmsUW8jgxylpnWYuhYwth5cZG43S7p69uBB0N2VbIkE5S48ul88sVxNIl5bw4DmueBhPlYwZ1EL2YA5+I0CBKmhJB4NjAcrdn2jwP8JOgQ+YuYa6whZGy3q/mbkiI7PXYq098/KXBaSU9Rl5dqq6Ik+9ZclTGYPkaceypF8Q+HVKHqmxrMYSQcpPd30uV24sI"
    "h1hziEd74xJ7ysnYttjg5ZTUf6vf/NH73mheBOncC0uwbuxOKoB+StnDUITh8xCZPqM4maWxQ067N5YcwEQudZ6oScSUDSgx5C3vBeXvyJ18wFRCCx+8QHx8lw/ljx/BBM6EE0PIP2RAISr+TpolvRHjE0HvYPLj917EvAsh+fK+LpVTmVXCIeSfuOxZvITklfAVwhh4"
    "nTQDjIHHGHg9GFzSaGiMgd9HqWMM/CvHwHuKTR4jNiTACPi4iTWnAebgaIwKjasU2zVUmPPYrREiZGtaxsbELbSdRggR+NVn80zqTNJgplBkoRDKnyBGWesma00wqGu1InwH1SsFhpq7Wl2GRPnrCgBSoMVlBqRgMCApUGdAFUBQVQsE8UN5FLYDQIxvVZ/CWKhqACUY"
    "qHWfhjytY8qfAGpeV+ldDdOUTuVdDNBoswvqZnvg0riWpbHDBo9pi6I6v3Q5FHJEjr5o8JgBUOzVUnUoWBWAlUMob9DFdjq0LblGQTqhfO4UzCoXNnNC/QVseT+0td8BoWz9UNbFKyX2lNkgEiP85SBXFI5Pg5uPdpsPJiztn5w9L24OiGpGsEudztaGT9kTIXfLXFvO"
    "HMkuxoGuuxoB5k/s7sr0qubPf/4fm+oWWg=="
)
