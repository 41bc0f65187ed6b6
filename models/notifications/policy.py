"""What a company says of all its members' notifications."""

from typing import TYPE_CHECKING, Any, Final, Self

from tortoise import fields

from models.database import transaction
from models.errors import Invalid
from models.events import Event
from models.identity.company import Company
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer

WAITING_SECONDS: Final = 900  # where a company has not said
SHORTEST: Final = 60  # seconds
LONGEST: Final = 7 * 86_400


class NotificationPolicy(CompanyModel):
    """After how long somebody waits too long, and whether mail and push may quote messages."""

    waiting_seconds = fields.IntField(null=True, default=WAITING_SECONDS)
    previews = fields.BooleanField(default=False)

    class Meta:
        table = "notification_policies"

    @classmethod
    async def current(cls) -> Self:
        """The company's, or what holds without one."""
        return await cls.get_or_none() or cls()

    @classmethod
    async def change(cls, *, by: "Viewer", **wanted: Any) -> Self:
        """Only what is named; without `waiting_seconds` nobody ever waits too long."""
        seconds = wanted.get("waiting_seconds")
        if seconds is not None and not SHORTEST <= seconds <= LONGEST:
            message = f"`waitingSeconds` must be {SHORTEST} to {LONGEST}."
            raise Invalid.because("waitingSeconds", "OUT_OF_RANGE", message)
        async with transaction():
            company = await Company.held()
            row = await cls.current()
            changed = {name: to for name, to in wanted.items() if getattr(row, name) != to}
            if changed:
                row.update_from_dict(changed)
                await row.save()
                changes = {"fields": ["notifications"]}
                await Event.record("company.updated", company, actor=by, changes=changes)
        return row
