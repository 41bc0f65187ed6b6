"""Configured channel connections and what came in through them."""

from models.inboxes.inbound_event import InboundEvent, InboundState
from models.inboxes.inbox import AfterResolve, Inbox, InboxKind, inbound_url

__all__ = ["AfterResolve", "InboundEvent", "InboundState", "Inbox", "InboxKind", "inbound_url"]
