"""What a viewer may see: every query inside a company starts from one of these."""

from typing import TypeVar
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
from models.events import Event
from models.files import Upload
from models.identity import ApiKey, Invitation, Member, Session, SignIn
from models.inboxes import InboundEvent, Inbox
from models.job import Job, JobLane
from models.notifications import Notification, PushDevice
from models.outreach import Template, TemplateVisibility
from models.oversight import SlaClock, SlaPolicy
from models.queues import BusinessHours, Queue, QueueEntry
from models.sight import Sight
from models.views import View, ViewVisibility

Row = TypeVar("Row", bound=Model)


class Visible:
    """By noun; who asks is said by Viewer, and rows that hang on conversations begin with sight."""

    __slots__ = ()

    member_id: UUID | None
    api_key_id: UUID | None
    sight: Sight | None

    def may(self, permission: str) -> bool:
        raise NotImplementedError

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
