"""The job table: the truth about all work."""

from tortoise import BaseDBAsyncClient

from migrations.walls import Change, downward, index, one_of, unique, upward, wall

CHANGES = [
    wall("jobs"),
    one_of("jobs", "state", "BLOCKED PENDING RUNNING SUCCEEDED RETRYING DEAD CANCELLED"),
    one_of("jobs", "priority", "INTERACTIVE NORMAL BULK"),
    unique(
        "jobs_unique_key",
        "jobs (company_id, kind, unique_key) "
        "WHERE unique_key IS NOT NULL AND state IN ('PENDING', 'RUNNING', 'RETRYING')",
    ),
    index(
        "jobs_waiting_idx",
        "jobs (company_id, kind, priority, run_at, id) WHERE state IN ('PENDING', 'RETRYING')",
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
    # The operator's, who reads the dead of all companies.
    index("jobs_dead_idx", "jobs (company_id, finished_at) WHERE state = 'DEAD'"),
    index("jobs_batch_idx", "jobs (company_id, batch_id, id) WHERE batch_id IS NOT NULL"),
    # A batch may be forgotten before its last member is.
    Change(
        "ALTER TABLE jobs ADD CONSTRAINT jobs_batch_id_fkey FOREIGN KEY (company_id, batch_id) "
        "REFERENCES jobs (company_id, id) ON DELETE SET NULL (batch_id);",
        "ALTER TABLE jobs DROP CONSTRAINT jobs_batch_id_fkey;",
    ),
    index(
        "jobs_throttle_idx",
        "jobs (company_id, kind, throttle_key, throttle_until) WHERE throttle_key IS NOT NULL",
    ),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
