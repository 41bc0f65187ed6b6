"""What a company wants to know of contacts and conversations: typed attributes of its own."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import Checks, line
from models.contacts.attribute_value import FIRST, AttributeTarget, AttributeValue
from models.contacts.values import (
    AttributeType,
    checked_options,
    checked_pattern,
    checked_value,
)
from models.database import transaction
from models.errors import Field, Invalid, Refusal, require_version
from models.events import Event
from models.idempotency import checked_client_id, fingerprint, insert, made_before
from models.job import Job
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer

INDEX: Final = "attribute.index"
SETTLED: Final = timedelta(minutes=1)  # longer than any transaction lasts
MAX_KEY: Final = 64
MAX_LABEL: Final = 100
MAX_PATTERN: Final = 200
MAX_DEFINITIONS: Final = 50


class AttributeExists(Refusal):
    """There is an attribute of this key already. Change that one, or archive it first."""

    code = "ATTRIBUTE_EXISTS"


class AttributeArchived(Refusal):
    """This attribute is archived. Make it anew to keep it again."""

    code = "ATTRIBUTE_ARCHIVED"


class AttributeDefinition(CompanyModel):
    """One attribute that a company keeps; its key is unique among those not archived.

    Target, key and type are for ever: what is kept already would no longer fit.
    """

    target = fields.CharEnumField(AttributeTarget, max_length=20)
    key = fields.CharField(max_length=MAX_KEY)
    label = fields.CharField(max_length=MAX_LABEL)
    type = fields.CharEnumField(AttributeType, max_length=20)
    options: Any = fields.JSONField(default=list)
    pattern = fields.CharField(max_length=MAX_PATTERN, null=True)
    required = fields.BooleanField(default=False)
    archived_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "attribute_definitions"

    @classmethod
    async def of(cls, target: AttributeTarget) -> dict[str, Self]:
        """Those that hold, by key."""
        return {each.key: each for each in await cls.filter(target=target, archived_at=None)}

    @classmethod
    async def add(
        cls,
        target: AttributeTarget,
        key: str,
        *,
        label: str,
        type: AttributeType,
        options: Sequence[str] = (),
        pattern: str | None = None,
        required: bool = False,
        client_id: str | None = None,
        by: "Viewer",
    ) -> Self:
        """A new one; the same `client_id` with the same input is the same one."""
        checks = Checks()
        columns: dict[str, Any] = {
            "target": target,
            "key": checks.run(line, "key", key, longest=MAX_KEY),
            "type": type,
            "required": required,
            "label": checks.run(line, "label", label, longest=MAX_LABEL),
            "options": checks.run(checked_options, type, options),
            "pattern": checks.run(checked_pattern, type, pattern, longest=MAX_PATTERN),
        }
        client_id = checks.run(checked_client_id, client_id)
        checks.refuse()
        asked = fingerprint(by.actor_id, columns)
        definition = cls(**columns, client_id=client_id, client_hash=client_id and asked)
        async with transaction():
            if await cls.filter(target=target, archived_at=None).count() >= MAX_DEFINITIONS:
                message = f"There can be {MAX_DEFINITIONS} attributes of a kind at most."
                raise Invalid.because("key", "TOO_MANY", message)
            if not await insert(definition):
                return await definition._earlier()
            payload = {"definition_id": str(definition.id)}
            if await AttributeValue.fill(definition):  # of many, the others as soon as can be
                await Job.enqueue(INDEX, payload)
            # What others wrote meanwhile, who did not know of it yet, is looked at again.
            await Job.enqueue(INDEX, payload, run_at=datetime.now(UTC) + SETTLED)
            await Event.record("attribute.created", definition, actor=by)
        return definition

    async def index(self) -> Self:
        """Let what is kept of it be found; once it is archived, no more. Some at a time."""
        last: UUID | None = FIRST
        while last is not None:
            async with transaction():
                await self.lock()
                if self.archived_at is not None:
                    break
                last = await AttributeValue.fill(self, after=last)
        while self.archived_at is not None:
            async with transaction():
                if not await AttributeValue.empty(self):
                    break
        return self

    async def edit(self, *, by: "Viewer", version: int | None = None, **given: Any) -> Self:
        """Change what is given of `label`, `options`, `pattern` and `required`.

        What is kept stays as it is: what is asked for from now on, the next write must give.
        """
        checks = Checks()
        if "label" in given:
            given["label"] = checks.run(line, "label", given["label"] or "", longest=MAX_LABEL)
        if "options" in given:
            given["options"] = checks.run(checked_options, self.type, given["options"] or ())
        if "pattern" in given:
            pattern = given["pattern"]
            given["pattern"] = checks.run(checked_pattern, self.type, pattern, longest=MAX_PATTERN)
        checks.refuse()
        async with transaction():
            await self.lock()
            if self.archived_at is not None:
                raise AttributeArchived
            changed = {name: v for name, v in given.items() if v != getattr(self, name)}
            if changed:
                await self._change(version, **changed)
                told = {"fields": sorted(changed)}
                await Event.record("attribute.updated", self, actor=by, changes=told)
        return self

    async def archive(self, *, by: "Viewer", version: int | None = None) -> Self:
        """Ask for it no more; what is kept of it stays, and can only be taken away."""
        async with transaction():
            await self.lock()
            if self.archived_at is None:
                await self._change(version, archived_at=datetime.now(UTC))
                await Job.enqueue(INDEX, {"definition_id": str(self.id)})
                await Event.record("attribute.archived", self, actor=by)
        return self

    async def _change(self, version: int | None, **columns: Any) -> None:
        require_version(version, self.version)
        columns["version"] = self.version + 1
        self.update_from_dict(columns)
        await self.save(update_fields=columns)

    async def _earlier(self) -> Self:
        """The one that stands in our way, when it is this one, asked for before."""
        if earlier := await made_before(type(self), self.client_id, self.client_hash):
            return earlier
        raise AttributeExists


Definitions = dict[str, AttributeDefinition]


async def require_fitting(
    target: AttributeTarget, given: Mapping[str, Any], *, kept: Mapping[str, Any]
) -> Definitions:
    """The definitions; while a company has none for this target, it may keep what it likes.

    Raises Invalid with all that is wrong with what is `given`, and missing from what is `kept`.
    """
    known = await AttributeDefinition.of(target)
    if not known:
        return known
    faults: list[Field] = []
    for key, value in given.items():
        if value is None:
            continue
        path, definition = f"customAttributes.{key}", known.get(key)
        if definition is None:
            message = f"`{path}` is not one of the attributes that are kept."
            faults.append(Field(path, "ATTRIBUTE_UNKNOWN", message))
        elif fault := checked_value(path, definition, value):
            faults.append(fault)
    for key, definition in known.items():
        if definition.required and kept.get(key) is None:
            path = f"customAttributes.{key}"
            faults.append(Field(path, "REQUIRED", f"`{path}` must be given."))
    if faults:
        raise Invalid(faults)
    return known
