"""The language of templates: Liquid, less whatever can take long or reach beyond what it is given.

There are no loops, no assignments, no numbers to multiply and no ranges, so what a template takes
grows with its length alone; Liquid itself knows nothing of Python's attributes.
"""

import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from threading import Lock
from typing import Any, Final

from liquid import BoundTemplate, Environment, Expression, Mode, Node, RenderContext, Undefined
from liquid.builtin.expressions.primitive import RangeLiteral
from liquid.exceptions import LiquidError, ResourceLimitError

from models.errors import Invalid, Refusal

LONGEST: Final = 4_000  # characters of a template
LONGEST_RESULT: Final = 10_000
TAGS: Final = frozenset({"if", "unless", "case", "comment", "content", "illegal", "output", "#"})
FILTERS: Final = frozenset(
    {"append", "capitalize", "date", "default", "downcase", "prepend", "round"}
    | {"squish", "strip", "truncate", "truncatewords", "upcase"}
)
TAG: Final = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
MOST_BRACKETS: Final = 20  # in a tag: Liquid takes long to say what is wrong with thousands
REMEMBERED: Final = 1_000  # templates
Parsed = tuple[BoundTemplate, list[tuple[str, ...]]]
_known: Final[dict[str, Parsed]] = {}
_knowing: Final = Lock()  # long ones are read in threads
_missing: ContextVar[dict[str, None]] = ContextVar("missing")


class VariablesMissing(Refusal):
    """The template needs values that are not there."""

    code = "VARIABLES_MISSING"
    cure = "Give those that `extensions.missing` names, or give them defaults in the template."


class TextTooLong(Refusal):
    """What the template says with these values is too long for a message."""

    code = "TEMPLATE_TOO_LONG"
    cure = "Give shorter values, or shorten the template."


class Missing(Undefined):
    """A value that is not there: that does no harm where it is asked for, only where it is said."""

    def __str__(self) -> str:
        _missing.get()[_path(self)] = None
        return ""


class Attributes:
    """Of an object: no more than its own, where Liquid would know the `size` of any mapping."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Any:
        return self._values[name]


class Language(Environment):
    output_stream_limit = 4 * LONGEST_RESULT  # bytes
    block_nesting_limit = 20


def _language() -> Language:
    language = Language(undefined=Missing, tolerance=Mode.STRICT, autoescape=False)
    for name in language.tags.keys() - TAGS:
        del language.tags[name]
    for name in language.filters.keys() - FILTERS:
        del language.filters[name]
    language.filters["join"] = _joined
    return language


def _joined(value: Any, between: Any = " ") -> str:
    """Of a list; Liquid's own would also spell out whatever can be counted through."""
    return str(between).join(map(str, value)) if isinstance(value, list) else str(value)


LANGUAGE: Final = _language()


def checked_wording(body: str) -> str:
    """Raises Invalid, saying where it is wrong."""
    _parsed(body)
    return body


def names_in(body: str) -> list[tuple[str, ...]]:
    """The paths that it asks for: `("contact", "custom", "size")`."""
    return _parsed(body)[1]


def worded(body: str, values: Mapping[str, Any]) -> str:
    """What it says with these values, of which None is none.

    Raises VariablesMissing, which names all that it needed in vain, and TextTooLong.
    """
    missing: dict[str, None] = {}
    token = _missing.set(missing)
    try:
        said = _parsed(body)[0].render(_present(values))
    except ResourceLimitError:
        raise TextTooLong from None
    except (LiquidError, ValueError, TypeError, OverflowError) as error:
        raise _broken(error) from None
    finally:
        _missing.reset(token)
    if missing:
        raise VariablesMissing(missing=sorted(missing))
    if len(said) > LONGEST_RESULT:
        raise TextTooLong
    return said


def is_parsed(body: str) -> bool:
    """Is it known already? If not, that may take 20 ms of a long one."""
    return body in _known


def _parsed(body: str) -> Parsed:
    parsed = _known.get(body)
    if parsed is None:
        parsed = _read(body)
        with _knowing:
            _known[body] = parsed
            while len(_known) > REMEMBERED:
                del _known[next(iter(_known))]
    return parsed


def _read(body: str) -> Parsed:
    """With the names that it asks for. Raises Invalid."""
    if len(body) > LONGEST:
        message = f"`body` may have {LONGEST} characters at most."
        raise Invalid.because("body", "TOO_LONG", message)
    if any(tag.count("(") + tag.count("[") > MOST_BRACKETS for tag in TAG.findall(body)):
        raise Invalid.because("body", "TEMPLATE_INVALID", "`body` has too many brackets in a tag.")
    try:
        parsed = LANGUAGE.from_string(body)
        ranges = any(isinstance(each, RangeLiteral) for each in _expressions(parsed))
        found = parsed.analyze().globals
        names = sorted({_steps(each.segments) for paths in found.values() for each in paths})
    except (LiquidError, ValueError, TypeError, RecursionError) as error:
        raise _broken(error) from None
    if ranges:
        raise Invalid.because("body", "TEMPLATE_INVALID", "`body` must not count: `(1..9)`.")
    return parsed, names


def _expressions(template: BoundTemplate) -> Iterator[Expression]:
    context = RenderContext(template)
    nodes: list[Node] = list(template.nodes)
    while nodes:
        node = nodes.pop()
        nodes += node.children(context, include_partials=False)
        expressions = list(node.expressions())
        while expressions:
            expression = expressions.pop()
            yield expression
            expressions += expression.children()


def _broken(error: Exception) -> Invalid:
    told = str(error).partition("\n")[0].strip() or "it cannot be read"
    return Invalid.because("body", "TEMPLATE_INVALID", f"`body` is no template: {told[:200]}.")


def _steps(segments: Any) -> tuple[str, ...]:
    """What is looked up by the value of something else has no name."""
    if not all(isinstance(each, str) for each in segments):
        message = "`body` must name what it asks for: `contact.name`, not `contact[name]`."
        raise Invalid.because("body", "TEMPLATE_INVALID", message)
    return tuple(segments)


def _path(missing: Undefined) -> str:
    told = (missing.hint or missing.name).removesuffix(" is undefined")
    return told[1:-1] if told.startswith("'") else told


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is null, at any depth: that is missing, too."""
    return {
        name: Attributes(_present(value)) if isinstance(value, Mapping) else value
        for name, value in values.items()
        if value is not None and value != ""
    }
