"""Contacts and the handles by which inboxes know them."""

from tortoise import BaseDBAsyncClient

from migrations.walls import downward, index, reference, unique, upward, wall

CHANGES = [
    wall("contacts"),
    unique(
        "contacts_email_key",
        "contacts (company_id, email) WHERE deleted_at IS NULL AND email IS NOT NULL",
    ),
    unique(
        "contacts_phone_key",
        "contacts (company_id, phone) WHERE deleted_at IS NULL AND phone IS NOT NULL",
    ),
    index("contacts_name_idx", "contacts (company_id, lower(name) text_pattern_ops)"),
    wall("contact_identities"),
    reference("contact_identities", "contact_id", "contacts"),
    reference("contact_identities", "inbox_id", "inboxes"),
    unique(
        "contact_identities_external_key",
        "contact_identities (company_id, inbox_id, external_id)",
    ),
    index("contact_identities_contact_idx", "contact_identities (company_id, contact_id)"),
]


async def upgrade(db: BaseDBAsyncClient) -> str:
    return upward(CHANGES)


async def downgrade(db: BaseDBAsyncClient) -> str:
    return downward(CHANGES)
