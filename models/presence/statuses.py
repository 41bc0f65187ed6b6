"""What the members who are there are to others: by what they say of themselves."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from enum import StrEnum
from uuid import UUID

from models.database import fetch
from models.events import Event
from models.identity import Availability, Member
from models.live.channels import Disconnected
from models.live.hub import hubs
from models.live.outage import Outage
from models.tenancy import acting_for

LEARNT = 500  # in one read
SAID = ("member.updated", "member.disabled", "member.enabled", "member.removed")


class Status(StrEnum):
    ONLINE = "ONLINE"
    AWAY = "AWAY"
    BUSY = "BUSY"
    OFFLINE = "OFFLINE"

    @classmethod
    def of(cls, member: Member, *, present: bool) -> "Status":
        """Who is there is what they say they are; who is not, or may not be, is offline."""
        return cls.seen(member.availability, present=present and member.is_active)

    @classmethod
    def seen(cls, availability: Availability, *, present: bool) -> "Status":
        return cls(availability) if present else cls.OFFLINE


class Statuses:
    """Of one company; `changed` is called with each member whose status is another now."""

    def __init__(
        self, company_id: UUID, *, present: Collection[UUID], changed: Callable[[UUID], None]
    ) -> None:
        self.online: dict[UUID, Status] = {}  # of all who are not OFFLINE
        self._company_id = company_id
        self._present = present
        self._changed = changed
        self._doubted: set[UUID] = set()
        self._doubts = asyncio.Event()
        self._certain = asyncio.Event()
        self._certain.set()
        self._outage = Outage("presence.reading", company_id=str(company_id))

    def doubt(self, member_id: UUID) -> None:
        """They came, went or changed."""
        if member_id in self._present:
            self._doubted.add(member_id)
            self._certain.clear()
            self._doubts.set()
        else:
            self._settle(member_id, None)

    async def certain(self) -> None:
        """Returns once nothing is in doubt."""
        await self._certain.wait()

    async def learn(self) -> None:
        """Reads what is in doubt, for ever."""
        while True:
            await self._doubts.wait()
            self._doubts.clear()
            doubted = {self._doubted.pop() for _ in range(min(LEARNT, len(self._doubted)))}
            try:
                said = await self._said(doubted)
            except Exception as error:  # noqa: BLE001 - followers outlive whatever fails here
                self._doubted |= doubted
                self._doubts.set()
                await self._outage.wait(error)
                continue
            self._outage.over()
            for member_id in doubted:
                there = member_id in self._present
                self._settle(member_id, said.get(member_id) if there else None)
            if self._doubted:
                self._doubts.set()
            else:
                self._certain.set()

    async def follow(self) -> None:
        """Doubts whoever says something new of themselves. Raises Disconnected."""
        while True:
            try:
                async with hubs.of(self._company_id) as hub:
                    with acting_for(self._company_id):
                        start = await Event.head()
                    for member_id in list(self._present):  # may have been read before the start
                        self.doubt(member_id)
                    async for event in hub.follow(start):
                        if event.name in SAID:
                            self.doubt(event.subject_id)
            except Disconnected:
                raise
            except Exception as error:  # noqa: BLE001 - as above
                await self._outage.wait(error)

    async def _said(self, member_ids: Iterable[UUID]) -> dict[UUID, Status]:
        """Of those who may be here at all."""
        with acting_for(self._company_id):
            rows = await fetch(
                "SELECT id, availability FROM members WHERE company_id = $1 AND id = ANY($2)"
                " AND disabled_at IS NULL AND removed_at IS NULL",
                self._company_id,
                list(member_ids),
            )
        return {row["id"]: Status(row["availability"]) for row in rows}

    def _settle(self, member_id: UUID, status: Status | None) -> None:
        before = self.online.pop(member_id, Status.OFFLINE)
        status = status or Status.OFFLINE
        if status is not Status.OFFLINE:
            self.online[member_id] = status
        if status is not before:
            self._changed(member_id)
