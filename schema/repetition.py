"""A mutation under its client's key: each root field is done once, and has one answer from then on.

Effect and answer are one transaction. A refusal anywhere in the answer undoes both, and is not
remembered: the key is free for the corrected request.
"""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import Any

import orjson
from graphql import FragmentDefinitionNode, GraphQLField, OperationDefinitionNode, print_ast
from strawberry.types.field import StrawberryField

from models.idempotency_key import (
    IdempotencyKey,
    IdempotencyKeyInvalid,
    IdempotencyKeyUnsupported,
    checked_key,
)
from schema.compiler.host import FIELD, Asked
from schema.context import Context
from schema.roots import Changes, Requires


def key_of(extensions: Mapping[str, Any] | None, header: str | None = None) -> str | None:
    """What a request gives in one of the two places, or alike in both.

    Raises IdempotencyKeyInvalid.
    """
    given = [] if header is None else [_unquoted(header)]
    if extensions and extensions.get("idempotencyKey") is not None:
        given.append(extensions["idempotencyKey"])
    if not given:
        return None
    if given[0] != given[-1]:
        raise IdempotencyKeyInvalid
    return checked_key(given[0])


class Repetition:
    """One operation, the first or a later one, under a key."""

    def __init__(
        self,
        context: Context,
        key: str,
        *,
        operation: OperationDefinitionNode,
        fragments: Iterable[FragmentDefinitionNode],
        variables: Mapping[str, Any],
    ) -> None:
        self._context = context
        self._key = key
        self._normalised = partial(_normalised, operation, fragments, variables)
        self._anew = False

    async def once(
        self, field: GraphQLField, name: str, execute: Callable[[], Awaitable[Any]]
    ) -> Any:
        """What the field called `name` in the answer was completed to, now or back then.

        Raises IdempotencyKeyUnsupported, IdempotencyKeyReused, IdempotencyKeyInUse.
        """
        declared = field.extensions.get(FIELD)
        if not isinstance(declared, StrawberryField):  # __typename
            return await execute()
        for extension in declared.extensions:
            if isinstance(extension, Changes) and extension.unrepeatable:
                raise IdempotencyKeyUnsupported
            if isinstance(extension, Requires):
                extension.before(Asked(self._context))  # type: ignore[arg-type]
        viewer = self._context.viewer
        # Who may do less by now is not told what they were told when they might do more.
        asked = f"{self._normalised()}\n{sorted(viewer.permissions)}"
        async with IdempotencyKey.held(self._key, by=viewer, asked=asked) as answers:
            known = answers.get(name)
            if known is not None:
                self._context.replayed = not self._anew
                return orjson.loads(known)
            self._anew, self._context.replayed = True, False
            answer = await execute()
            await answers.keep(name, orjson.dumps(answer, default=str).decode())
            return answer


def _normalised(
    operation: OperationDefinitionNode,
    fragments: Iterable[FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> str:
    """The same for the same request, however it is spaced, commented, named or persisted."""
    named = sorted(print_ast(fragment) for fragment in fragments)
    texts = [print_ast(operation), *named]
    return json.dumps([texts, variables], sort_keys=True, default=str)


def _unquoted(header: str) -> str:
    """The draft has a structured string, which is quoted; most clients send it bare."""
    quoted = len(header) > 2 and header.startswith('"') and header.endswith('"')
    return header[1:-1] if quoted else header
