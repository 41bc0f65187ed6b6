"""Documents made to hurt, none above what the door reads: what each aims at, and how."""

from collections.abc import Iterator

from api.body import LARGEST_BODY

ROOM = LARGEST_BODY - 200


def corpus() -> Iterator[tuple[str, str]]:
    """Names and documents."""
    yield "aliases", "{" + " ".join(f"a{n}: cursor" for n in range(ROOM // 16)) + "}"
    yield "duplicate fields", "{" + " cursor" * (ROOM // 8) + "}"
    yield "duplicate fields, within the tokens", "{" + " cursor" * 990 + "}"
    yield "directives", "{ cursor " + "@skip(if: false) " * (ROOM // 20) + "}"
    yield "unknown directives", "{ cursor " + "@a" * 480 + "}"
    yield "circular introspection", introspection(8)
    yield "deep introspection", introspection(400)
    yield "depth", "{ conversation " + "{ contact " * 2_000 + "{ id }" + "}" * 2_001
    yield "depth of brackets", "{a" * (ROOM // 3)
    yield "depth of lists", "{ node(id: " + "[" * (ROOM // 2) + "]" * (ROOM // 2) + ") { id } }"
    yield "depth of a type", "query ($a: " + "[" * 900 + "Int" + "]" * 900 + ") { cursor }"
    yield "fragments that double", _doubling(60)
    yield (
        "fragments in a circle",
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
    )
    yield "long chain of fragments", _chain(300)
    yield "inline fragments", "{" + "... on Query { cursor } " * 160 + "}"
    yield "overlapping fields", _overlapping(90)
    yield "many fragments spread at once", _many(140)
    yield "many operations", " ".join(f"query q{n} {{ cursor }}" for n in range(160))
    yield "many variables", "query (" + " ".join(f"$v{n}: Int" for n in range(240)) + ") { cursor }"
    yield "many arguments", "{ conversations(" + " ".join(f"a{n}: 1" for n in range(240)) + ") }"
    yield "unknown fields, for suggestions", "{" + " ".join(f"cursr{n}" for n in range(900)) + "}"
    yield "a long name", "{ " + "a" * ROOM + " }"
    yield "a long string", '{ node(id: "' + "a" * (ROOM - 30) + '") { id } }'
    yield "a long block string", '{ node(id: """' + " \\n" * (ROOM // 4) + '""") { id } }'
    yield "escapes", '{ node(id: "' + "\\u0041" * (ROOM // 7) + '") { id } }'
    yield (
        "a long number",
        "{ conversations(first: " + "9" * (ROOM - 40) + ") { pageInfo { endCursor } } }",
    )
    yield "comments", "#\n" * (ROOM // 2) + "{ cursor }"
    yield "commas", "{" + "," * ROOM + "cursor }"
    yield "pages within pages", _pages(6)
    yield "not a document", "\x00" * ROOM
    yield "half of a document", "query ($a: [" * (ROOM // 12)


def introspection(depth: int) -> str:
    return "{ __schema { types " + "{ fields { type " * depth + "{ name }" + "} }" * depth + "} }"


def _doubling(number: int) -> str:
    links = [f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(number)]
    return " ".join(["{ ...f0 }", *links, f"fragment f{number} on Query {{ cursor }}"])


def _chain(number: int) -> str:
    links = [f"fragment f{n} on Query {{ ...f{n + 1} }}" for n in range(number)]
    return " ".join(["{ ...f0 }", *links])


def _many(number: int) -> str:
    fragments = [f"fragment f{n} on Query {{ cursor }}" for n in range(number)]
    return " ".join(["{", *(f"...f{n}" for n in range(number)), "}", *fragments])


def _overlapping(number: int) -> str:
    same = "company { name " + "... { name } " * 2 + "}"
    return "{" + " ".join([same] * number) + "}"


def _pages(depth: int) -> str:
    within = "{ edges { node { id } } }"
    for _ in range(depth):
        within = "{ edges { node { id messages(first: 100) " + within + "} } }"
    return "{ conversations(first: 100) " + within + "}"
