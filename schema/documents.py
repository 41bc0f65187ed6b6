"""From text to a document that may be executed, cheap checks first; what passed is remembered."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any, Final, NamedTuple

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    parse,
)
from strawberry.extensions import SchemaExtension

from models.settings import settings
from schema.aside import aside
from schema.budget import Refused, introspects, require_affordable, size_variables
from schema.errors import unquoted
from schema.journal import name_of
from schema.rules import faults_in

MAX_TOKENS: Final = 1_000
MAX_COMMENTS: Final = 500
LIMITS: Final[Any] = {"max_lexical_tokens": MAX_TOKENS, "max_comments": MAX_COMMENTS}
MAX_ERRORS: Final = 20
REMEMBERED: Final = 500_000  # characters; a parsed document takes up to 100 bytes for each
SIZES_REMEMBERED: Final = 50  # of one document
# One of the standard rules compares all pairs of fields: up to 80 ms for a longer text.
LONG: Final = 500  # characters


class Asked(NamedTuple):
    """One operation of a document: what it is, and what log and figures call it."""

    kind: OperationType
    name: str
    word: str  # "query", "mutation" or "subscription"


@dataclass(slots=True)
class Known:
    """A valid document, and what its operations cost with the page sizes it was affordable with."""

    document: DocumentNode
    introspects: bool
    size_variables: tuple[str, ...]
    operations: dict[str | None, Asked]
    affordable: dict[tuple[object, ...], dict[str | None, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: DocumentNode) -> "Known":
        return cls(document, introspects(document), size_variables(document), _operations(document))

    def is_affordable(self, variables: Mapping[str, Any]) -> bool:
        """Is it known to be? Where it is not, `require_affordable` finds out."""
        return self._sizes(variables) in self.affordable

    def require_affordable(self, schema: GraphQLSchema, variables: dict[str, Any]) -> None:
        """Raise Refused when the pages asked for are beyond the budget."""
        sizes = self._sizes(variables)
        if sizes not in self.affordable:
            costs = require_affordable(schema, self.document, variables)
            if len(self.affordable) < SIZES_REMEMBERED:
                self.affordable[sizes] = costs

    def price(self, operation_name: str | None, variables: Mapping[str, Any]) -> int | None:
        """What this operation costs; None where it has not been weighed with these pages."""
        costs = self.affordable.get(self._sizes(variables))
        return None if costs is None else costs.get(operation_name)

    def _sizes(self, variables: Mapping[str, Any]) -> tuple[object, ...]:
        names = self.size_variables
        return tuple([_size(variables.get(name)) for name in names]) if names else ()


class Memory:
    """Documents by their text; the least recently used are forgotten first.

    Each also has a name, the SHA-256 of its text, by which clients may ask for it.
    """

    def __init__(self, *, capacity: int = REMEMBERED) -> None:
        self._capacity = capacity
        self._characters = 0
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._texts: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._known)

    def get(self, text: str) -> Known | None:
        known = self._known.get(text)
        if known is not None:
            self._known.move_to_end(text)
        return known

    def text(self, name: str) -> str | None:
        """What has this name; None for what is not known, or is no longer."""
        return self._texts.get(name)

    def put(self, text: str, known: Known) -> None:
        if text not in self._known:
            self._known[text] = known
            self._texts[name_of_text(text)] = text
            self._characters += len(text)
        while self._characters > self._capacity:
            forgotten, _ = self._known.popitem(last=False)
            del self._texts[name_of_text(forgotten)]
            self._characters -= len(forgotten)


class Faulty(NamedTuple):
    """What was found wrong with a text that is about to be executed: it is not looked at twice."""

    text: str
    document: DocumentNode
    faults: list[GraphQLError]


_faulty: ContextVar[Faulty | None] = ContextVar("faulty", default=None)


class Documents(SchemaExtension):
    """Parses and validates, unless it has seen the same text before."""

    memory = Memory()

    def on_parse(self) -> Iterator[None]:
        context = self.execution_context
        context.parse_options = LIMITS
        self._faulty = _taken(context.query)
        if self._faulty is not None:
            context.graphql_document = self._faulty.document
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
            # Strawberry would take the first: the wrong one of two mutations, perhaps.
            if context._provided_operation_name is None and None not in known.operations:
                raise Refused("GRAPHQL_OPERATION_UNKNOWN", "Which operation? Send its name.")
            if known.introspects and self._closed:
                raise Refused("INTROSPECTION_DISABLED", "Sign in to read the schema.")
            known.require_affordable(schema, context.variables or {})
        except Refused as refusal:
            return [refusal]
        if known is not self._known:
            text = context.query or ""
            faults = (
                await faults_of(schema, text, document, closed=self._closed)
                if self._faulty is None
                else self._faulty.faults
            )
            if faults:
                return faults
            self.memory.put(text, known)
        return []

    @property
    def _closed(self) -> bool:
        return closed(self.execution_context.context.identity)


async def learned(
    schema: GraphQLSchema, text: str, variables: dict[str, Any], *, closed: bool
) -> Known | None:
    """Known from here on, if it is valid and affordable. None: have it executed, it tells why."""
    try:
        known = Known.of(parse(text, **LIMITS))
        known.require_affordable(schema, variables)
        if None not in known.operations or known.introspects:
            return None  # whether that may be is for the execution to say
        faults = await faults_of(schema, text, known.document, closed=closed)
    except (GraphQLError, RecursionError):
        return None
    if faults:
        _faulty.set(Faulty(text, known.document, faults))
        return None
    Documents.memory.put(text, known)
    return known


async def faults_of(
    schema: GraphQLSchema, text: str, document: DocumentNode, *, closed: bool
) -> list[GraphQLError]:
    """What the specification's rules of validation have against it."""
    check = partial(faults_in, schema, document, max_errors=MAX_ERRORS, hide_suggestions=closed)
    if len(text) < LONG:
        faults = check()
    else:
        faults = await asyncio.get_running_loop().run_in_executor(aside, check)
    for fault in faults:
        fault.message = unquoted(fault.message)
        fault.extensions = {"code": "GRAPHQL_VALIDATION_FAILED"}
    return faults


def closed(identity: object) -> bool:
    """In production a stranger is told nothing about the schema."""
    return identity is None and settings().environment == "production"


def _taken(text: str | None) -> Faulty | None:
    faulty = _faulty.get()
    _faulty.set(None)
    return faulty if faulty is not None and faulty.text == text else None


def name_of_text(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()


def kind_of(text: str, operation_name: str | None) -> OperationType | None:
    """What such a request is; None for what cannot be executed."""
    known = Documents.memory.get(text)
    if known is not None:
        asked = known.operations.get(operation_name)
        return asked.kind if asked else None
    try:
        document = parse(text, **LIMITS)
    except GraphQLError:
        return None
    operation = get_operation_ast(document, operation_name)
    return operation.operation if operation else None


def is_subscription(text: str, operation_name: str | None) -> bool:
    return kind_of(text, operation_name) is OperationType.SUBSCRIPTION


def _operations(document: DocumentNode) -> dict[str | None, Asked]:
    """By name; a lone one also by none."""
    nodes = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    asked: dict[str | None, Asked] = {node.name.value: _asked(node) for node in nodes if node.name}
    if len(nodes) == 1:
        asked[None] = _asked(nodes[0])
    return asked


def _asked(node: OperationDefinitionNode) -> Asked:
    return Asked(node.operation, name_of(node), node.operation.value)


def _size(value: object) -> object:
    """Only numbers are worth remembering: whatever else was sent may be large."""
    return value if isinstance(value, int) else None
