"""Groups: all subscriptions that are alike, executed once."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from contextvars import Context as Variables
from time import monotonic
from uuid import UUID, uuid4

import structlog
from graphql import GraphQLError

from api.fanout import limits
from api.fanout.check import alike
from api.fanout.courier import courier
from api.fanout.executing import Over, Subscription
from api.fanout.figures import BACKFILLS, EXECUTIONS, PERSONAL
from api.fanout.member import Member
from api.fanout.memo import Entry, Memo
from api.fanout.turns import Turn, executions
from api.rates import meters
from models.errors import DomainError
from models.events import cursor
from models.live.hub import Hub, hubs
from models.logs import tell_of
from models.settings import settings
from schema.errors import masked, refused
from schema.shared import Anyone, SharedContext

log = structlog.get_logger()


class Group:
    """One execution of a subscription, its last results, and who is live on it."""

    def __init__(
        self,
        company_id: UUID,
        permissions: frozenset[str],
        subscription: Subscription,
        *,
        restricted: bool,
        memo_bytes: Callable[[], int],
        ended: Callable[["Group"], None],
    ) -> None:
        self.company_id = company_id
        self.shape = subscription.shape
        self.members: set[Member] = set()
        self.live: dict[Member, None] = {}
        self.memo = Memo(0)
        self.ready = asyncio.Event()
        self.news = asyncio.Event()
        # How it ended: with errors, with a last payload, found personal, or just so.
        self.ended = self.personal = False
        self.errors: list[GraphQLError] | None = None
        self.payload: bytes | None = None
        # The courier's: results not yet handed to anybody, and whether it is at it.
        self.pending: list[Entry] = []
        self.underway = False
        self.carried = 0
        self._permissions = permissions
        self._restricted = restricted
        self.subscription = subscription
        self._memo_bytes = memo_bytes
        self._ended = ended
        self._told = 0
        self._context: SharedContext | None = None
        self._hub: Hub | None = None
        self._filling = asyncio.Lock()
        self._leaving: asyncio.TimerHandle | None = None
        self._task = asyncio.create_task(self._run(), context=Variables())

    @property
    def position(self) -> int:
        """Up to where everything is told to those who are live, or is pending."""
        settled = self._context.settled_seq if self._context else None
        return max(self._told, settled or 0)

    @property
    def coalesces(self) -> bool:
        """Asked to be told only the latest of each subject."""
        return self._context is not None and self._context.coalesces

    @property
    def handed(self) -> int:
        """Up to where those who are live have it."""
        return self.carried if self.pending or self.underway else self.position

    async def now(self) -> int:
        """Behind everything committed by now."""
        assert self._hub is not None
        return await self._hub.now()

    async def reached(self, seq: int) -> bool:
        """Has the company's log come so far?"""
        assert self._hub is not None
        known = max(self.position, self._hub.head)
        return seq <= known or seq <= await self._hub.now()

    async def backfill(self, seq: int) -> bool:
        """Have in memory all behind `seq`, executed once for all who come back; False if too much.

        What was too much for one is not tried by the others: each gets there alone. Raises TooFast.
        """
        async with self._filling:
            base = self.memo.base
            if self.memo.covers(seq):
                return True
            if base - seq > limits.LIMITS.backfill or self.ended:
                return False
            meters.replays(self.company_id).require(monotonic())
            BACKFILLS.inc()
            context = self._shared(seq, until=base)
            entries: list[Entry] = []
            try:
                async with aclosing(self.subscription.results(context)) as results:
                    async for entry in results:
                        EXECUTIONS.inc()
                        if not await self._for_all(context, entry):
                            return False
                        entries.append(entry._replace(subject=context.event_subject))
            except Over:
                return False
            now, size = monotonic(), sum(len(entry.payload) for entry in entries)
            meters.replays(self.company_id).owe(size, now)
            if self.memo.base != base or context.personal:
                return False
            self.memo.prepend(seq, entries, count=limits.LIMITS.memo_count, size=self._memo_bytes())
            return self.memo.covers(seq)

    def join(self, member: Member) -> None:
        self.members.add(member)
        if self._leaving is not None:
            self._leaving.cancel()

    def leave(self, member: Member) -> None:
        self.members.discard(member)
        if not self.members:
            loop = asyncio.get_running_loop()
            self._leaving = loop.call_later(limits.LIMITS.linger, self.stop)

    def take(self) -> list[Entry]:
        """What is pending, which it then is no longer."""
        taken, self.pending = self.pending, []
        return taken

    def fail(self) -> None:
        """A bug of ours: all members are told so."""
        if not self.ended:
            self.errors = [masked(uuid4().hex)]
            self.stop()

    def stop(self) -> asyncio.Task[None]:
        """From here on, who comes begins another."""
        self._ended(self)
        self._leaving = None  # what has called us leads back to us
        self._task.cancel()
        return self._task

    async def _run(self) -> None:
        try:
            async with hubs.of(self.company_id) as self._hub:
                self._told = self.carried = await self._hub.now()
                self.memo = Memo(self._told)
                context = self._context = self._shared(self._told)
                tell_of(request_id=context.request_id, company=str(self.company_id))
                self.ready.set()
                async with aclosing(self.subscription.results(context)) as results:
                    async for entry in results:
                        EXECUTIONS.inc()
                        if not await self._for_all(context, entry):
                            break
                        self._tell(entry._replace(subject=context.event_subject))
        except Over as over:
            if self._context is None or not self._context.personal:
                self.errors, self.payload = over.errors, over.payload
            else:
                self._is_personal()
        except asyncio.CancelledError:
            pass  # kept by the task, the error would keep us, until Python looks for circles
        except DomainError as refusal:  # Disconnected: the process leaves before its sockets do
            self.errors = [refused(refusal)]
        except Exception:
            self.errors = [masked(uuid4().hex)]
            log.exception("fanout.bug")
        finally:
            self.ended = True
            self._ended(self)
            self.ready.set()
            self.news.set()
            for member in list(self.live):
                member.rouse()

    async def _for_all(self, context: SharedContext, entry: Entry) -> bool:
        """May it go to all members? Else the group is none."""
        if context.personal:
            self._is_personal()
            return False
        if settings().check_groups:
            viewers = {member.viewer for member in self.members}
            if not await alike(self.subscription, context, entry, viewers):
                self._is_personal()
                return False
        return True

    def _is_personal(self) -> None:
        if not self.shape.is_personal(restricted=self._restricted):
            PERSONAL.inc()
            log.info("fanout.personal", action=self.shape.name, restricted=self._restricted)
        self.personal = True
        if self._restricted:
            self.shape.personal_to_restricted = True
        else:
            self.shape.personal = True

    def _tell(self, entry: Entry) -> None:
        self.memo.append(entry, count=limits.LIMITS.memo_count, size=self._memo_bytes())
        self._told = entry.seq
        news, self.news = self.news, asyncio.Event()
        news.set()
        if self.live:
            self.pending.append(entry)
            courier.carry(self)
        elif not self.underway:
            self.carried = entry.seq

    def _shared(self, after: int, *, until: int | None = None) -> SharedContext:
        anyone = Anyone(self.company_id, self._permissions, restricted=self._restricted)
        context = SharedContext(anyone, cursor=cursor(self.company_id, after), until_seq=until)
        context.turn, context.shares = Turn(self.company_id, executions), True
        return context
