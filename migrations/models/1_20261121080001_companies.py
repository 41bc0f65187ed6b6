"""The company setting, and the tables that stand outside the tenant walls."""

from tortoise import BaseDBAsyncClient

from migrations.walls import APP, EVERY, Change, downward, one_of, upward

CHANGES = [
    Change(
        f"""
        CREATE FUNCTION app_company() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
            AS $$ SELECT nullif(current_setting('app.company_id', true), '')::uuid $$;
        GRANT USAGE ON SCHEMA public TO "{APP}", "{EVERY}";
        """,
        f"""
        REVOKE USAGE ON SCHEMA public FROM "{APP}", "{EVERY}";
        DROP FUNCTION app_company();
        """,
    ),
    Change(
        f"""
        ALTER TABLE companies ENABLE ROW LEVEL SECURITY;
        ALTER TABLE companies FORCE ROW LEVEL SECURITY;
        CREATE POLICY own_company ON companies TO "{APP}"
            USING (id = (SELECT app_company())) WITH CHECK (id = (SELECT app_company()));
        CREATE POLICY every_company ON companies TO "{EVERY}" USING (true) WITH CHECK (true);
        GRANT SELECT, UPDATE (name, locale, timezone, settings, updated_at)
            ON companies TO "{APP}";
        GRANT SELECT, INSERT, UPDATE, DELETE ON companies TO "{EVERY}";
        """,
        f"""
        REVOKE SELECT, INSERT, UPDATE, DELETE ON companies FROM "{EVERY}";
        REVOKE SELECT, UPDATE (name, locale, timezone, settings, updated_at)
            ON companies FROM "{APP}";
        DROP POLICY every_company ON companies;
        DROP POLICY own_company ON companies;
        ALTER TABLE companies NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE companies DISABLE ROW LEVEL SECURITY;
        """,
    ),
    one_of("companies", "status", "ACTIVE SUSPENDED"),
    Change(
        f"""
        GRANT SELECT, INSERT, UPDATE, DELETE ON users, user_tokens TO "{EVERY}";
        ALTER TABLE user_tokens ADD CONSTRAINT user_tokens_user_id_fkey
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
        ALTER TABLE users ADD CONSTRAINT users_email_lower_check CHECK (email = lower(email));
        """,
        f"""
        ALTER TABLE users DROP CONSTRAINT users_email_lower_check;
        ALTER TABLE user_tokens DROP CONSTRAINT user_tokens_user_id_fkey;
        REVOKE SELECT, INSERT, UPDATE, DELETE ON users, user_tokens FROM "{EVERY}";
        """,
    ),
    one_of("user_tokens", "purpose", "SIGN_UP RESET_PASSWORD SECOND_FACTOR"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
