"""One run of the machine: companies, writers and followers, until all has come to rest."""

import asyncio
import time
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final

from models.database import fetch
from models.errors import Unavailable
from models.events import Event, cursor
from models.identity import Role
from models.tenancy import acting_for
from tests.chaos.firms import Firm, Undo
from tests.chaos.followers import TOPICS, Follower, Heard
from tests.chaos.oracle import Log, Tenure, judge
from tests.chaos.platform import Platform
from tests.chaos.transports import SocketFollower, StreamFollower

COMPANIES: Final = ("Acme", "Rival", "Third")
ENOUGH: Final = 45.0  # seconds in which everybody has to have caught up
RESTLESS: Final = 1.0
BREATH: Final = 0.02
RECENT: Final = 2_000  # events among which the last one is looked for
SLOWEST: Final = "ms until the last had heard all, at worst"
STALLED: Final = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


class Run:
    """What the rules of the machine do, and what must be true after them."""

    def __init__(self, platform: Platform, firms: list[Firm]) -> None:
        self.platform = platform
        self.firms = firms
        self.followers: dict[Follower, Firm] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._over = False
        self._shaken = False  # a write may since have failed through no fault of the server's

    @classmethod
    async def begin(cls, platform: Platform) -> "Run":
        platform.figures["runs"] += 1
        return cls(platform, [await Firm.found(name) for name in COMPANIES])

    # Writers

    async def write(self, firm: Firm, slot: int, number: int) -> None:
        self._start(self._write(firm, slot, number))

    async def record(self, firm: Firm, number: int, *, size: int = 0) -> None:
        self._start(firm.record(number, size=size))

    async def trickle(self, firm: Firm) -> None:
        """Something happens all the time from here on."""
        self._start(self._trickle(firm))

    async def undo(self, firm: Firm, number: int) -> None:
        self._count("transactions rolled back")
        try:
            await firm.record(number, undo=True)
        except Undo:
            pass
        except Exception:
            if not self._shaken:
                raise

    async def be_refused(self, firm: Firm, slot: int) -> None:
        self._count("mutations refused")
        code = await firm.be_refused(self.platform, slot)
        assert code == "CONVERSATION_RESOLVED" or self._shaken, code

    # Followers

    async def follow(
        self, *, firm: int, person: int, topic: int, slot: int, after: int | None, stream: bool
    ) -> Follower:
        """From now on (None), or behind so many hundredths of the log."""
        company = self.firms[firm]
        start = None
        if after is not None:
            start = cursor(company.cast.id, await self._head(company) * after // 100)
        kind = StreamFollower if stream else SocketFollower
        follower = kind(
            f"{kind.__name__} {len(self.followers)} of {COMPANIES[firm]}",
            company.people[person],
            TOPICS[topic],
            self.platform.door,
            slot=slot,
            after=start,
        )
        self.followers[follower] = company
        return follower

    async def cut(self, follower: Follower, *, after: int, slot: int, back: int) -> None:
        self._count("sockets cut")
        follower.cut(after=after, slot=slot, back=back)

    async def again(self, follower: Follower, *, back: int) -> None:
        self._count("subscriptions renewed")
        await follower.again(back=back)

    async def stall(
        self, follower: Follower, seconds: float, *, flood: tuple[int, int] | None
    ) -> None:
        self._count("slow readers")
        follower.stop_reading()
        if flood is not None:
            number, size = flood
            await self.record(self.followers[follower], number, size=size)
        asyncio.get_running_loop().call_later(seconds, follower.read_on)

    async def change_role(self, follower: Follower, role: Role) -> None:
        self._count("roles changed")
        try:
            await self.followers[follower].change_role(follower.who, role)
        except Exception:
            if not self._shaken:
                raise

    async def steal(self, firm: Firm, rival: Firm, slot: int) -> None:
        """A rival's cursor leads nowhere."""
        self._count("cursors stolen")
        after = cursor(firm.cast.id, 1)
        thief = SocketFollower(
            "thief", rival.people[0], TOPICS[0], self.platform.door, slot=slot, after=after
        )
        try:
            async with asyncio.timeout(ENOUGH):
                while thief.failure is None:
                    await asyncio.sleep(BREATH)
        finally:
            await thief.close()
        assert self._shaken or "CURSOR_INVALID" in str(thief.failure)
        assert not thief.heard

    # Blows

    async def strike(self, blow: str, firm: Firm, slot: int) -> None:
        """A write may fail from here on."""
        self._shaken = True
        if blow == "kill_writer":
            await self._kill_writer(firm, slot)
        elif blow == "cut_database":
            for follower in self.followers:
                follower.forgives = True
            await self.platform.cut_database()
        elif blow == "kill_api":
            await self.platform.kill_api(slot)
        else:
            await self.platform.redeploy_api(slot)

    # The end

    async def settle(self) -> None:
        """All is whole again and written; with no help of further events, nobody stays behind."""
        self._over = True
        await self.platform.healed()
        await asyncio.wait(self._writing, timeout=ENOUGH)
        for follower in self.followers:
            follower.read_on()
        # First with no further event, which would wake those who overslept the last one.
        await self._until_all_have_heard()
        for _ in range(int(ENOUGH / RESTLESS)):
            # Who listens from now on, and heard nothing, may have begun behind all that.
            silent = {firm for each, firm in self.followers.items() if each.begins is None}
            if not silent:
                break
            for firm in silent:
                await firm.mark()
            await asyncio.sleep(RESTLESS)
        await self._until_all_have_heard()

    async def judge(self) -> None:
        """AssertionError unless the history of every client is what the log says it must be."""
        for task in self._writing:
            assert task.done(), "a writer never got an answer"
            if not self._shaken:
                task.result()
        for firm in self.firms:
            log = await Log.read(firm.cast.id)
            await firm.judge_writes(log)
            self._count("events", len(log.events))
            self._count("acknowledged writes", len(firm.acknowledged))
            for follower in (each for each, of in self.followers.items() if of is firm):
                judge(follower, log, self._tenures(follower))
                self._count("connections", len(follower.spans))
                self._count("deliveries", len(follower.heard))
                self._count("repeats after a return", len(follower.heard) - len({*follower.heard}))
                self._count("operations ended by an outage", follower.dismissed)
        self._count("followers", len(self.followers))

    async def close(self) -> None:
        self._over = True
        await self.platform.healed()
        for task in self._writing:
            task.cancel()
        await asyncio.gather(*self._writing, return_exceptions=True)
        await asyncio.gather(*(follower.close() for follower in self.followers))

    async def _write(self, firm: Firm, slot: int, number: int) -> None:
        refused = await firm.write(self.platform, slot, number)
        assert not refused or self._shaken, f"{refused} though server and database were well"

    async def _trickle(self, firm: Firm) -> None:
        while not self._over:
            try:
                await firm.record(2)
            except Exception:
                if not self._shaken:
                    raise
            await asyncio.sleep(BREATH)

    async def _kill_writer(self, firm: Firm, slot: int) -> None:
        """An API dies while its transactions wait for the log, their changes already made."""
        self._count("writers killed midway")
        with suppress(OSError):
            async with firm.log_held():
                for _ in range(3):
                    self._start(self._write(firm, slot, 1))
                async with asyncio.timeout(2):
                    while (await fetch(STALLED))[0][0] < 2:
                        await asyncio.sleep(BREATH)
                await self.platform.kill_api(slot)

    async def _until_all_have_heard(self) -> None:
        logs = {firm: await Log.read(firm.cast.id) for firm in self.firms}
        ends = {each: self._end(each, logs[firm]) for each, firm in self.followers.items()}
        began = time.monotonic()
        while lagging := [each for each, end in ends.items() if self._lags(each, end)]:
            names = [each.name for each in lagging]
            waited = time.monotonic() - began
            assert waited < ENOUGH, f"{names} did not hear the end, or live on a role they lost"
            await asyncio.sleep(BREATH)
            slowest = max(self.platform.figures[SLOWEST], int(1000 * waited))
            self.platform.figures[SLOWEST] = slowest

    def _end(self, follower: Follower, log: Log) -> Heard | None:
        """The last event that it must hear."""
        roles = {tenure.role for tenure in self._tenures(follower)}
        due = log.behind(follower.begins, follower.topic, roles) if follower.begins else []
        return due[-1] if due else None

    def _lags(self, follower: Follower, end: Heard | None) -> bool:
        if follower.failure:
            return False  # which the judge will find
        changed = self._tenures(follower)[-1].since
        if not follower.spans or (follower.spans[-1].accepted or 0) < changed:
            return True
        return end is not None and end not in follower.heard[-RECENT:]

    async def _head(self, firm: Firm) -> int:
        while True:
            try:
                with acting_for(firm.cast.id):
                    return await Event.head()
            except Unavailable:  # this process is cut off from the database like any other
                await asyncio.sleep(BREATH)

    def _tenures(self, follower: Follower) -> list[Tenure]:
        return self.followers[follower].tenures[follower.who.member.id]

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._writing.add(asyncio.create_task(work))

    def _count(self, what: str, number: int = 1) -> None:
        self.platform.figures[what] += number
