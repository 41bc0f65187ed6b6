"""A row that is written is compared with the company itself, not with a query for it.

PostgreSQL prepares such a query for every table of every statement, mostly for one row.
"""

from tortoise import BaseDBAsyncClient

ONCE = "( SELECT app_company() AS app_company)"
EACH = "app_company()"


def compared(before: str, after: str) -> str:
    return f"""
        DO $do$
        DECLARE policy record;
        BEGIN
            FOR policy IN SELECT * FROM pg_policies
                WHERE schemaname = 'public' AND policyname = 'own_company'
                    AND strpos(with_check, '= {before})') > 0
            LOOP
                EXECUTE format(
                    'ALTER POLICY own_company ON %I WITH CHECK (%s)',
                    policy.tablename, replace(policy.with_check, '{before}', '{after}')
                );
            END LOOP;
        END
        $do$;
    """


async def upgrade(db: BaseDBAsyncClient) -> str:
    return compared(ONCE, EACH)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return compared(EACH, ONCE)
