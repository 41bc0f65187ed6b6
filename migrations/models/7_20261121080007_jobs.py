"""The job table: the truth about all work."""

from tortoise import BaseDBAsyncClient

from migrations.walls import Change, downward, index, one_of, unique, upward, wall

CHANGES = [
    wall("jobs"),
    one_of("jobs", "state", "PENDING RUNNING SUCCEEDED RETRYING DEAD CANCELLED"),
    one_of("jobs", "priority", "INTERACTIVE NORMAL BULK"),
    unique(
        "jobs_unique_key",
        "jobs (company_id, kind, unique_key) "
        "WHERE unique_key IS NOT NULL AND state IN ('PENDING', 'RUNNING', 'RETRYING')",
    ),
    index(
        "jobs_waiting_idx",
        "jobs (company_id, priority, run_at, id) WHERE state IN ('PENDING', 'RETRYING')",
    ),
    # The dispatcher's, across companies: what runs, and what runs out.
    index("jobs_leased_idx", "jobs (lease_until, company_id) WHERE lease_until IS NOT NULL"),
    # Every job is written four times in its life: plans and indexes age faster here.
    Change(
        "ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.02, "
        "autovacuum_analyze_scale_factor = 0.02);",
        "ALTER TABLE jobs RESET (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor);",
    ),
    index("jobs_list_idx", "jobs (company_id, state, id DESC)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
