"""From text to a document that may be executed, cheap checks first; what passed is remembered."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationType,
    get_operation_ast,
    parse,
    validate,
)
from strawberry.extensions import SchemaExtension

from models.settings import settings
from schema.aside import aside
from schema.budget import Refused, introspects, require_affordable, size_variables
from schema.errors import unquoted

MAX_TOKENS: Final = 1_000
MAX_COMMENTS: Final = 500
MAX_ERRORS: Final = 20
REMEMBERED: Final = 500_000  # characters; a parsed document takes up to 100 bytes for each
SIZES_REMEMBERED: Final = 50  # of one document
# One of the standard rules compares all pairs of fields: up to 80 ms for a longer text.
LONG: Final = 500  # characters


@dataclass(slots=True)
class Known:
    """A valid document, and the page sizes that it was found affordable with."""

    document: DocumentNode
    introspects: bool
    size_variables: tuple[str, ...]
    affordable: set[tuple[object, ...]] = field(default_factory=set)

    @classmethod
    def of(cls, document: DocumentNode) -> "Known":
        return cls(document, introspects(document), size_variables(document))

    def require_affordable(self, schema: GraphQLSchema, variables: dict[str, Any]) -> None:
        """Raise Refused when the pages asked for are beyond the budget."""
        sizes = tuple(_size(variables.get(name)) for name in self.size_variables)
        if sizes not in self.affordable:
            require_affordable(schema, self.document, variables)
            if len(self.affordable) < SIZES_REMEMBERED:
                self.affordable.add(sizes)


class Memory:
    """Documents by their text; the least recently used are forgotten first."""

    def __init__(self, *, capacity: int = REMEMBERED) -> None:
        self._capacity = capacity
        self._characters = 0
        self._known: OrderedDict[str, Known] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def get(self, text: str) -> Known | None:
        known = self._known.get(text)
        if known is not None:
            self._known.move_to_end(text)
        return known

    def put(self, text: str, known: Known) -> None:
        if text not in self._known:
            self._known[text] = known
            self._characters += len(text)
        while self._characters > self._capacity:
            forgotten, _ = self._known.popitem(last=False)
            self._characters -= len(forgotten)


class Documents(SchemaExtension):
    """Parses and validates, unless it has seen the same text before."""

    memory = Memory()

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        limits = {"max_lexical_tokens": MAX_TOKENS, "max_comments": MAX_COMMENTS}
        context.parse_options = limits  # type: ignore[assignment]
        self._known = self.memory.get(context.query or "")
        if self._known is not None:
            context.graphql_document = self._known.document
        yield

    async def on_validate(self) -> AsyncIterator[None]:
        self.execution_context.pre_execution_errors = await self._faults()
        yield

    async def _faults(self) -> list[GraphQLError]:
        context = self.execution_context
        schema, document = context.schema._schema, context.graphql_document
        assert document is not None
        known = self._known or Known.of(document)
        try:
            if known.introspects and self._closed:
                raise Refused("INTROSPECTION_DISABLED", "Sign in to read the schema.")
            known.require_affordable(schema, context.variables or {})
        except Refused as refusal:
            return [refusal]
        if known is not self._known:
            if faults := await self._invalid(schema, document):
                return faults
            self.memory.put(context.query or "", known)
        return []

    async def _invalid(self, schema: GraphQLSchema, document: DocumentNode) -> list[GraphQLError]:
        check = partial(
            validate, schema, document, max_errors=MAX_ERRORS, hide_suggestions=self._closed
        )
        if len(self.execution_context.query or "") < LONG:
            faults = check()
        else:
            faults = await asyncio.get_running_loop().run_in_executor(aside, check)
        for fault in faults:
            fault.message = unquoted(fault.message)
            fault.extensions = {"code": "GRAPHQL_VALIDATION_FAILED"}
        return faults

    @property
    def _closed(self) -> bool:
        """In production a stranger is told nothing about the schema."""
        return (
            self.execution_context.context.identity is None
            and settings().environment == "production"
        )


def kind_of(text: str, operation_name: str | None) -> OperationType | None:
    """What such a request is; None for what cannot be executed."""
    known = Documents.memory.get(text)
    try:
        document = (
            known.document
            if known
            else parse(text, max_lexical_tokens=MAX_TOKENS, max_comments=MAX_COMMENTS)
        )
    except GraphQLError:
        return None
    operation = get_operation_ast(document, operation_name)
    return operation.operation if operation else None


def _size(value: object) -> object:
    """Only numbers are worth remembering: whatever else was sent may be large."""
    return value if isinstance(value, int) else None
