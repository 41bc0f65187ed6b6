"""What becomes of contacts by the rows of a file, one after another; nothing is written here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from models.contacts.details import fits
from models.contacts.mapping import Details, Fault
from models.identifiers import uuid7

UNIQUE: Final = ("email", "phone")
COLUMNS: Final = ("name", "search_name", "email", "phone", "locale", "custom_attributes")


class ImportMode(StrEnum):
    CREATE = "CREATE"
    UPDATE = "UPDATE"
    UPSERT = "UPSERT"


class MatchBy(StrEnum):
    EMAIL = "EMAIL"
    PHONE = "PHONE"


@dataclass(slots=True)
class Known:
    """A contact that is there, or will be."""

    id: UUID
    columns: dict[str, Any]
    new: bool = False
    changed: bool = False


@dataclass(slots=True)
class Plan:
    """Contacts by what is unique about them, and what the rows so far make of them.

    `required` are the attributes without which none may be added.
    """

    mode: ImportMode
    match_by: MatchBy
    required: Collection[str] = ()
    by: dict[str, dict[str, Known]] = field(default_factory=lambda: {each: {} for each in UNIQUE})
    touched: dict[UUID, Known] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def meet(self, known: Iterable[Known]) -> None:
        """These are there."""
        for each in known:
            for name in UNIQUE:
                if each.columns[name] is not None:
                    self.by[name].setdefault(each.columns[name], each)

    def take(self, rows: Sequence[Details | Fault]) -> None:
        for row in rows:
            fault = row if isinstance(row, Fault) else self._take(row)
            if fault is not None:
                self.faults.append(fault)

    @property
    def new(self) -> list[Known]:
        return [each for each in self.touched.values() if each.new]

    @property
    def changed(self) -> list[Known]:
        """In the order in which they are locked."""
        old = [each for each in self.touched.values() if each.changed and not each.new]
        return sorted(old, key=lambda each: each.id)

    def _take(self, row: Details) -> Fault | None:
        key = self.match_by.value.lower()
        match = row.said.get(key)
        if match is None and self.mode is not ImportMode.CREATE:
            return Fault(row.line, key, "MATCH_MISSING", f"There is no {key} to find them by.")
        known = self.by[key].get(match) if match is not None else None
        if known is not None and self.mode is ImportMode.CREATE:
            return _exists(row, key)
        for name in UNIQUE:
            other = self.by[name].get(row.said.get(name) or "")
            if other is not None and other is not known:
                return _exists(row, name)
        if known is not None:
            return self._change(known, row)
        if self.mode is ImportMode.UPDATE:
            return Fault(row.line, key, "NOT_FOUND", f"No contact has this {key}.")
        return self._create(row)

    def _create(self, row: Details) -> Fault | None:
        said = dict(row.said)
        if "name" not in said:
            name = said.get("email") or said.get("phone")
            if name is None:
                return Fault(row.line, "name", "BLANK", "There is neither name, e-mail nor phone.")
            said |= {"name": name, "search_name": name}
        columns: dict[str, Any] = {name: said.get(name) for name in COLUMNS}
        columns["custom_attributes"] = columns["custom_attributes"] or {}
        for key in self.required:
            if key not in columns["custom_attributes"]:
                path = f"customAttributes.{key}"
                return Fault(row.line, path, "REQUIRED", f"`{path}` must be given.")
        known = Known(uuid7(), columns, new=True)
        self.touched[known.id] = known
        self.meet([known])
        self.created += 1
        return None

    def _change(self, known: Known, row: Details) -> Fault | None:
        said = dict(row.said)
        if "custom_attributes" in said:
            said["custom_attributes"] = {
                **known.columns["custom_attributes"], **said["custom_attributes"]
            }  # fmt: skip
            if not fits(said["custom_attributes"]):
                message = "With these, the contact would have too many custom attributes."
                return Fault(row.line, "customAttributes", "TOO_LONG", message)
        if all(known.columns[name] == value for name, value in said.items()):
            self.unchanged += 1
            return None
        # What it had before is not free before all of them are written.
        known.columns.update(said)
        known.changed = True
        self.touched[known.id] = known
        self.meet([known])
        self.updated += 1
        return None


class Rehearsal:
    """Who would have been added so far, by a hash of what is unique about them."""

    def __init__(self) -> None:
        self._ids: dict[str, dict[int, int]] = {each: {} for each in UNIQUE}
        self._count = 0

    def recall(self, rows: Sequence[Details | Fault]) -> list[Known]:
        found: dict[int, Known] = {}
        for row in (each for each in rows if isinstance(each, Details)):
            for name in UNIQUE:
                key = row.said.get(name)
                id = self._ids[name].get(hash(key)) if key is not None else None
                if id is not None:
                    blank = dict.fromkeys(COLUMNS) | {"custom_attributes": {}}
                    known = found.setdefault(id, Known(UUID(int=id), blank))
                    known.columns[name] = key
        return list(found.values())

    def remember(self, plan: Plan) -> None:
        for each in plan.new:
            self._count += 1
            for name in UNIQUE:
                if each.columns[name] is not None:
                    self._ids[name][hash(each.columns[name])] = self._count


def _exists(row: Details, name: str) -> Fault:
    return Fault(row.line, name, "CONTACT_EXISTS", f"Another contact has this {name} already.")
