"""Which column of a file is what of a contact."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

import phonenumbers

from models.contacts.attributes import AttributeDefinition
from models.contacts.details import MAX_KEY, cleaned, search_key
from models.contacts.spreadsheet import MAX_COLUMNS, Row
from models.contacts.values import AttributeType, checked_value
from models.errors import Field, Invalid

MAX_MESSAGE: Final = 500


class ImportField(StrEnum):
    NAME = "NAME"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    LOCALE = "LOCALE"
    ATTRIBUTE = "ATTRIBUTE"


class Column(NamedTuple):
    """`place` is the column's in the file, from 0; `key` is an attribute's."""

    place: int
    field: ImportField
    key: str | None = None


class Fault(NamedTuple):
    """Why a row is left out."""

    line: int
    field: str | None
    code: str
    message: str


class Details(NamedTuple):
    """What a row says of a contact, as it is kept; blank cells say nothing."""

    line: int
    said: dict[str, Any]


# As they are called in files of other systems; folded like names.
CALLED: Final[dict[ImportField, frozenset[str]]] = {
    ImportField.NAME: frozenset(
        {"name", "full name", "fullname", "contact", "contact name", "display name", "nome",
         "nome completo", "nombre", "cliente", "customer", "nom", "vollname"}
    ),
    ImportField.EMAIL: frozenset(
        {"email", "e-mail", "email address", "e-mail address", "mail", "e-mail 1 - value",
         "correo", "correo electronico", "endereco de e-mail", "courriel"}
    ),
    ImportField.PHONE: frozenset(
        {"phone", "phone number", "mobile", "mobile phone", "cell", "telephone", "tel", "whatsapp",
         "telefone", "celular", "telefono", "phone 1 - value", "telefon", "numero"}
    ),
    ImportField.LOCALE: frozenset({"locale", "language", "lang", "idioma", "lingua", "sprache"}),
}  # fmt: skip
TRUE: Final = frozenset({"true", "yes", "1", "y", "sim", "si", "oui", "ja"})
FALSE: Final = frozenset({"false", "no", "0", "n", "nao", "non", "nein"})


def suggested(header: Sequence[str], *, keys: Sequence[str] = ()) -> list[Column]:
    """By the names of the columns: fields that are known, and attributes that are defined."""
    found: list[Column] = []
    taken: set[Any] = set()
    by_key = {search_key(key).replace("_", " "): key for key in keys}
    for place, title in enumerate(header[:MAX_COLUMNS]):
        folded = " ".join(search_key(title).replace("_", " ").split())
        column = next(
            (Column(place, field) for field, names in CALLED.items() if folded in names), None
        )
        if column is None and folded in by_key:
            column = Column(place, ImportField.ATTRIBUTE, by_key[folded])
        if column is not None and column[1:] not in taken:
            taken.add(column[1:])
            found.append(column)
    return found


def checked(columns: Sequence[Column]) -> list[Column]:
    """Raises Invalid with all that is wrong."""
    wrong: list[Field] = []
    seen: set[Any] = set()
    for place, column in enumerate(columns):
        path = f"mapping.{place}"
        if not 0 <= column.place < MAX_COLUMNS:
            message = f"`column` must be 0 to {MAX_COLUMNS - 1}."
            wrong.append(Field(f"{path}.column", "OUT_OF_RANGE", message))
        attribute = column.field is ImportField.ATTRIBUTE
        if attribute != bool(column.key) or len(column.key or "") > MAX_KEY:
            message = f"`key` names an ATTRIBUTE, with up to {MAX_KEY} characters; nothing else."
            wrong.append(Field(f"{path}.key", "KEY_INVALID", message))
        if column[1:] in seen:
            message = "Two columns cannot be the same of a contact."
            wrong.append(Field(path, "MAPPED_TWICE", message))
        seen.add(column[1:])
    if not columns:
        wrong.append(Field("mapping", "BLANK", "`mapping` must name a column at least."))
    if wrong:
        raise Invalid(wrong)
    return list(columns)


class Reader:
    """Makes details of rows; `country` is that of phones without a + before them."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        country: str | None,
        known: Mapping[str, AttributeDefinition],
    ) -> None:
        self._columns = columns
        self._country = country
        self._known = known

    def read(self, row: Row) -> Details | Fault:
        """What it says, or what is wrong with it."""
        said: dict[str, Any] = {}
        attributes: dict[str, Any] = {}
        try:
            for column in self._columns:
                text = row.cells[column.place].strip() if column.place < len(row.cells) else ""
                if text and column.key is not None:
                    attributes[column.key] = self._typed(column.key, text)
                elif text:
                    said[column.field.value.lower()] = text
            if "phone" in said:
                said["phone"] = self._international(said["phone"])
            if attributes:
                said["custom_attributes"] = attributes
            return Details(row.line, cleaned(said))
        except Invalid as invalid:
            first, messages = invalid.fields[0], " ".join(f.message for f in invalid.fields)
            return Fault(row.line, first.path[:100], first.code, messages[:MAX_MESSAGE])

    def _typed(self, key: str, text: str) -> Any:
        definition = self._known.get(key)
        if definition is None and self._known:
            path = f"customAttributes.{key}"
            message = f"`{path}` is not one of the attributes that are kept."
            raise Invalid.because(path, "ATTRIBUTE_UNKNOWN", message)
        if definition is None:
            return text
        value: Any = text
        if definition.type is AttributeType.NUMBER:
            value = _number(text)
        elif definition.type is AttributeType.BOOLEAN:
            folded = search_key(text)
            value = True if folded in TRUE else False if folded in FALSE else text
        if (wrong := checked_value(f"customAttributes.{key}", definition, value)) is not None:
            raise Invalid([wrong])
        return value

    def _international(self, text: str) -> str:
        if self._country is None or text.startswith("+"):
            return text
        try:
            number = phonenumbers.parse(text, self._country)
        except phonenumbers.NumberParseException:
            return text
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _number(text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
