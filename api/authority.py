"""Authority that ends: an open socket or stream lives no longer than the right to it.

One reader of a company's log per process watches for all its connections, so that an event costs
each of them nothing. Where it cannot watch any more, they end too, and come back.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import Context
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from api.auth import Identity, identity_from
from api.identities import identities
from models.errors import Forbidden, Unauthenticated
from models.events import Event, ends_authority
from models.live.hub import hubs
from models.logs import failed
from models.sight import RESTRICTED
from models.viewer import Viewer


class Ending(NamedTuple):
    """Why a connection has to end, as a WebSocket close."""

    code: int
    reason: str


# The reference client comes back after each of these, with a fresh token after the first.
FORBIDDEN: Final = 4403
CHANGED: Final = 4205
TRY_AGAIN: Final = 1013
ROLE_CHANGED: Final = "The role has changed: connect again."
SIGHT_CHANGED: Final = "The queues have changed: connect again."


class SomebodyElse(Forbidden):
    """This token is of another sign-in. Open a connection of its own for it."""


class Authority:
    """The right of one connection to go on; `ended` has a result once it is lost."""

    def __init__(self, identity: Identity) -> None:
        self.viewer: Viewer = identity.viewer
        self.expires_at: datetime | None = None
        self.ended: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def terms(self) -> dict[str, str | None]:
        """What a client is told of it."""
        return {"expiresAt": self.expires_at.isoformat() if self.expires_at else None}

    async def renew(self, authorization: str) -> None:
        """Go on with a fresh token of the same session, until that expires.

        Raises Unauthenticated, and SomebodyElse for another member, company, session or key.
        """
        fresh = await identity_from(authorization)
        if fresh is None or not same(fresh.viewer, self.viewer):
            raise SomebodyElse
        self.require_the_same(fresh.viewer)
        self.last_until(fresh.expires_at)

    def require_the_same(self, viewer: Viewer) -> None:
        """End if they may do or see other things now: what goes on began with the old rights."""
        if viewer.permissions != self.viewer.permissions:
            self.end(CHANGED, ROLE_CHANGED)
        elif viewer.sight != self.viewer.sight:
            self.end(CHANGED, SIGHT_CHANGED)

    def last_until(self, expires_at: datetime | None) -> None:
        """End then, and no longer when it was said before."""
        self.release()
        self.expires_at = expires_at
        if expires_at is not None:
            seconds = max((expires_at - datetime.now(UTC)).total_seconds(), 0)
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(seconds, self.end, FORBIDDEN, "The token has expired.")

    def release(self) -> None:
        """Nothing waits for its end any more."""
        if self._timer is not None:
            self._timer.cancel()

    def end(self, code: int, reason: str) -> None:
        if not self.ended.done():
            self.ended.set_result(Ending(code, reason))

    def hear(self, event: Event) -> None:
        """End if this event takes the right away or changes it."""
        viewer = self.viewer
        match event.name:
            case "session.ended" if event.subject_id == viewer.session_id:
                self.end(FORBIDDEN, "The session has ended.")
            case "member.disabled" | "member.removed" if event.subject_id == viewer.member_id:
                self.end(FORBIDDEN, "The member may not use the company any more.")
            case "api_key.revoked" if event.subject_id == viewer.api_key_id:
                self.end(FORBIDDEN, "The API key was revoked.")
            case "member.role_changed" if event.subject_id == viewer.member_id:
                self.end(CHANGED, ROLE_CHANGED)
            case "queue.created" if viewer.role in RESTRICTED and not viewer.restricted:
                self.end(CHANGED, SIGHT_CHANGED)  # from the first one on
            case "queue.member_added" | "queue.member_removed" if viewer.restricted:
                if event.changes["member_id"] == str(viewer.member_id):
                    self.end(CHANGED, SIGHT_CHANGED)
            case "company.updated" if "status" in event.changes.get("fields", ()):
                self.end(CHANGED, "The company's status has changed: connect again.")


@asynccontextmanager
async def lasting(identity: Identity, authorization: str) -> AsyncIterator[Authority]:
    """The authority of a connection that stays open. Raises Unauthenticated when it has ended."""
    authority = Authority(identity)
    async with _watched(authority):
        # What ended between the first look and the watch was heard by nobody, and the watch may be
        # behind: what was seen to stand a moment ago is not believed here.
        await identities.standings.confirm(identities.standings.of(identity.viewer.company_id))
        again = await identity_from(authorization)
        if again is None:
            raise Unauthenticated
        authority.require_the_same(again.viewer)
        authority.viewer = again.viewer
        authority.last_until(again.expires_at)
        try:
            yield authority
        finally:
            authority.release()


def same(one: Viewer, other: Viewer) -> bool:
    """The same sign-in, or the same key."""
    return _who(one) == _who(other)


def _who(viewer: Viewer) -> tuple[UUID | None, ...]:
    return viewer.company_id, viewer.member_id, viewer.session_id, viewer.api_key_id


class Watch:
    """Listens to one company's log for all its open connections in this process."""

    def __init__(self, company_id: UUID) -> None:
        self.company_id = company_id
        self.authorities: set[Authority] = set()
        self.listening = asyncio.Event()
        self.task = asyncio.create_task(self._run(), context=Context())

    def stop(self) -> None:
        self.task.cancel()
        del self.task  # what cancels it leads back to us

    async def _run(self) -> None:
        try:
            async with hubs.of(self.company_id) as hub:
                start = await hub.now()  # through any outage of the database
                identities.standings.doubt(
                    self.company_id
                )  # what ended until here is heard by nobody
                self.listening.set()
                async for event in hub.follow(start):
                    if not ends_authority(event.name, event.changes):
                        continue
                    identities.standings.doubt(
                        self.company_id
                    )  # who comes from here on has not heard it
                    for authority in self.authorities:
                        authority.hear(event)
        except Exception as error:  # noqa: BLE001 - whom it watched over come back
            failed("authority.unwatched", error, company=str(self.company_id))
        finally:
            _forget(self)
            for authority in self.authorities:
                authority.end(TRY_AGAIN, "Try again.")
            self.listening.set()


_watches: dict[UUID, Watch] = {}


@asynccontextmanager
async def _watched(authority: Authority) -> AsyncIterator[None]:
    company_id = authority.viewer.company_id
    watch = _watches.get(company_id)
    if watch is None:
        watch = _watches[company_id] = Watch(company_id)
    watch.authorities.add(authority)
    try:
        await watch.listening.wait()
        yield
    finally:
        watch.authorities.discard(authority)
        if not watch.authorities:
            _forget(watch)
            watch.stop()


def _forget(watch: Watch) -> None:
    # By identity: the company may have a newer one already.
    if _watches.get(watch.company_id) is watch:
        del _watches[watch.company_id]
