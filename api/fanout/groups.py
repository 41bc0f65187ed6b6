"""The groups of this process: each begins with its first member and ends a while after its last."""

import asyncio
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from strawberry.schema import BaseSchema

from api.fanout import limits
from api.fanout.executing import Subscription
from api.fanout.figures import collector
from api.fanout.group import Group
from api.fanout.mailbox import Mailbox
from api.fanout.member import Member
from api.fanout.shape import Shape, Unlike, shapes
from api.fanout.turns import executions
from models.errors import DomainError
from models.events import seq_of
from models.viewer import Viewer
from schema.context import Context

Key = tuple[UUID, frozenset[str], bool, Shape, bytes]


class Membership:
    """Of a member in its group and in what its mailbox knows of."""

    __slots__ = ("_member",)

    def __init__(self, member: Member) -> None:
        self._member = member

    def __enter__(self) -> Member:
        self._member.group.join(self._member)
        self._member.mailbox.members.add(self._member)
        return self._member

    def __exit__(self, *_: object) -> None:
        self._member.mailbox.members.discard(self._member)
        self._member.group.leave(self._member)


class Groups:
    """By company, permissions, shape and variables: all that a result may depend on.

    Those who see only some conversations have groups of their own, in which it is decided for each
    member what they are handed of the common results.
    """

    def __init__(self) -> None:
        self._groups: dict[Key, Group] = {}
        self._keys: dict[Group, Key] = {}

    def __iter__(self) -> Iterator[Group]:
        return iter(self._keys)

    def member(
        self,
        schema: BaseSchema,
        context: Context,
        mailbox: Mailbox,
        *,
        id: str,
        query: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
    ) -> "Membership":
        """A new member of the group of its like. Raises Unlike when it has to run alone."""
        shape = shapes.of(schema._schema, query, operation_name)  # type: ignore[attr-defined]
        if shape.is_personal(restricted=context.viewer.restricted):
            raise Unlike
        subscription = Subscription(schema, shape, variables or {})
        after = _seq(context.viewer.company_id, shape.after(subscription.variables))
        group = self._of(context.viewer, subscription)
        return Membership(Member(id, group, group.subscription, context, mailbox, after=after))

    async def stop(self) -> None:
        """End them all, before what they read from is closed."""
        stopped = [group.stop() for group in list(self._keys)]
        if stopped:
            await asyncio.wait(stopped)

    def state(self) -> dict[str, tuple[str, float]]:
        """For /metrics."""
        groups = list(self._keys)
        mailboxes = {member.mailbox for group in groups for member in group.members}
        depths = [mailbox.depth for mailbox in mailboxes]
        members = sum(len(group.members) for group in groups)
        live = sum(len(group.live) for group in groups)
        return {
            "fanout_groups": ("Groups of subscriptions that are alike.", len(groups)),
            "fanout_members": ("Subscriptions in groups.", members),
            "fanout_laggards": ("Subscriptions in groups that read to catch up.", members - live),
            "fanout_memo_bytes": ("Results kept in memory.", sum(g.memo.bytes for g in groups)),
            "fanout_executions_waiting": (
                "Executions that wait for their company's turn.",
                len(executions),
            ),
            "mailbox_bytes": ("What waits for sockets.", sum(depths)),
            "mailbox_deepest_bytes": (
                "What waits for one socket, at most.",
                max(depths, default=0),
            ),
        }

    def _of(self, viewer: Viewer, subscription: Subscription) -> Group:
        shape, others = subscription.shape, subscription.shape.others(subscription.variables)
        key = (viewer.company_id, viewer.permissions, viewer.restricted, shape, others)
        return self._groups.get(key) or self._begin(key, subscription)

    def _begin(self, key: Key, subscription: Subscription) -> Group:
        group = Group(
            key[0],
            key[1],
            subscription,
            restricted=key[2],
            memo_bytes=self._memo_bytes,
            ended=self._forget,
        )
        self._groups[key], self._keys[group] = group, key
        return group

    def _memo_bytes(self) -> int:
        share = limits.LIMITS.memos_bytes // max(len(self._keys), 1)
        return max(limits.LIMITS.memo_least, min(limits.LIMITS.memo_bytes, share))

    def _forget(self, group: Group) -> None:
        # By identity: there may be a newer one already.
        key = self._keys.pop(group, None)
        if key is not None and self._groups.get(key) is group:
            del self._groups[key]


def _seq(company_id: UUID, cursor: str | None) -> int | None:
    if cursor is None:
        return None
    try:
        return seq_of(cursor, company_id=company_id)
    except DomainError:
        raise Unlike from None  # alone, it is told what is wrong


groups: Final = Groups()
collector.state = groups.state
