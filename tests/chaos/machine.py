"""The rules by which Hypothesis plays: it writes, listens, cuts and breaks in whatever order."""

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    multiple,
    precondition,
    rule,
)

from models.identity import Role
from tests.chaos.followers import Follower
from tests.chaos.platform import Platform
from tests.chaos.run import COMPANIES, Run

Answer = TypeVar("Answer")
MOST_FOLLOWERS = 12
MOST_BLOWS = 2  # in one run, of those from which it takes a while to recover
TIMEOUT = 180.0

companies = st.integers(0, len(COMPANIES) - 1)
slots = st.integers(0, 1)
floods = st.sampled_from([None, (1_100, 0), (150, 30_000), (150, 30_000)])
moments = st.sampled_from([0.1, 0.3, 1.0])
subscriptions = st.fixed_dictionaries(
    {
        "firm": st.sampled_from([0, 0, 0, 1, 2]),
        "person": st.sampled_from([0, 0, 0, 1, 2, 3]),
        "topic": st.sampled_from([0, 0, 1, 1, 2, 3]),
        "slot": slots,
        "after": st.sampled_from([None, 0, 50, 100, 100]),
        "stream": st.sampled_from([False, False, True]),
    }
)


class Machine(RuleBasedStateMachine):
    """Lives in a thread; all that it does happens in the event loop of the tests."""

    site: ClassVar[Platform]
    loop: ClassVar[asyncio.AbstractEventLoop]
    followers: Bundle[Follower] = Bundle("followers")

    def __init__(self) -> None:
        super().__init__()
        self.listening = 0
        self.blows = 0
        self.broken = False
        self.play = self.do(Run.begin(self.site))

    def do(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        try:
            return asyncio.run_coroutine_threadsafe(work, self.loop).result(TIMEOUT)
        except BaseException:
            self.broken = True
            raise

    @initialize(target=followers, chosen=st.lists(subscriptions, min_size=4, max_size=8))
    def begin(self, chosen: list[dict[str, Any]]) -> MultipleResults[Follower]:
        """Companies with a past, that somebody listens to while things keep happening in them."""
        for firm, past in zip(self.play.firms, (1_200, 100, 30), strict=True):
            self.do(self.play.record(firm, past))
            self.do(self.play.trickle(firm))
        return multiple(*[self._follower(choice) for choice in chosen])

    @rule(firm=companies, slot=slots, number=st.sampled_from([1, 3, 10]))
    def write(self, firm: int, slot: int, number: int) -> None:
        self.do(self.play.write(self.play.firms[firm], slot, number))

    @rule(firm=companies, number=st.sampled_from([1, 30, 300]))
    def record(self, firm: int, number: int) -> None:
        self.do(self.play.record(self.play.firms[firm], number))

    @rule(firm=companies, slot=slots, number=st.sampled_from([0, 1, 20]))
    def fail(self, firm: int, slot: int, number: int) -> None:
        """A mutation is refused, or a transaction with so many events is undone."""
        if number:
            self.do(self.play.undo(self.play.firms[firm], number))
        else:
            self.do(self.play.be_refused(self.play.firms[firm], slot))

    @precondition(lambda self: self.listening < MOST_FOLLOWERS)
    @rule(target=followers, choice=subscriptions)
    def follow(self, choice: dict[str, Any]) -> Follower:
        return self._follower(choice)

    @rule(
        follower=followers,
        after=st.sampled_from([0, 0, 1, 2, 3, 10]),
        slot=slots,
        back=st.sampled_from([0, 0, 5]),
    )
    def cut(self, follower: Follower, after: int, slot: int, back: int) -> None:
        self.do(self.play.cut(follower, after=after, slot=slot, back=back))

    @rule(follower=followers, back=st.sampled_from([0, 5]))
    def again(self, follower: Follower, back: int) -> None:
        self.do(self.play.again(follower, back=back))

    @rule(
        follower=followers,
        seconds=moments,
        flood=floods,
    )
    def stall(self, follower: Follower, seconds: float, flood: tuple[int, int] | None) -> None:
        """It does not read for a while, in which so many events of such a size may come."""
        self.do(self.play.stall(follower, seconds, flood=flood))

    @rule(
        follower=followers,
        role=st.sampled_from([Role.ADMIN, Role.SUPERVISOR, Role.MEMBER, Role.READ_ONLY]),
    )
    def change_role(self, follower: Follower, role: Role) -> None:
        self.do(self.play.change_role(follower, role))

    @rule(firm=companies, slot=slots)
    def steal(self, firm: int, slot: int) -> None:
        rival = self.play.firms[(firm + 1) % len(COMPANIES)]
        self.do(self.play.steal(self.play.firms[firm], rival, slot))

    # Nothing of this may fail a write.

    @rule(fault=st.sampled_from(["flush_redis", "freeze_redis", "kill_redis"]), seconds=moments)
    def shake_redis(self, fault: str, seconds: float) -> None:
        given = () if fault == "flush_redis" else (seconds,)
        self.do(getattr(self.site, fault)(*given))

    @rule(slot=slots, seconds=moments)
    def freeze_api(self, slot: int, seconds: float) -> None:
        self.do(self.site.freeze_api(slot, seconds))

    # Of this, any may.

    @precondition(lambda self: self.blows < MOST_BLOWS)
    @rule(
        blow=st.sampled_from(["kill_writer", "kill_api", "redeploy_api", "cut_database"]),
        firm=companies,
        slot=slots,
    )
    def strike(self, blow: str, firm: int, slot: int) -> None:
        self.blows += 1
        self.do(self.play.strike(blow, self.play.firms[firm], slot))

    def teardown(self) -> None:
        try:
            if not self.broken:
                self.do(self.play.settle())
                self.do(self.play.judge())
        finally:
            self.do(self.play.close())

    def _follower(self, choice: dict[str, Any]) -> Follower:
        self.listening += 1
        return self.do(self.play.follow(**choice))
