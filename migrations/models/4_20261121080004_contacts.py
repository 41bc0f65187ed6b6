"""Contacts and the handles by which inboxes know them."""

from tortoise import BaseDBAsyncClient

from migrations.walls import Change, downward, index, made_once, reference, unique, upward, wall

CHANGES = [
    wall("contacts", across=False),
    # Prefixes are sought as ranges: LIKE and lower() are not leakproof and would lose their index.
    Change(
        """
        ALTER TABLE contacts
            ALTER COLUMN search_name TYPE VARCHAR(200) COLLATE "C",
            ALTER COLUMN email TYPE VARCHAR(254) COLLATE "C",
            ALTER COLUMN phone TYPE VARCHAR(16) COLLATE "C";
        """,
        """
        ALTER TABLE contacts
            ALTER COLUMN search_name TYPE VARCHAR(200),
            ALTER COLUMN email TYPE VARCHAR(254),
            ALTER COLUMN phone TYPE VARCHAR(16);
        """,
    ),
    unique(
        "contacts_email_key",
        "contacts (company_id, email) WHERE deleted_at IS NULL AND email IS NOT NULL",
    ),
    unique(
        "contacts_phone_key",
        "contacts (company_id, phone) WHERE deleted_at IS NULL AND phone IS NOT NULL",
    ),
    made_once("contacts"),
    index("contacts_name_idx", "contacts (company_id, search_name, id) WHERE deleted_at IS NULL"),
    wall("contact_identities", across=False),
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
