"""Who is asking, with what permissions, and what they may be told of."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from models.errors import Forbidden
from models.events import Event
from models.events.names import PERSONAL
from models.identity import PERMISSIONS, ApiKey, Member, Role
from models.sight import Sight
from models.visible import Visible

# By the first word of an event's name: what it takes to be told.
READ_EVENTS: Final = {
    "company": "company:read",
    "member": "members:read",
    "session": "members:manage",
    "invitation": "members:manage",
    "api_key": "api_keys:manage",
    "inbox": "inboxes:read",
    "inbound_event": "inboxes:manage",
    "contact": "contacts:read",
    "contact_import": "contacts:import",
    "contact_export": "contacts:export",
    "segment": "contacts:read",
    "conversation": "conversations:read",
    "message": "messages:read",
    "bulk_operation": "conversations:read",
    "view": "conversations:read",
    "label": "conversations:read",
    "draft": "messages:send",
    "attribute": "contacts:read",
    "business_hours": "queues:read",
    "queue": "queues:read",
    "sla_policy": "queues:read",
    "sla": "conversations:read",
    "upload": "files:write",
    "template": "templates:read",
    "notification": "company:read",
    "job": "jobs:read",
    "jobs": "jobs:read",
}


class ViewerKind(StrEnum):
    MEMBER = "MEMBER"
    API_KEY = "API_KEY"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Viewer(Visible):
    """Who is asking, in one company, with the permissions they have there.

    `member_id` for a member, `api_key_id` for a machine, neither for the system itself. `sight` is
    None for whom nothing is hidden by queues: rows that hang on conversations begin with it.
    """

    company_id: UUID
    kind: ViewerKind
    permissions: frozenset[str]
    role: Role | None = None
    member_id: UUID | None = None
    user_id: UUID | None = None
    session_id: UUID | None = None
    api_key_id: UUID | None = None
    sight: Sight | None = None
    on_behalf_of_id: UUID | None = field(default=None, compare=False)  # who made the API key
    name: str = field(default="", compare=False)

    @classmethod
    def member(
        cls, member: Member, *, session_id: UUID | None = None, sight: Sight | None = None
    ) -> "Viewer":
        """`sight`: of `models.sight`, which whoever signs in is given (Proof)."""
        return cls(
            company_id=member.company_id,
            kind=ViewerKind.MEMBER,
            permissions=PERMISSIONS[member.role],
            role=member.role,
            member_id=member.id,
            user_id=member.user_id,
            session_id=session_id,
            sight=sight,
            name=member.name,
        )

    @classmethod
    def machine(cls, key: ApiKey) -> "Viewer":
        return cls(
            company_id=key.company_id,
            kind=ViewerKind.API_KEY,
            permissions=frozenset(key.scopes),
            api_key_id=key.id,
            on_behalf_of_id=key.created_by_id,
            name=key.name,
        )

    @classmethod
    def system(cls, company_id: UUID) -> "Viewer":
        """Our own jobs, acting for a company."""
        return cls(
            company_id=company_id, kind=ViewerKind.SYSTEM, permissions=PERMISSIONS[Role.OWNER]
        )

    @property
    def actor_kind(self) -> str:
        return self.kind

    @property
    def actor_id(self) -> UUID | None:
        return self.member_id or self.api_key_id

    @property
    def restricted(self) -> bool:
        """Are there conversations that they may not see, though others of their role may?"""
        return self.sight is not None

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Refuse with Forbidden unless the viewer has this permission."""
        if permission not in self.permissions:
            raise Forbidden(permission=permission)

    def sees(self, event: str) -> bool:
        """May the viewer know that such a thing happened?"""
        return READ_EVENTS[event.partition(".")[0]] in self.permissions

    def owns(self, event: Event) -> bool:
        """Is it nobody's in particular, or the viewer's own?"""
        if event.name.partition(".")[0] not in PERSONAL:
            return True
        return self.member_id is not None and event.changes["member_id"] == str(self.member_id)
