"""What each role may do, as `resource:action`."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    OWNER = "OWNER"
    ADMIN = "ADMIN"
    SUPERVISOR = "SUPERVISOR"
    MEMBER = "MEMBER"
    READ_ONLY = "READ_ONLY"


_READ_ONLY = frozenset(
    {
        "company:read",
        "members:read",
        "inboxes:read",
        "contacts:read",
        "conversations:read",
        "messages:read",
        "events:read",
        "templates:read",
        "queues:read",
    }
)
_MEMBER = _READ_ONLY | {
    "contacts:write",
    "conversations:write",
    "messages:send",
    "files:write",
    "templates:write",
}
_SUPERVISOR = _MEMBER | {
    "conversations:assign",
    "contacts:delete",
    "contacts:merge",
    "messages:delete",
    "labels:manage",
    "templates:share",
    "jobs:read",
    "reports:read",
}
_ADMIN = _SUPERVISOR | {
    "company:manage",
    "members:manage",
    "inboxes:manage",
    "api_keys:manage",
    "jobs:manage",
    "attributes:manage",
    "queues:manage",
    "audit:read",
    "contacts:import",
    "contacts:export",
}
_OWNER = _ADMIN | {"owners:manage"}

PERMISSIONS: Final[dict[Role, frozenset[str]]] = {
    Role.OWNER: _OWNER,
    Role.ADMIN: _ADMIN,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.MEMBER: _MEMBER,
    Role.READ_ONLY: _READ_ONLY,
}
EVERY_PERMISSION: Final = _OWNER


def to_grant(role: Role) -> str:
    """The permission it takes to give somebody this role, or to take it away."""
    return "owners:manage" if role is Role.OWNER else "members:manage"
