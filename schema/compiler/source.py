"""Python that is written to be run once for thousands of rows.

Nothing that a client sent becomes part of it: names of fields in the answer are checked, and every
other value is bound to a name of ours.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from types import CodeType
from typing import Any, Final

SHAPES: Final = 500  # remembered; of 1 to 5 KB
_KEY: Final = re.compile(r'"([_A-Za-z][_0-9A-Za-z]*)": ', re.ASCII)
_NAME: Final = re.compile(r"[_A-Za-z][_0-9A-Za-z]*", re.ASCII)


def quoted(name: str) -> str:
    """A response key as a literal. The grammar of GraphQL allows no other names."""
    if not _NAME.fullmatch(name):
        raise ValueError("This is no name in GraphQL.")
    return f'"{name}"'


class Source:
    """The names that a piece of source may use."""

    def __init__(self) -> None:
        self._bound: dict[str, Any] = {}
        self._fresh = 0

    def bind(self, value: Any) -> str:
        """A name for a value."""
        for name, bound in self._bound.items():
            if bound is value:
                return name
        name = f"b{len(self._bound)}"
        self._bound[name] = value
        return name

    def fresh(self) -> str:
        """A name for something in between."""
        self._fresh += 1
        return f"v{self._fresh}"

    def function(self, parameters: list[str], *lines: str) -> Callable[..., Any]:
        """The function with these lines; the last is what it returns."""
        *before, last = lines
        body = "".join(f"    {line}\n" for line in (*before, f"return {last}"))
        text = f"def function({', '.join(parameters)}):\n{body}"
        space: dict[str, Any] = {"__builtins__": {"type": type, "zip": zip}, **self._bound}
        exec(_compiled(text), space)  # noqa: S102
        made: Callable[..., Any] = space["function"]
        return made


def _compiled(text: str) -> CodeType:
    """Of documents that differ in response keys only, Python reads the first."""
    keys: list[str] = []

    def kept(key: re.Match[str]) -> str:
        keys.append(key[1])
        return f'"{len(keys) - 1}": '  # no name in GraphQL

    own: CodeType = _renamed(_shape(_KEY.sub(kept, text)), keys)
    return own


@lru_cache(SHAPES)
def _shape(text: str) -> CodeType:
    return compile(text, "<compiled document>", "exec")


def _renamed(constant: Any, keys: list[str]) -> Any:
    if isinstance(constant, CodeType):
        return constant.replace(co_consts=_renamed(constant.co_consts, keys))
    if isinstance(constant, tuple):
        return tuple([_renamed(each, keys) for each in constant])
    return keys[int(constant)] if isinstance(constant, str) and constant.isdigit() else constant
