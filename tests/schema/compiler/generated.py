"""Documents out of the schema itself, as hypothesis draws them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
)
from hypothesis import strategies as st

from schema import schema
from tests.schema.compiler.world import World

SCHEMA: Final = schema._schema
DEEPEST: Final = 6
# Asking changes what is answered.
IMPURE: Final = frozenset({"invitationOffer"})
# Below these, what a field leads to is there already, so that it can be told many ways.
Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass
class Document:
    text: str
    variables: dict[str, Any]


@dataclass
class Author:
    """Writes one document."""

    draw: Draw
    world: World
    fragments: dict[str, str] = field(default_factory=dict)
    declared: dict[str, str] = field(default_factory=dict)
    variables: dict[str, Any] = field(default_factory=dict)
    aliases: int = 0
    inside: list[str] = field(default_factory=list)

    def chance(self, percent: int) -> bool:
        return bool(self.draw(st.integers(0, 99)) >= 100 - percent)

    def one_of(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(list(choices)))

    def operation(self, keyword: str, root: GraphQLObjectType, names: list[str]) -> Document:
        return self.document(keyword, self.selection(root, 0, names=names))

    def document(self, keyword: str, selection: str) -> Document:
        declared = f"({', '.join(self.declared.values())})" if self.declared else ""
        parts = [f"{keyword}{declared} {selection}", *self.fragments.values()]
        return Document("\n".join(parts), self.variables)

    def selection(self, kind: Any, depth: int, *, names: list[str] | None = None) -> str:
        parts: list[str] = []
        used: dict[str, str] = {}
        if is_abstract_type(kind):
            possible = SCHEMA.get_possible_types(kind)
            parts += [
                self.fragment(self.one_of(possible), depth) for _ in range(self.one_of((1, 2)))
            ]
        if not isinstance(kind, GraphQLObjectType) and not hasattr(kind, "fields"):
            return f"{{ __typename {' '.join(parts)} }}"
        open_names = names or [
            name
            for name, of in kind.fields.items()
            if depth < DEEPEST or is_leaf_type(get_named_type(of.type))
        ]
        if not open_names:
            return f"{{ __typename {' '.join(parts)} }}"
        for _ in range(self.one_of((1, 1, 2) if names else (1, 2, 2, 3, 4))):
            name = self.one_of(open_names)
            parts.append(self.field(name, kind.fields[name], depth, used))
        if self.chance(10):
            parts.append("__typename")
        if self.chance(15):
            parts.append(self.fragment(kind, depth, names=names))
        return f"{{ {' '.join(parts)} }}"

    def field(self, name: str, of: GraphQLField, depth: int, used: dict[str, str]) -> str:
        arguments = self.arguments(of.args)
        key = name
        if name in used and used[name] != arguments:  # the same key must ask the same
            arguments = used[name]
        used[name] = arguments
        if self.chance(15):
            self.aliases += 1
            key = f"a{self.aliases}: {name}"
        below = ""
        named = get_named_type(of.type)
        if is_composite_type(named):
            below = self.selection(named, depth + 1)
        return f"{key}{arguments}{self.directives()} {below}"

    def fragment(self, kind: Any, depth: int, *, names: list[str] | None = None) -> str:
        below = self.selection(kind, depth + 1, names=names)
        if self.chance(50):
            condition = "" if self.chance(30) and names is None else f" on {kind.name}"
            if is_abstract_type(kind) or not condition:
                condition = f" on {kind.name}"
            return f"...{condition}{self.directives()} {below}"
        name = f"F{len(self.fragments)}"
        self.fragments[name] = f"fragment {name} on {kind.name} {below}"
        return f"...{name}{self.directives()}"

    def directives(self) -> str:
        if not self.chance(12):
            return ""
        name = self.one_of(("skip", "include"))
        if self.chance(50):
            return f" @{name}(if: {self.one_of(('true', 'false'))})"
        value = self.draw(st.booleans())
        return f" @{name}(if: {self.variable('Boolean!', value)})"

    def arguments(self, args: dict[str, GraphQLArgument]) -> str:
        given = []
        for name, of in args.items():
            if isinstance(of.type, GraphQLNonNull) or self.chance(25):
                if name in ("last", "before") and self.chance(60):
                    continue  # mostly one way
                given.append(f"{name}: {self.argument(name, of)}")
        return f"({', '.join(given)})" if given else ""

    def argument(self, name: str, of: GraphQLArgument) -> str:
        value = self.value(name, of.type)
        if self.chance(50):
            return self.variable(str(of.type), value)
        return literal(value, of.type)

    def variable(self, kind: str, value: Any) -> str:
        name = f"v{len(self.declared)}"
        required = kind.endswith("!")
        default = ""
        if not required and self.chance(20):
            default = " = null"
            if self.chance(50):
                self.declared[name] = f"${name}: {kind}{default}"
                return f"${name}"  # not given at all
        self.declared[name] = f"${name}: {kind}{default}"
        self.variables[name] = value
        return f"${name}"

    def value(self, name: str, kind: Any) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self.value(name, kind.of_type)
        if self.chance(5) and name not in ("first", "last"):
            return None
        return self.present(name, kind)

    def present(self, name: str, kind: Any) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self.present(name, kind.of_type)
        if isinstance(kind, GraphQLList):
            return [self.present(name, kind.of_type) for _ in range(self.one_of((0, 1, 2)))]
        if isinstance(kind, GraphQLEnumType):
            return self.one_of(kind.values)
        if isinstance(kind, GraphQLInputObjectType):
            deep = self.inside.count(kind.name) > 1  # inputs may hold themselves
            self.inside.append(kind.name)
            given = {
                key: self.present(key, of.type)
                for key, of in kind.fields.items()
                if isinstance(of.type, GraphQLNonNull) or (not deep and self.chance(40))
            }
            self.inside.pop()
            return given
        return self.scalar(name, kind.name)

    def scalar(self, name: str, kind: str) -> Any:
        match kind:
            case "ID":
                return self.id(name)
            case "Int":
                return self.one_of((1, 2, 2, 3, 3, 5, 20, 0, 101))
            case "Boolean":
                return self.draw(st.booleans())
            case "DateTime":
                return "2031-01-01T00:00:00+02:00"
            case "JSON":
                return {"a": 1}
        if name in ("after", "before"):
            return self.one_of(self.world.cursors)
        return self.one_of(("", "kim", "Zoë", "test.odd", "a@b.example", "\u0000"))

    def id(self, name: str) -> str:
        """Mostly one of the right kind; the rival's are among them."""
        wanted = name.removesuffix("Id").removesuffix("By").lower()
        kinds = [kind for kind in self.world.ids if kind.lower() == wanted]
        if wanted in ("assignee",):
            kinds = ["Member"]
        if not kinds or self.chance(10):
            kinds = list(self.world.ids)
        if self.chance(4):
            return str(self.one_of(("", "nonsense", "Q29udGFjdDo")))
        return str(self.one_of(self.world.ids[self.one_of(kinds)]))


