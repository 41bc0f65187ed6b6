"""What to do for each kind of job, and how patiently."""

import inspect
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from random import random
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from models.errors import Conflict, DomainError
from models.job import PermanentFailure, RetryAfter

Handler = Callable[..., Awaitable[None]]


@dataclass(frozen=True)
class Policy:
    """How often, how fast and how long; in seconds. A lease is renewed while the handler runs."""

    attempts: int = 3
    base: float = 2.0
    cap: float = 600.0
    lease: float = 20.0
    timeout: float = 300.0
    concurrency: int | None = None  # of one company at once
    per_minute: int | None = None  # of one company

    def pause(self, error: BaseException, *, attempt: int, draw: Callable[[], float]) -> float:
        """How long to wait after this attempt (the first is 1): full jitter, unless told."""
        if isinstance(error, RetryAfter):
            return error.seconds
        if isinstance(error, DomainError) and "retryAfter" in error.details:
            return float(error.details["retryAfter"])
        return draw() * min(self.cap, self.base * 2.0 ** min(attempt - 1, 60))


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of job: its handler, its payload's fields, and what to do when it is given up."""

    kind: str
    version: int
    policy: Policy
    handler: Handler
    payload: type[BaseModel]
    on_dead: Handler | None
    announced: bool

    async def run(self, payload: Mapping[str, Any]) -> None:
        """Raises PermanentFailure when the payload does not fit the handler."""
        await self.handler(**self._arguments(payload))

    async def give_up(self, payload: Mapping[str, Any], *, reason: str) -> None:
        if self.on_dead is not None:
            await self.on_dead(**self._arguments(payload), reason=reason)

    def pause(
        self,
        error: BaseException,
        *,
        attempt: int,
        attempts: int | None = None,
        draw: Callable[[], float] = random,
    ) -> float | None:
        """Seconds until the next attempt; None when there shall be none."""
        if is_permanent(error) or attempt >= (attempts or self.policy.attempts):
            return None
        return self.policy.pause(error, attempt=attempt, draw=draw)

    def _arguments(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        try:
            fitted = self.payload.model_validate(payload)
        except ValidationError as error:
            wrong = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
            raise PermanentFailure(f"The payload does not fit {self.kind}: {wrong}.") from None
        return {name: getattr(fitted, name) for name in self.payload.model_fields}


TASKS: Final[dict[str, Task]] = {}


def task(
    kind: str,
    *,
    attempts: int = Policy.attempts,
    base: float = Policy.base,
    cap: float = Policy.cap,
    lease: float = Policy.lease,
    timeout: float = Policy.timeout,
    concurrency: int | None = None,
    per_minute: int | None = None,
    version: int = 1,
    on_dead: Handler | None = None,
    announced: bool = True,
) -> Callable[[Handler], Handler]:
    """Register the handler of a kind. It is given the payload's fields and calls one verb.

    It may run more than once for one job: what it does must bear that. `on_dead` is given the same
    fields and the `reason`, in the transaction that ends the job. A payload of a newer `version`
    is left for a newer worker. `concurrency` and `per_minute` are what one company may have of it.
    Starts and successes are events, too, if `announced`: not for work whose effect is an event of
    its own, which is most of all work. Whatever goes wrong always is one.
    """

    def register(handler: Handler) -> Handler:
        if kind in TASKS:
            raise ValueError(f"Two handlers for {kind}.")
        policy = Policy(attempts, base, cap, lease, timeout, concurrency, per_minute)
        fields = _payload_of(handler)
        TASKS[kind] = Task(kind, version, policy, handler, fields, on_dead, announced)
        return handler

    return register


def registered() -> Mapping[str, Task]:
    """The tasks of all areas."""
    package = import_module("jobs")
    for module in pkgutil.walk_packages(package.__path__, prefix="jobs."):
        import_module(module.name)
    return TASKS


def is_permanent(error: BaseException) -> bool:
    """A refusal will be one again; a conflict, a busy system and any surprise may pass."""
    if isinstance(error, DomainError):
        return not (error.retryable or isinstance(error, Conflict))
    return isinstance(error, PermanentFailure)


def _payload_of(handler: Handler) -> type[BaseModel]:
    fields: dict[str, Any] = {
        name: (each.annotation, ... if each.default is each.empty else each.default)
        for name, each in inspect.signature(handler, eval_str=True).parameters.items()
    }
    return create_model("Payload", __config__=ConfigDict(extra="forbid"), **fields)
