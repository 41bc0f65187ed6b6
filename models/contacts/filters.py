"""The conditions by which contacts are chosen: of a list, of a segment, of an export."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, Final, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel
from tortoise.queryset import QuerySet

import models.errors
from models.clauses import Clause, Kind
from models.contacts.consent import ConsentState
from models.contacts.contact import Contact
from models.contacts.details import MAX_KEY, search_key
from models.errors import Invalid
from models.inboxes.inbox import InboxKind

MAX_CONDITIONS: Final = 50
MAX_DEPTH: Final = 5
Bind = Callable[[Any], str]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Values = Annotated[list[Text], Field(min_length=1, max_length=100)]


def _storable(at: datetime) -> datetime:
    try:
        at.astimezone(UTC)
    except OverflowError:
        raise ValueError("It is beyond the years 1 to 9999.") from None
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_storable)]
Days = Annotated[int, Field(ge=0, le=3650)]


class Condition(BaseModel):
    """All that is given of one must be true of a contact."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    @classmethod
    def read(cls, given: Any, *, path: str = "filter") -> Self:
        """As a client gave it, or as it was kept. Raises Invalid with all that is wrong."""
        try:
            return cls.model_validate(given)
        except ValidationError as wrong:
            fields = [
                models.errors.Field(
                    ".".join([path, *(str(step) for step in each["loc"])]),
                    each["type"].upper(),
                    each["msg"],
                )
                for each in wrong.errors()
            ]
            raise Invalid(fields) from None

    def kept(self) -> dict[str, Any]:
        """To be read again."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    @property
    def given(self) -> dict[str, Any]:
        return {name: value for name in self.model_fields_set
                if (value := getattr(self, name)) is not None}  # fmt: skip


class TextCondition(Condition):
    """Without regard to case and accents where the text is a name."""

    is_: Values | None = Field(None, alias="is")
    starts_with: Text | None = None
    contains: Text | None = None
    known: bool | None = None

    def written(self, of: str, bind: Bind, fold: Callable[[str], str]) -> Iterator[str]:
        if self.is_ is not None:
            yield f"{of} = ANY({bind([fold(each) for each in self.is_])}::text[])"
        if self.starts_with is not None:
            yield f"starts_with({of}, {bind(fold(self.starts_with))}::text)"
        if self.contains is not None:
            yield f"strpos({of}, {bind(fold(self.contains))}::text) > 0"
        if self.known is not None:
            yield f"{of} IS {'NOT ' if self.known else ''}NULL"


class AttributeCondition(TextCondition):
    """A custom attribute, compared as text; `at_least` and `at_most` as the number that it is."""

    key: Annotated[str, Field(min_length=1, max_length=MAX_KEY)]
    at_least: float | None = Field(None, allow_inf_nan=False)
    at_most: float | None = Field(None, allow_inf_nan=False)

    def written_of(self, table: str, bind: Bind) -> Iterator[str]:
        of = f"({table}.custom_attributes ->> {bind(self.key)}::text)"
        yield from self.written(of, bind, str)
        # As this is only asked of what is a number, it is safe to take it for one.
        number = f"CASE WHEN {of} ~ '{NUMBER}' THEN {of}::numeric END"
        if self.at_least is not None:
            yield f"{number} >= {bind(self.at_least)}::float8::numeric"
        if self.at_most is not None:
            yield f"{number} <= {bind(self.at_most)}::float8::numeric"


class TimeCondition(Condition):
    """`within_days` and `longer_ago` are days before the moment of asking."""

    after: Moment | None = None
    before: Moment | None = None
    within_days: Days | None = None
    longer_ago: Days | None = None
    known: bool | None = None

    def written(self, of: str, bind: Bind) -> Iterator[str]:
        now = datetime.now(UTC)
        if self.after is not None:
            yield f"{of} > {bind(self.after)}::timestamptz"
        if self.before is not None:
            yield f"{of} < {bind(self.before)}::timestamptz"
        if self.within_days is not None:
            yield f"{of} >= {bind(now - timedelta(days=self.within_days))}::timestamptz"
        if self.longer_ago is not None:
            yield f"{of} < {bind(now - timedelta(days=self.longer_ago))}::timestamptz"
        if self.known is not None:
            yield f"{of} IS {'NOT ' if self.known else ''}NULL"


class ConsentCondition(Condition):
    """Of who said nothing the state is UNKNOWN."""

    channel: InboxKind
    state: ConsentState

    def written(self, table: str, bind: Bind) -> Iterator[str]:
        unknown = self.state is ConsentState.UNKNOWN
        states = [each.value for each in ConsentState if not unknown] or ["OPTED_IN", "OPTED_OUT"]
        if not unknown:
            states = [self.state.value]
        yield (
            f"{'NOT ' if unknown else ''}EXISTS (SELECT 1 FROM contact_consents k "  # noqa: S608
            f"WHERE k.company_id = {table}.company_id AND k.contact_id = {table}.id "
            f"AND k.channel = {bind(self.channel.value)}::text "
            f"AND k.state = ANY({bind(states)}::text[]))"
        )


class ContactFilter(Condition):
    """What must be true of a contact; nothing given is true of all."""

    FOLDS: ClassVar[dict[str, tuple[str, Callable[[str], str]]]] = {
        "name": ("search_name", search_key),
        "email": ("email", lambda text: text.strip().lower()),
        "phone": ("phone", lambda text: "".join(text.split())),
        "locale": ("locale", str),
    }
    TIMES: ClassVar[dict[str, str]] = {"last_activity": "last_activity_at", "created": "created_at"}

    all: Annotated[list["ContactFilter"], Field(min_length=1)] | None = None
    any: Annotated[list["ContactFilter"], Field(min_length=1)] | None = None
    not_: "ContactFilter | None" = Field(None, alias="not")
    name: TextCondition | None = None
    email: TextCondition | None = None
    phone: TextCondition | None = None
    locale: TextCondition | None = None
    attribute: AttributeCondition | None = None
    consent: ConsentCondition | None = None
    blocked: bool | None = None
    last_activity: TimeCondition | None = None
    created: TimeCondition | None = None

    @classmethod
    def read(cls, given: Any, *, path: str = "filter") -> Self:
        read = super().read(given, path=path)
        count, depth = read._size()
        if count > MAX_CONDITIONS or depth > MAX_DEPTH:
            message = f"A filter has at most {MAX_CONDITIONS} conditions, {MAX_DEPTH} deep."
            raise Invalid.because(path, "TOO_COMPLEX", message)
        return read

    def among(self, rows: QuerySet[Contact]) -> QuerySet[Contact]:
        """Those of `rows` of which it is true."""
        values: list[Any] = []

        def bind(value: Any) -> str:
            values.append(value)
            return f"{{{len(values) - 1}}}"

        text = self._written("{t}", bind)
        if not text:
            return rows
        kind = Kind(len(values), lambda table, places: text.format(*places, t=table))
        return rows.filter(Clause(kind, values))

    def _written(self, table: str, bind: Bind) -> str:
        return " AND ".join(f"coalesce({part}, false)" for part in self._parts(table, bind))

    def _parts(self, table: str, bind: Bind) -> Iterator[str]:
        for each in self.all or ():
            yield f"({each._written(table, bind) or 'true'})"
        if self.any is not None:
            yield f"({' OR '.join(each._written(table, bind) or 'true' for each in self.any)})"
        if self.not_ is not None:
            yield f"(NOT ({self.not_._written(table, bind) or 'true'}))"
        for name, (column, fold) in self.FOLDS.items():
            condition: TextCondition | None = getattr(self, name)
            if condition is not None:
                yield from condition.written(f"{table}.{column}", bind, fold)
        if self.attribute is not None:
            yield from self.attribute.written_of(table, bind)
        if self.consent is not None:
            yield from self.consent.written(table, bind)
        if self.blocked is not None:
            yield f"({table}.blocked_at IS {'NOT ' if self.blocked else ''}NULL)"
        for name, column in self.TIMES.items():
            time: TimeCondition | None = getattr(self, name)
            if time is not None:
                yield from time.written(f"{table}.{column}", bind)

    def _size(self) -> tuple[int, int]:
        """How many conditions there are, and how deep."""
        inner = [*(self.all or ()), *(self.any or ()), *((self.not_,) if self.not_ else ())]
        sizes = [each._size() for each in inner]
        count = len(self.model_fields_set) + sum(count for count, _ in sizes)
        return count, 1 + max((depth for _, depth in sizes), default=0)


# Nothing that PostgreSQL could not make a number of.
NUMBER: Final = r"^-?[0-9]+(\.[0-9]+)?$"
