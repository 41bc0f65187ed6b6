"""graphql-core's rules of validation, each asked only about the kinds of nodes that it looks at.

There are about thirty, of which three or four look at a field; to hear from all the others at each
node that they have nothing to say takes longer than what these few have to say.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from graphql import SKIP, ASTValidationRule, ValidationContext, specified_rules
from graphql.language.visitor import BREAK, EnterLeaveVisitor

Look = Callable[..., Any]


class Rules(ASTValidationRule):
    """All of them as one rule: with the same errors, in the same order."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._rules: Final = [rule(context) for rule in specified_rules]
        self._skipping: Final[list[Any]] = [None] * len(self._rules)

    def get_enter_leave_for_kind(self, kind: str) -> EnterLeaveVisitor:
        known = self.enter_leave_map.get(kind)
        if known is None:
            known = self.enter_leave_map[kind] = self._watch(kind)
        return known

    def _watch(self, kind: str) -> EnterLeaveVisitor:
        rules = [(place, self._rules[place], enter, leave) for place, enter, leave in _looks(kind)]
        if not rules:
            return EnterLeaveVisitor(None, None)
        enters = [
            (place, getattr(rule, enter)) for place, rule, enter, _ in rules if enter is not None
        ]
        leaves = [
            (place, None if leave is None else getattr(rule, leave))
            for place, rule, _, leave in rules
        ]
        skipping = self._skipping

        def enter(node: Any, *rest: Any) -> None:
            for place, look in enters:
                if not skipping[place]:
                    told = look(node, *rest)
                    if told is not None:
                        skipping[place] = _skipped(told, node)

        def leave(node: Any, *rest: Any) -> None:
            for place, look in leaves:
                if not skipping[place]:
                    told = None if look is None else look(node, *rest)
                    if told is BREAK or told is True:
                        skipping[place] = BREAK
                elif skipping[place] is node:
                    skipping[place] = None

        return EnterLeaveVisitor(enter, leave)


def _skipped(told: Any, node: Any) -> Any:
    """What a rule does not want to look at any more: the node, or anything."""
    if told is SKIP or told is False:
        return node
    if told is BREAK or told is True:
        return BREAK
    raise TypeError("A rule of validation changes no document.")


@cache
def _looks(kind: str) -> tuple[tuple[int, str | None, str | None], ...]:
    """The places of the rules that look at such nodes, and the names of how."""
    named = (
        (place, _first(rule, f"enter_{kind}", "enter"), _first(rule, f"leave_{kind}", "leave"))
        for place, rule in enumerate(specified_rules)
    )
    return tuple((place, enter, leave) for place, enter, leave in named if enter or leave)


def _first(rule: type, *names: str) -> str | None:
    return next((name for name in names if hasattr(rule, name)), None)
