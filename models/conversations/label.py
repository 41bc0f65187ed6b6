"""Words of a company's own by which conversations are sorted."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self
from unicodedata import normalize
from uuid import UUID

from tortoise import fields
from tortoise.exceptions import IntegrityError

from models.checks import Checks, checked_colour, line
from models.database import flush, transaction
from models.errors import Refusal, require_version
from models.events import Event
from models.idempotency import checked_client_id, fingerprint, insert, made_before
from models.identifiers import global_id
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer

MAX_NAME: Final = 50
MAX_DESCRIPTION: Final = 200


class LabelExists(Refusal):
    """There is a label of this name already."""

    code = "LABEL_EXISTS"
    cure = "Use that one, whose id is in `extensions.labelId`, or choose another name."

    def __init__(self, label_id: UUID | None = None) -> None:
        super().__init__(**({} if label_id is None else {"labelId": global_id("Label", label_id)}))


class LabelArchived(Refusal):
    """This label is archived. Choose another one, or make it anew."""

    code = "LABEL_ARCHIVED"


class Label(CompanyModel):
    """One of the words; its name is unique, in any case, among those that are not archived."""

    name = fields.CharField(max_length=MAX_NAME)
    name_key = fields.CharField(max_length=200)
    colour = fields.CharField(max_length=7)
    description = fields.CharField(max_length=MAX_DESCRIPTION, null=True)
    archived_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "labels"

    @classmethod
    async def add(
        cls,
        name: str,
        *,
        colour: str,
        description: str | None = None,
        client_id: str | None = None,
        by: "Viewer",
    ) -> Self:
        """A new label; the same `client_id` with the same input is the same label."""
        columns = _cleaned({"name": name, "colour": colour, "description": description})
        client_id = checked_client_id(client_id)
        asked = fingerprint(by.actor_id, columns)
        label = cls(**columns, client_id=client_id, client_hash=client_id and asked)
        async with transaction():
            if not await insert(label):
                return await label._earlier()
            await Event.record("label.created", label, actor=by)
        return label

    async def edit(self, *, by: "Viewer", version: int | None = None, **given: Any) -> Self:
        """Change what is given of `name`, `colour` and `description`."""
        columns = _cleaned(given)
        async with transaction():
            await self.lock()
            if self.archived_at is not None:
                raise LabelArchived
            changed = {name: v for name, v in columns.items() if v != getattr(self, name)}
            if changed:
                await self._change(version, **changed)
                told = {"fields": sorted(changed.keys() - {"name_key"})}
                await Event.record("label.updated", self, actor=by, changes=told)
        return self

    async def archive(self, *, by: "Viewer", version: int | None = None) -> Self:
        """No more to be given; the conversations that have it keep it, and its name is free."""
        async with transaction():
            await self.lock()
            if self.archived_at is None:
                await self._change(version, archived_at=datetime.now(UTC))
                await Event.record("label.archived", self, actor=by)
        return self

    async def _change(self, version: int | None, **columns: Any) -> None:
        require_version(version, self.version)
        if key := columns.get("name_key"):
            await self._require_free(key)
        columns["version"] = self.version + 1
        self.update_from_dict(columns)
        await self.save(update_fields=columns)
        try:
            await flush()
        except IntegrityError:  # given to another since we looked
            raise LabelExists from None

    async def _require_free(self, key: str) -> None:
        other = await type(self).filter(name_key=key, archived_at=None).exclude(id=self.id).first()
        if other is not None:
            raise LabelExists(other.id)

    async def _earlier(self) -> Self:
        """The label that stands in our way, when it is this one, asked for before."""
        if earlier := await made_before(type(self), self.client_id, self.client_hash):
            return earlier
        await self._require_free(self.name_key)
        raise LabelExists


def _cleaned(given: dict[str, Any]) -> dict[str, Any]:
    """Columns for these; raises Invalid with every field that is wrong."""
    checks = Checks()
    columns: dict[str, Any] = {}
    if "name" in given:
        columns["name"] = checks.run(line, "name", given["name"] or "", longest=MAX_NAME)
    if "colour" in given:
        columns["colour"] = checks.run(checked_colour, given["colour"] or "")
    if "description" in given:
        columns["description"] = checks.run(_description, given["description"])
    checks.refuse()
    if "name" in columns:
        columns["name_key"] = normalize("NFKC", columns["name"]).casefold()[:200]
    return columns


def _description(value: str | None) -> str | None:
    if value is None or not value.strip():
        return None
    return line("description", value, longest=MAX_DESCRIPTION)
