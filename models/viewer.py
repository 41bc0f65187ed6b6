"""Who is asking, and what they may see: every query inside a company starts here."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar
from uuid import UUID

from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.audit import AuditEntry
from models.contacts import (
    AttributeDefinition,
    Contact,
    ContactExport,
    ContactImport,
    ContactNote,
    Segment,
)
from models.conversations import BulkOperation, Conversation, Draft, Label, Message
from models.errors import Forbidden
from models.events import Event
from models.events.names import PERSONAL
from models.files import Upload
from models.identity import PERMISSIONS, ApiKey, Invitation, Member, Role, Session, SignIn
from models.inboxes import InboundEvent, Inbox
from models.job import Job, JobLane
from models.notifications import Notification, PushDevice
from models.oversight import SlaClock, SlaPolicy
from models.outreach import Template, TemplateVisibility
from models.queues import BusinessHours, Queue, QueueEntry
from models.sight import Sight
from models.views import View, ViewVisibility

Row = TypeVar("Row", bound=Model)
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
class Viewer:
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

    @property
    def members(self) -> QuerySet[Member]:
        return Member.filter(removed_at=None)

    @property
    def sessions(self) -> QuerySet[Session]:
        """The viewer's own."""
        return Session.filter(member_id=self.member_id)

    @property
    def sign_ins(self) -> QuerySet[SignIn]:
        """The viewer's own, those that failed too."""
        return SignIn.filter(member_id=self.member_id)

    @property
    def invitations(self) -> QuerySet[Invitation]:
        return Invitation.all()

    @property
    def api_keys(self) -> QuerySet[ApiKey]:
        return ApiKey.all()

    @property
    def inboxes(self) -> QuerySet[Inbox]:
        return Inbox.all()

    @property
    def inbound_events(self) -> QuerySet[InboundEvent]:
        return InboundEvent.all()

    @property
    def business_hours(self) -> QuerySet[BusinessHours]:
        return BusinessHours.all()

    @property
    def queues(self) -> QuerySet[Queue]:
        return Queue.all()

    @property
    def queue_entries(self) -> QuerySet[QueueEntry]:
        return self.in_sight(QueueEntry.all())

    @property
    def contacts(self) -> QuerySet[Contact]:
        return Contact.filter(deleted_at=None)

    @property
    def deleted_contacts(self) -> QuerySet[Contact]:
        """Those that can be restored."""
        return Contact.filter(deleted_at__isnull=False, merged_into_id=None)

    @property
    def known_contacts(self) -> QuerySet[Contact]:
        """With those that are another by now, and say which."""
        return Contact.filter(Q(deleted_at=None) | Q(merged_into_id__isnull=False))

    @property
    def contact_notes(self) -> QuerySet[ContactNote]:
        return ContactNote.all()

    @property
    def segments(self) -> QuerySet[Segment]:
        return Segment.all()

    @property
    def contact_imports(self) -> QuerySet[ContactImport]:
        return ContactImport.all()

    @property
    def contact_exports(self) -> QuerySet[ContactExport]:
        return ContactExport.all()

    @property
    def conversations(self) -> QuerySet[Conversation]:
        rows = Conversation.all()
        return rows if self.sight is None else self.sight.of_conversations(rows)

    @property
    def bulk_operations(self) -> QuerySet[BulkOperation]:
        """Their own; of all, who reads jobs."""
        if self.may("jobs:read"):
            return BulkOperation.all()
        return BulkOperation.filter(member_id=self.member_id, api_key_id=self.api_key_id)

    @property
    def views(self) -> QuerySet[View]:
        """Their own, those of their queues, and those of all."""
        rows = View.all()
        if self.sight is not None:
            theirs = Q(visibility=ViewVisibility.QUEUE, queue_id__in=sorted(self.sight.queue_ids))
        else:
            theirs = Q(visibility=ViewVisibility.QUEUE)
        own = Q(visibility=ViewVisibility.OWN, owner_id=self.member_id)
        return rows.filter(Q(visibility=ViewVisibility.ALL) | own | theirs)

    @property
    def messages(self) -> QuerySet[Message]:
        return self.in_sight(Message.all())

    @property
    def templates(self) -> QuerySet[Template]:
        """Their own, those of their queues, and those of all; archived ones, too."""
        queued = Q(visibility=TemplateVisibility.QUEUE)
        if self.sight is not None:
            queued &= Q(queue_id__in=sorted(self.sight.queue_ids))
        own = Q(visibility=TemplateVisibility.OWN, owner_id=self.member_id)
        return Template.filter(Q(visibility=TemplateVisibility.ALL) | own | queued)

    @property
    def uploads(self) -> QuerySet[Upload]:
        """The viewer's own."""
        return Upload.filter(member_id=self.member_id, api_key_id=self.api_key_id)

    @property
    def attribute_definitions(self) -> QuerySet[AttributeDefinition]:
        """Archived ones, too."""
        return AttributeDefinition.all()

    @property
    def labels(self) -> QuerySet[Label]:
        """Archived ones, too."""
        return Label.all()

    @property
    def drafts(self) -> QuerySet[Draft]:
        """The viewer's own."""
        return self.in_sight(Draft.filter(member_id=self.member_id))

    @property
    def notifications(self) -> QuerySet[Notification]:
        """The viewer's own."""
        return Notification.filter(member_id=self.member_id)

    @property
    def push_devices(self) -> QuerySet[PushDevice]:
        """The viewer's own."""
        return PushDevice.filter(member_id=self.member_id)

    @property
    def sla_policies(self) -> QuerySet[SlaPolicy]:
        """Archived ones, too."""
        return SlaPolicy.all()

    @property
    def sla_clocks(self) -> QuerySet[SlaClock]:
        return self.in_sight(SlaClock.all())

    @property
    def events(self) -> QuerySet[Event]:
        return Event.all()

    @property
    def audit_entries(self) -> QuerySet[AuditEntry]:
        return AuditEntry.all()

    @property
    def jobs(self) -> QuerySet[Job]:
        return Job.all()

    @property
    def job_lanes(self) -> QuerySet[JobLane]:
        return JobLane.all()

    def in_sight(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Those of these rows, which have a `conversation_id`, whose conversation they see."""
        return rows if self.sight is None else self.sight.of_what_is_in_them(rows)
