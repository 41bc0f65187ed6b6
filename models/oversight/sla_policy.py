"""What a company promises: how soon it answers, and how soon it is done."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.exceptions import IntegrityError

from models.checks import Checks, line
from models.database import flush, transaction
from models.errors import Conflict, Invalid, Refusal, require_version
from models.events import Event
from models.idempotency import checked_client_id, fingerprint, insert, made_before
from models.queues.business_hours import BusinessHours
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer

MAX_NAME: Final = 100
SHORTEST, LONGEST = 60, 365 * 24 * 3600
PROMISES: Final = ("first_response_seconds", "next_response_seconds", "resolution_seconds")


class SlaMetric(StrEnum):
    FIRST_RESPONSE = "FIRST_RESPONSE"
    NEXT_RESPONSE = "NEXT_RESPONSE"
    RESOLUTION = "RESOLUTION"


class PolicyArchived(Refusal):
    """This SLA policy is archived. Choose another."""

    code = "SLA_POLICY_ARCHIVED"


class SlaPolicy(CompanyModel):
    """Seconds for each promise, counted while its business hours are open, else all of them.

    At `warn_percent` of the time a warning is given. It holds for conversations it was set for,
    else for those of its queues, of its inboxes, or for all if it is the default.
    """

    name = fields.CharField(max_length=MAX_NAME)
    first_response_seconds = fields.IntField(null=True)
    next_response_seconds = fields.IntField(null=True)
    resolution_seconds = fields.IntField(null=True)
    warn_percent = fields.IntField(null=True)
    business_hours: fields.ForeignKeyNullableRelation[BusinessHours] = fields.ForeignKeyField(
        "models.BusinessHours", related_name=False, db_constraint=False, null=True
    )
    business_hours_id: UUID | None
    is_default = fields.BooleanField(default=False)
    archived_at: datetime | None = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "sla_policies"

    @classmethod
    async def add(cls, *, by: "Viewer", client_id: str | None = None, **details: Any) -> Self:
        """Asked again with its `client_id`, the same."""
        checks = Checks()
        cleaned = _cleaned(checks, details)
        client_id = checks.run(checked_client_id, client_id)
        checks.refuse()
        _require_promise(cleaned)
        asked = fingerprint(cleaned)
        policy = cls(**cleaned, client_id=client_id, client_hash=client_id and asked)
        async with transaction():
            if await insert(policy):
                await Event.record("sla_policy.created", policy, actor=by)
                return policy
            earlier = await made_before(cls, client_id, asked)
            if earlier is None:
                raise _taken()
        return earlier

    async def edit(self, *, by: "Viewer", version: int | None = None, **details: Any) -> Self:
        """Change what is given. Clocks that run keep the seconds that they began with."""
        checks = Checks()
        cleaned = _cleaned(checks, details)
        checks.refuse()
        try:
            async with transaction():
                await self.lock()
                self.require_in_use()
                changed = [name for name in cleaned if cleaned[name] != getattr(self, name)]
                if changed:
                    require_version(version, self.version)
                    _require_promise({name: getattr(self, name) for name in PROMISES} | cleaned)
                    await self._change(**{name: cleaned[name] for name in changed})
                    told = {"fields": changed}
                    await Event.record("sla_policy.updated", self, actor=by, changes=told)
                    await flush()
        except IntegrityError:
            raise _taken() from None
        return self

    async def make_default(self, *, by: "Viewer") -> Self:
        """It holds wherever no other is set; the one that did no longer does."""
        try:
            async with transaction():
                await SlaPolicy.end_default(by=by, unless=self.id)
                await self.lock()
                self.require_in_use()
                if not self.is_default:
                    await self._change(is_default=True)
                    told = {"fields": ["is_default"]}
                    await Event.record("sla_policy.updated", self, actor=by, changes=told)
                    await flush()
        except IntegrityError:  # another became it at the same time
            raise Conflict from None
        return self

    @classmethod
    async def end_default(cls, *, by: "Viewer", unless: UUID | None = None) -> None:
        """From now on none holds by default."""
        async with transaction():
            for policy in await cls.filter(is_default=True):
                await policy.lock()
                if policy.is_default and policy.id != unless:
                    await policy._change(is_default=False)
                    told = {"fields": ["is_default"]}
                    await Event.record("sla_policy.updated", policy, actor=by, changes=told)
            await flush()

    async def archive(self, *, by: "Viewer", version: int | None = None) -> Self:
        """Begin no more clocks by it; those that run go on. Wherever it is set, it is none."""
        async with transaction():
            await self.lock()
            if self.archived_at is None:
                require_version(version, self.version)
                await self._change(archived_at=datetime.now(UTC), is_default=False)
                await Event.record("sla_policy.archived", self, actor=by)
        return self

    def seconds(self, metric: SlaMetric) -> int | None:
        """What is promised."""
        promised: int | None = getattr(self, f"{metric.lower()}_seconds")
        return promised

    def require_in_use(self) -> None:
        """Raises PolicyArchived."""
        if self.archived_at is not None:
            raise PolicyArchived

    async def _change(self, **changes: Any) -> None:
        changes["version"] = self.version + 1
        self.update_from_dict(changes)
        await self.save(update_fields=changes)


def _cleaned(checks: Checks, details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: checks.run(CLEAN[name], value) for name, value in details.items()}


def _seconds(path: str, value: int | None) -> int | None:
    if value is not None and not SHORTEST <= value <= LONGEST:
        message = f"`{path}` must be {SHORTEST} to {LONGEST} seconds."
        raise Invalid.because(path, "OUT_OF_RANGE", message)
    return value


def _percent(value: int | None) -> int | None:
    if value is not None and not 1 <= value <= 99:
        message = "`warnPercent` must be 1 to 99."
        raise Invalid.because("warnPercent", "OUT_OF_RANGE", message)
    return value


def _require_promise(details: Mapping[str, Any]) -> None:
    if not any(details.get(name) for name in PROMISES):
        message = "A policy promises a first response, a next response or a resolution."
        raise Invalid.because("firstResponseSeconds", "NO_PROMISE", message)


def _taken() -> Invalid:
    return Invalid.because("name", "TAKEN", "Another SLA policy has this name.")


CLEAN: Final[dict[str, Callable[[Any], Any]]] = {
    "name": lambda value: line("name", value, longest=MAX_NAME),
    "first_response_seconds": lambda value: _seconds("firstResponseSeconds", value),
    "next_response_seconds": lambda value: _seconds("nextResponseSeconds", value),
    "resolution_seconds": lambda value: _seconds("resolutionSeconds", value),
    "warn_percent": _percent,
    "business_hours_id": lambda value: value,
}
