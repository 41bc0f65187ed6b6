"""Code that documents share, and what each of them has of its own."""

import pytest

from schema.compiler.source import Source

BODY = '{{"{}": given, "{}": [{{"{}": r or None, "{}": "Kind"}} for r in rows], "{}": {{}}}}'


@pytest.mark.parametrize(
    "keys",
    [
        ("a", "b", "c", "__typename", "d"),
        ("b", "a", "__typename", "c", "e"),
        ("same", "other", "same", "other", "third"),
        ("None", "rows", "r", "given", "Kind"),
    ],
)
def test_each_document_has_its_own_keys_and_values(keys: tuple[str, ...]) -> None:
    source = Source()
    given = source.bind(keys)

    encode = source.function(["rows"], BODY.replace("given", given, 1).format(*keys))

    of, rows, row, kind, empty = keys
    assert encode([0, 5]) == {
        of: keys,
        rows: [{row: None, kind: "Kind"}, {row: 5, kind: "Kind"}],
        empty: {},
    }
