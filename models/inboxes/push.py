"""What may be pushed into an API inbox; docs/api-inbox.md tells it to those who push."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails, PydanticCustomError

import models.errors
from models.callback.address import LONGEST_URL
from models.checks import line, text
from models.contacts.details import cleaned
from models.errors import Invalid

MAX_ID: Final = 200
MAX_BODY: Final = 10_000
MAX_REPORT: Final = 500
MAX_COMMENT: Final = 2_000
MAX_FILES: Final = 10  # of a message
MAX_NAME: Final = 255
MAX_TYPE: Final = 100


def _clean(clean: Callable[..., Any], **limits: Any) -> AfterValidator:
    return AfterValidator(_checking(clean, **limits))


def _checking(clean: Callable[..., Any], **limits: Any) -> Callable[[str, ValidationInfo], Any]:
    """A check of the house as one of pydantic's."""

    def check(value: str, info: ValidationInfo) -> Any:
        try:
            return clean(to_camel(info.field_name or ""), value, **limits)
        except Invalid as invalid:
            fault = invalid.fields[0]
            raise PydanticCustomError(fault.code, "{message}", {"message": fault.message}) from None

    return check


def _detail(name: str, value: str) -> Any:
    return cleaned({name: value})[name]


def _body(value: str, info: ValidationInfo) -> str:
    """It may be empty where a file says enough."""
    with_files = not value.strip() and info.data.get("attachments")
    return "" if with_files else str(BODY(value, info))


BODY: Final = _checking(text, longest=MAX_BODY)
Id = Annotated[str, _clean(line, longest=MAX_ID)]


class Shape(BaseModel):
    """Unknown names are refused: a typing error, or one of our own messages sent back to us."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="forbid", frozen=True, hide_input_in_errors=True
    )


class Person(Shape):
    """Who wrote: `id` is what the customer's system calls them."""

    id: Id
    name: Annotated[str, _clean(_detail)] | None = None
    email: Annotated[str, _clean(_detail)] | None = None
    phone: Annotated[str, _clean(_detail)] | None = None


class File(Shape):
    """What came with it: at an address that we can fetch, or here as base64."""

    file_name: Annotated[str, _clean(line, longest=MAX_NAME)]
    content_type: Annotated[str, _clean(line, longest=MAX_TYPE)] | None = None
    url: Annotated[str, _clean(line, longest=LONGEST_URL)] | None = None
    content: str | None = None

    @model_validator(mode="after")
    def _in_one_place(self) -> "File":
        if (self.url is None) == (self.content is None):
            told = "Give either `url` or `content`."
            raise PydanticCustomError("URL_OR_CONTENT", "{message}", {"message": told})
        return self


class Written(Shape):
    """What a contact wrote: `id` is what the customer's system calls it."""

    id: Id
    contact: Person
    attachments: Annotated[tuple[File, ...], Field(max_length=MAX_FILES)] = ()
    body: Annotated[str, AfterValidator(_body)] = Field(default="", validate_default=True)
    occurred_at: AwareDatetime | None = None


class Receipt(Shape):
    """How far a message of ours has come: `message_id` is its id, or the client's for it."""

    message_id: Id
    status: Literal["sent", "delivered", "read", "failed"]
    error: Annotated[str, _clean(text, longest=MAX_REPORT)] | None = None


class Rating(Shape):
    """How a contact was helped: `message_id` is that of the message that asked."""

    message_id: Id
    rating: Annotated[int, Field(strict=True, ge=1, le=5)]
    comment: Annotated[str, _clean(text, longest=MAX_COMMENT)] | None = None


class Push(Shape):
    """The envelope of Standard Webhooks."""

    timestamp: AwareDatetime | None = None


class MessageCreated(Push):
    type: Literal["message.created"]
    data: Written

    def occurred_at(self, *, received_at: datetime) -> datetime:
        """When it was written: never later than it came, whatever their clock says."""
        told = self.data.occurred_at or self.timestamp or received_at
        return min(told.astimezone(UTC), received_at)


class MessageStatus(Push):
    type: Literal["message.status"]
    data: Receipt


class SatisfactionRated(Push):
    type: Literal["satisfaction.rated"]
    data: Rating


Pushed = MessageCreated | MessageStatus | SatisfactionRated
_PUSHES: Final = TypeAdapter[Pushed](Annotated[Pushed, Field(discriminator="type")])


def fitting(payload: Any) -> Pushed:
    """The push that this is. Raises Invalid with all that is wrong."""
    try:
        return _PUSHES.validate_python(payload)
    except ValidationError as error:
        raise Invalid([_field(each) for each in error.errors()]) from None


def _field(fault: ErrorDetails) -> models.errors.Field:
    # The first step of a path is no name, but which of the pushes it is; without it, there is none.
    path = ".".join(str(step) for step in fault["loc"][1:])
    if fault["type"].startswith("union_tag"):
        path = "type"
    return models.errors.Field(path, fault["type"].upper(), fault["msg"])