def literal(value: Any, kind: Any) -> str:
    """As it is written in a document."""
    if isinstance(kind, GraphQLNonNull):
        return literal(value, kind.of_type)
    if value is None:
        return "null"
    if isinstance(kind, GraphQLList):
        return f"[{', '.join(literal(each, kind.of_type) for each in value)}]"
    if isinstance(kind, GraphQLEnumType):
        return str(value)
    if isinstance(kind, GraphQLInputObjectType):
        fields = (f"{key}: {literal(of, kind.fields[key].type)}" for key, of in value.items())
        return f"{{{', '.join(fields)}}}"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {literal(of, None)}' for key, of in value.items())}}}"
    return orjson.dumps(value).decode()


# Of a mutation only the payload is drawn: these are done.
MUTATIONS: Final[dict[str, dict[str, Any]]] = {
    "createContact": {"name": "Kim"},
    "markConversationRead": {"conversationId": "Conversation"},
    "sendMessage": {"conversationId": "Conversation", "body": "Hello"},
    "setPriority": {"conversationId": "Conversation", "priority": "HIGH"},
    "setTyping": {"conversationId": "Conversation", "isTyping": False},
    "startConversation": {"inboxId": "Inbox", "contactId": "Contact", "body": "Hello"},
    "updateCompany": {"name": "Acme"},
    "updateContact": {"contactId": "Contact", "name": "Kim"},
    "updateInbox": {"inboxId": "Inbox", "name": "Shop"},
    "updateMe": {"name": "Kim"},
}


def mutations(world: World) -> st.SearchStrategy[Document]:
    root = SCHEMA.mutation_type
    assert root is not None

    @st.composite
    def drawn(draw: Draw) -> Document:
        author = Author(draw, world)
        name = author.one_of(MUTATIONS)
        field = root.fields[name]
        given = {
            key: world.ids[value][0] if value in world.ids else value
            for key, value in MUTATIONS[name].items()
        }
        author.declared["input"] = f"$input: {field.args['input'].type}"
        author.variables["input"] = given
        asked = f"{name}(input: $input) {author.selection(get_named_type(field.type), 2)}"
        return author.document("mutation", f"{{ {asked} }}")

    return drawn()


def subscriptions(world: World, name: str) -> st.SearchStrategy[Document]:
    root = SCHEMA.subscription_type
    assert root is not None
    kind = get_named_type(root.fields[name].type)

    @st.composite
    def drawn(draw: Draw) -> Document:
        author = Author(draw, world)
        return author.document("subscription", f"{{ {name} {author.selection(kind, 2)} }}")

    return drawn()


def queries(world: World, only: Sequence[str] = ()) -> st.SearchStrategy[Document]:
    root = SCHEMA.query_type
    assert root is not None
    names = list(only) or [name for name in root.fields if name not in IMPURE]

    @st.composite
    def drawn(draw: Draw) -> Document:
        return Author(draw, world).operation("query", root, names)

    return drawn()
