"""Members, sessions, invitations and API keys behind the walls; second factors beside logins."""

from tortoise import BaseDBAsyncClient

from migrations.walls import EVERY, Change, downward, index, one_of, reference, unique, upward, wall


def of_a_user(table: str) -> Change:
    """Outside the walls, as the logins are."""
    return Change(
        f"""
        GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO "{EVERY}";
        ALTER TABLE {table} ADD CONSTRAINT {table}_user_id_fkey
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
        """,
        f"""
        ALTER TABLE {table} DROP CONSTRAINT {table}_user_id_fkey;
        REVOKE SELECT, INSERT, UPDATE, DELETE ON {table} FROM "{EVERY}";
        """,
    )


CHANGES = [
    wall("members"),
    one_of("members", "role", "OWNER ADMIN SUPERVISOR MEMBER READ_ONLY"),
    one_of("members", "availability", "ONLINE AWAY BUSY OFFLINE"),
    Change(
        "ALTER TABLE members ADD CONSTRAINT members_user_id_fkey "
        "FOREIGN KEY (user_id) REFERENCES users (id);",
        "ALTER TABLE members DROP CONSTRAINT members_user_id_fkey;",
    ),
    unique("members_company_user_key", "members (company_id, user_id)"),
    index("members_user_idx", "members (user_id)"),
    wall("sessions"),
    reference("sessions", "member_id", "members"),
    index("sessions_member_idx", "sessions (company_id, member_id) WHERE revoked_at IS NULL"),
    wall("refresh_tokens"),
    reference("refresh_tokens", "session_id", "sessions"),
    unique("refresh_tokens_hash_key", "refresh_tokens (token_hash)"),
    index("refresh_tokens_session_idx", "refresh_tokens (company_id, session_id)"),
    wall("invitations"),
    reference("invitations", "invited_by_id", "members"),
    one_of("invitations", "role", "OWNER ADMIN SUPERVISOR MEMBER READ_ONLY"),
    unique("invitations_hash_key", "invitations (token_hash)"),
    unique(
        "invitations_open_key",
        "invitations (company_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL",
    ),
    wall("api_keys"),
    reference("api_keys", "created_by_id", "members"),
    unique("api_keys_hash_key", "api_keys (key_hash)"),
    unique("api_keys_name_key", "api_keys (company_id, name) WHERE revoked_at IS NULL"),
    index("api_keys_maker_idx", "api_keys (company_id, created_by_id) WHERE revoked_at IS NULL"),
    of_a_user("second_factors"),
    unique("second_factors_user_key", "second_factors (user_id)"),
    of_a_user("recovery_codes"),
    index("recovery_codes_user_idx", "recovery_codes (user_id)"),
    wall("sign_ins"),
    reference("sign_ins", "member_id", "members"),
    one_of("sign_ins", "outcome", "ENTERED WRONG_PASSWORD WRONG_CODE"),
    index("sign_ins_member_idx", "sign_ins (company_id, member_id, id DESC)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
