"""Python that is written to be run once for thousands of rows.

Nothing that a client sent becomes part of it: names of fields in the answer are checked, and every
other value is bound to a name of ours.
"""

import re
from collections.abc import Callable
from typing import Any, Final

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
        exec(compile(text, "<compiled document>", "exec"), space)  # noqa: S102
        made: Callable[..., Any] = space["function"]
        return made
