"""Business hours: when somebody is there to answer."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import strawberry

import models.queues
from models.tenancy import find
from schema.context import Info
from schema.edges import derived
from schema.nodes import Node, node
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query


@strawberry.enum(description="A day of the week.")
class Weekday(StrEnum):
    MONDAY = "MONDAY"
    TUESDAY = "TUESDAY"
    WEDNESDAY = "WEDNESDAY"
    THURSDAY = "THURSDAY"
    FRIDAY = "FRIDAY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


@strawberry.type(description="Open from one time of the clock to another, every week.")
class Opening:
    day: Weekday
    opens: str
    closes: str = strawberry.field(description="Of the next day, if it is not later.")


@strawberry.type(description="Closed on a date.")
class Holiday:
    name: str
    date: str
    yearly: bool = strawberry.field(description="On that day of every year.")
    closed_from: str
    closed_until: str


@node("queues:read", lambda viewer: viewer.business_hours)
@strawberry.type(description="Hours of the week on the clocks of a place, without its holidays.")
class BusinessHours(Node):
    name: str
    timezone: str
    is_default: bool = strawberry.field(
        description="Reports count by these where a queue has none of its own."
    )
    version: int = strawberry.field(description="Moves with every change; mutations can expect it.")
    created_at: datetime
    updated_at: datetime

    @derived(description="By day and time, from Monday on.")
    def weekly(weekly: list[dict[str, Any]]) -> list[Opening]:
        return [
            Opening(day=Weekday(each["day"]), opens=each["opens"], closes=each["closes"])
            for each in weekly
        ]

    @derived(description="By date.")
    def holidays(holidays: list[dict[str, Any]]) -> list[Holiday]:
        return [
            Holiday(
                name=each["name"],
                date=each["date"],
                yearly=each["yearly"],
                closed_from=each["closedFrom"],
                closed_until=each["closedUntil"],
            )
            for each in holidays
        ]

    @strawberry.field(description="Are they open, now or at another time?")
    async def open(
        root: strawberry.Parent[models.queues.BusinessHours],
        info: Info,
        at: datetime | None = None,
    ) -> bool:
        hours = await info.context.loaders.rows(models.queues.BusinessHours).load(root.id)
        return hours is not None and hours.open_at(_aware(at))

    @strawberry.field(
        description="When they open next; null while they are open, and if not in twenty years."
    )
    async def next_opening(
        root: strawberry.Parent[models.queues.BusinessHours],
        info: Info,
        at: datetime | None = None,
    ) -> datetime | None:
        at = _aware(at)
        hours = await info.context.loaders.rows(models.queues.BusinessHours).load(root.id)
        return None if hours is None or hours.open_at(at) else hours.next_opening(at)


@strawberry.type
class BusinessHoursQuery:
    @query(
        "queues:read",
        description="The company's business hours, by name.",
        graphql_type=Connection[BusinessHours],
    )
    def business_hours(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        order = Order("name", descending=False, unique=True)
        return page(info.context.viewer.business_hours, order, Window(first, after, last, before))


@strawberry.input
class OpeningInput:
    day: Weekday
    opens: str = strawberry.field(description="As 09:30.")
    closes: str = strawberry.field(
        description="As 18:00, up to 24:00; of the next day, if it is not later."
    )


@strawberry.input
class HolidayInput:
    name: str
    date: str = strawberry.field(description="As 2026-12-25.")
    yearly: bool = strawberry.field(default=False, description="On that day of every year.")
    closed_from: str = strawberry.field(default="00:00", description="As 12:00.")
    closed_until: str = strawberry.field(default="24:00", description="Of the same day.")


@strawberry.input
class CreateBusinessHoursInput:
    name: str
    timezone: str = strawberry.field(description="Of the IANA, such as America/Sao_Paulo.")
    weekly: list[OpeningInput]
    holidays: list[HolidayInput] = strawberry.field(default_factory=list)
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same."
    )


@strawberry.input(description="What is left out stays as it is.")
class UpdateBusinessHoursInput:
    business_hours_id: strawberry.ID
    name: str | None = None
    timezone: str | None = None
    weekly: list[OpeningInput] | None = None
    holidays: list[HolidayInput] | None = None
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.input
class DeleteBusinessHoursInput:
    business_hours_id: strawberry.ID
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.input
class SetDefaultBusinessHoursInput:
    business_hours_id: strawberry.ID


@strawberry.type
class CreateBusinessHoursPayload(Payload):
    business_hours: BusinessHours


@strawberry.type
class UpdateBusinessHoursPayload(Payload):
    business_hours: BusinessHours


@strawberry.type
class DeleteBusinessHoursPayload(Payload):
    name: str


@strawberry.type
class SetDefaultBusinessHoursPayload(Payload):
    business_hours: BusinessHours


@strawberry.type
class BusinessHoursMutation:
    @mutation(
        "queues:manage",
        description="Add business hours: a time zone, the hours of a week, and holidays.",
    )
    async def create_business_hours(
        self, info: Info, input: CreateBusinessHoursInput
    ) -> CreateBusinessHoursPayload:
        hours = await models.queues.BusinessHours.add(
            by=info.context.viewer, client_id=input.client_id, **_details(input)
        )
        return await CreateBusinessHoursPayload.at(info, business_hours=hours)

    @mutation("queues:manage", description="Change what is given of business hours.")
    async def update_business_hours(
        self, info: Info, input: UpdateBusinessHoursInput
    ) -> UpdateBusinessHoursPayload:
        viewer = info.context.viewer
        hours = await find(viewer.business_hours, input.business_hours_id)
        await hours.edit(by=viewer, version=input.version, **_details(input))
        return await UpdateBusinessHoursPayload.at(info, business_hours=hours)

    @mutation("queues:manage", description="Delete business hours that nothing counts by.")
    async def delete_business_hours(
        self, info: Info, input: DeleteBusinessHoursInput
    ) -> DeleteBusinessHoursPayload:
        viewer = info.context.viewer
        hours = await find(viewer.business_hours, input.business_hours_id)
        await hours.discard(by=viewer, version=input.version)
        return await DeleteBusinessHoursPayload.at(info, name=hours.name)

    @mutation("queues:manage", description="Let reports count by these where a queue has no hours.")
    async def set_default_business_hours(
        self, info: Info, input: SetDefaultBusinessHoursInput
    ) -> SetDefaultBusinessHoursPayload:
        viewer = info.context.viewer
        hours = await find(viewer.business_hours, input.business_hours_id)
        await hours.make_default(by=viewer)
        return await SetDefaultBusinessHoursPayload.at(info, business_hours=hours)


def _details(input: CreateBusinessHoursInput | UpdateBusinessHoursInput) -> dict[str, Any]:
    given = {
        "name": input.name,
        "timezone": input.timezone,
        "weekly": None if input.weekly is None else [_opening(each) for each in input.weekly],
        "holidays": None if input.holidays is None else [_holiday(each) for each in input.holidays],
    }
    return {name: value for name, value in given.items() if value is not None}


def _opening(given: OpeningInput) -> dict[str, Any]:
    return {"day": given.day.value, "opens": given.opens, "closes": given.closes}


def _holiday(given: HolidayInput) -> dict[str, Any]:
    return {
        "name": given.name,
        "date": given.date,
        "yearly": given.yearly,
        "closedFrom": given.closed_from,
        "closedUntil": given.closed_until,
    }


def _aware(at: datetime | None) -> datetime:
    """A time without an offset is of UTC."""
    return datetime.now(UTC) if at is None else at if at.tzinfo else at.replace(tzinfo=UTC)
