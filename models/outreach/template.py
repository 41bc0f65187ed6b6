"""Texts that are written once and sent often."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.exceptions import IntegrityError

from models.checks import Checks, line, text
from models.database import flush, transaction
from models.errors import Forbidden, Invalid, NotFound, Refusal, require_version
from models.events import Event
from models.events.meant import Place, meant_in
from models.idempotency import checked_client_id, fingerprint, insert, made_before
from models.identity.company import LANGUAGE_TAG
from models.identity.member import Member
from models.outreach.revision import MAX_NAME, TemplateRevision
from models.outreach.variables import checked_variables, require_known, samples
from models.outreach.wording import LONGEST, checked_wording, names_in, worded
from models.queues import Queue
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer

MAX_SHORTCODE: Final = 40
SHORTCODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class TemplateVisibility(StrEnum):
    OWN = "OWN"
    QUEUE = "QUEUE"
    ALL = "ALL"


class ShortcodeTaken(Refusal):
    """Another template has this shortcode in this language."""

    code = "SHORTCODE_TAKEN"
    cure = "Choose another one, or archive that template; it may be one that you do not see."


class TemplateArchived(Refusal):
    """This template is archived. Restore it first."""

    code = "TEMPLATE_ARCHIVED"


class Template(CompanyModel):
    """A text with places to fill in, by its shortcode in one language; each version is kept.

    OWN ones are their owner's alone, those of a QUEUE its members'.
    """

    owner: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    owner_id: UUID | None
    queue_id: UUID | None = fields.UUIDField(null=True)
    visibility = fields.CharEnumField(TemplateVisibility, max_length=20)
    name = fields.CharField(max_length=MAX_NAME)
    shortcode = fields.CharField(max_length=MAX_SHORTCODE)
    language = fields.CharField(max_length=35)
    category = fields.CharField(max_length=50, null=True)
    body = fields.TextField()
    variables: Any = fields.JSONField(default=list)
    version = fields.IntField(default=1)
    archived_at: datetime | None = fields.DatetimeField(null=True)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "templates"

    @property
    def meant(self) -> dict[str, Any]:
        return meant_in(self._place)

    @classmethod
    async def add(
        cls,
        *,
        by: "Viewer",
        visibility: TemplateVisibility,
        queue: Queue | None = None,
        client_id: str | None = None,
        **given: Any,
    ) -> Self:
        """A new one; the same `client_id` with the same input is the same template.

        Raises ShortcodeTaken; Forbidden for what is shared by who may not.
        """
        _require_sharing(visibility, queue.id if queue else None, by=by)
        columns, client_id = _cleaned(given), checked_client_id(client_id)
        asked = fingerprint(by.actor_id, visibility, queue and queue.id, columns)
        template = cls(
            **columns,
            owner_id=by.member_id,
            visibility=visibility,
            queue_id=queue and queue.id,
            client_id=client_id,
            client_hash=client_id and asked,
        )
        async with transaction():
            if await insert(template):
                await template._keep_version(by=by)
                await Event.record("template.created", template, actor=by)
                return template
        earlier = await made_before(cls, client_id, asked)
        if earlier is None:
            raise ShortcodeTaken
        return earlier

    async def edit(
        self,
        *,
        by: "Viewer",
        version: int | None = None,
        visibility: TemplateVisibility | None = None,
        queue: Queue | None = None,
        **given: Any,
    ) -> Self:
        """Change what is given; what it says and asks for becomes a new version."""
        self._require_author(by)
        async with transaction():
            await self.lock()
            if self.archived_at is not None:
                raise TemplateArchived
            whole = {name: getattr(self, name) for name in ("body", "variables")}
            columns = _cleaned({**whole, **given})
            if visibility is not None:
                _require_sharing(visibility, queue.id if queue else None, by=by)
                columns |= {"visibility": visibility, "queue_id": queue and queue.id}
                if visibility is TemplateVisibility.OWN:  # an API key has none of its own
                    columns["owner_id"] = self.owner_id or by.member_id
            await self._change(columns, version=version, by=by)
        return self

    async def go_back(self, to: int, *, by: "Viewer", version: int | None = None) -> Self:
        """Say again what an earlier version said: that becomes the newest one. Raises NotFound."""
        self._require_author(by)
        async with transaction():
            await self.lock()
            if self.archived_at is not None:
                raise TemplateArchived
            rows = await TemplateRevision.filter(template_id=self.id, version=to)
            if not rows:
                raise NotFound
            told = {name: getattr(rows[0], name) for name in SAID}
            await self._change(told, version=version, by=by)
        return self

    async def archive(self, *, by: "Viewer", version: int | None = None) -> Self:
        """It is not sent any more; what was sent still names it, and its shortcode is free."""
        self._require_author(by)
        async with transaction():
            await self.lock()
            if self.archived_at is None:
                require_version(version, self.version)
                self.archived_at, self.version = datetime.now(UTC), self.version + 1
                await self.save(update_fields=["archived_at", "version"])
                await Event.record("template.archived", self, actor=by)
        return self

    async def restore(self, *, by: "Viewer") -> Self:
        """Raises ShortcodeTaken."""
        self._require_author(by)
        async with transaction():
            await self.lock()
            if self.archived_at is not None:
                self.archived_at, self.version = None, self.version + 1
                await self._save(["archived_at", "version"])
                await Event.record("template.restored", self, actor=by)
        return self

    async def _change(
        self, columns: Mapping[str, Any], *, version: int | None, by: "Viewer"
    ) -> None:
        changed = {name: v for name, v in columns.items() if v != getattr(self, name)}
        if not changed:
            return
        require_version(version, self.version)
        earlier = self._place
        self.update_from_dict({**changed, "version": self.version + 1})
        await self._save([*changed, "version"])
        if changed.keys() & set(SAID):
            await self._keep_version(by=by)
        told = {"fields": sorted(changed), **meant_in(earlier, self._place)}
        await Event.record("template.updated", self, actor=by, changes=told)

    @property
    def _place(self) -> Place:
        return Place(self.visibility, self.owner_id, self.queue_id)

    async def _save(self, names: Sequence[str]) -> None:
        await self.save(update_fields=names)
        try:
            await flush()
        except IntegrityError:
            raise ShortcodeTaken from None

    async def _keep_version(self, *, by: "Viewer") -> None:
        await TemplateRevision.create(
            template_id=self.id,
            edited_by_id=by.member_id,
            version=self.version,
            **{name: getattr(self, name) for name in SAID},
        )

    def _require_author(self, by: "Viewer") -> None:
        """Their own, or what is shared if they may share."""
        if self.visibility is not TemplateVisibility.OWN and not by.may("templates:share"):
            raise Forbidden(permission="templates:share")


def sample(body: str, variables: Sequence[Mapping[str, Any]]) -> str:
    """What a template would say of people who are not; what is missing is shown by its name."""
    values: dict[str, Any] = samples(variables)
    shown: dict[str, dict[str, str]] = {}
    for path in names_in(body):
        if len(path) == 3:
            shown.setdefault(path[0], {})[path[2]] = f"[{path[2]}]"
    for noun, custom in shown.items():
        values[noun] = {**values[noun], "custom": custom}
    return worded(body, values)


def _require_sharing(
    visibility: TemplateVisibility, queue_id: UUID | None, *, by: "Viewer"
) -> None:
    if visibility is not TemplateVisibility.OWN:
        by.require("templates:share")
    elif by.member_id is None:
        message = "An API key has no templates of its own: share it."
        raise Invalid.because("visibility", "NOT_A_MEMBER", message)
    if (visibility is TemplateVisibility.QUEUE) != (queue_id is not None):
        message = "`queueId` goes with the visibility QUEUE, and with no other."
        raise Invalid.because("queueId", "QUEUE_AND_VISIBILITY", message)


def _cleaned(given: Mapping[str, Any]) -> dict[str, Any]:
    """Columns for these; raises Invalid with every field that is wrong."""
    checks = Checks()
    columns = {
        name: checks.run(clean, given[name]) for name, clean in CLEAN.items() if name in given
    }
    checks.refuse()
    if "body" in columns:
        require_known(names_in(str(columns["body"])), columns["variables"] or ())
    return columns


def _body(value: str) -> str:
    return checked_wording(text("body", value, longest=LONGEST))


def _shortcode(value: str) -> str:
    code = value.strip().lstrip("/").lower()
    if not SHORTCODE.fullmatch(code):
        message = "`shortcode` must be of letters a-z, digits, `-` and `_`, 40 at most."
        raise Invalid.because("shortcode", "SHORTCODE_INVALID", message)
    return code


def checked_language(value: str) -> str:
    """As it is usually written: pt-BR."""
    if len(value) > 35 or not LANGUAGE_TAG.fullmatch(value):
        message = "`language` must be a language tag such as `en` or `pt-BR`."
        raise Invalid.because("language", "LOCALE_INVALID", message)
    first, *rest = value.split("-")
    return "-".join([first.lower(), *(each.upper() if len(each) == 2 else each for each in rest)])


def _category(value: str | None) -> str | None:
    return line("category", value, longest=50) if value else None


SAID: Final = ("name", "body", "variables")
CLEAN: Final[dict[str, Any]] = {
    "name": lambda value: line("name", value, longest=MAX_NAME),
    "shortcode": _shortcode,
    "language": checked_language,
    "category": _category,
    "variables": checked_variables,
    "body": _body,
}
