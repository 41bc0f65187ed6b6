"""What a rival could have got hold of: ids, cursors, numbers and texts of another company."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from tortoise import Tortoise

from models.events import cursor
from models.identifiers import global_id, local_id, uuid7
from models.identity import Company
from models.tenancy import CompanyModel, acting_for
from schema import schema
from schema.context import Context
from tests.isolation import catalogue
from tests.isolation.documents import CORE, document, roots, variables
from tests.people import Cast

CURSORS: Final = re.compile(r"'(?:cursor|endCursor|startCursor)': '([^']+)'")
NEVER: Final = "neverwas000"


@dataclass(frozen=True)
class Booty:
    """By the type of argument that it may be given to. Only `exact` texts hold the secret."""

    ids: list[str]
    cursors: list[str]
    numbers: list[int]
    known: list[str]
    exact: list[str]
    secret: str
    twins: dict[Any, str] = field(default_factory=dict)

    def of(self, kind: str) -> list[Any]:
        """What fits an argument of this type, and tells a rival nothing by itself."""
        match kind:
            case "ID":
                return self.ids
            case "Cursor":
                return self.cursors
            case "Int" | "Float":
                return self.numbers
            case "String":
                return [*self.known, *self.cursors[:6], self.ids[0]]
            case "Boolean":
                return [True, False]
            case "JSON":
                return [{"canary": id, "companyId": id} for id in self.ids[:3]]
            case "DateTime":
                return ["2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z"]
            case _:
                return list(CORE.type_map[kind].values)  # type: ignore[attr-defined]

    def twin(self, value: Any) -> Any:
        """The like of it that there never was; itself where there is no such thing."""
        if value in self.ids:
            decoded = local_id(value)
            assert decoded is not None
            # The same each time: what a rival has called something already, has had either name.
            return self.twins.setdefault(value, global_id(decoded[0], uuid7()))
        if isinstance(value, str):
            known, other = catalogue.KNOWN, "Qeppelix"
            unlike = value.replace(self.secret, NEVER).replace(known, other)
            return unlike.replace(known[:4].lower(), other[:4].lower())
        return value


async def booty_of(company: Cast, secret: str) -> Booty:
    """Of a company that is furnished and marked."""
    ids = [global_id("Company", company.id)]
    numbers = {1, 2, 3, 100}
    with acting_for(company.id):
        assert (await Company.current()).id == company.id
        for name, model in Tortoise.apps["models"].items():
            if issubclass(model, CompanyModel) and (row := await model.all().first()):
                ids.append(global_id(name, row.id))
                numbers |= {getattr(row, each) for each in ("number", "seq") if hasattr(row, each)}
    held = await catalogue.texts(company.id)
    return Booty(
        ids=ids,
        cursors=await _cursors(company),
        numbers=sorted(numbers),
        known=[catalogue.KNOWN, catalogue.KNOWN[:4].lower(), f"{catalogue.KNOWN}*", "%", "@"],
        exact=sorted(text for text in held.values() if secret in text),
        secret=secret,
    )


async def _cursors(company: Cast) -> list[str]:
    """Of its log, and of every list that it can read."""
    found = [cursor(company.id, 1), cursor(company.id, 10_000)]
    for name in roots("query"):
        context = Context(identity=company.viewer)
        given = variables("query", name, values={"first": 2})
        result = await schema.execute(
            document("query", name), variable_values=given, context_value=context
        )
        found += CURSORS.findall(str(getattr(result, "data", None)))[:2]
    return list(dict.fromkeys(found))
