"""The root fields: each says who may use it, and that is checked once, before anything else."""

from collections.abc import Collection
from typing import Any, Final

import strawberry
from strawberry.extensions import FieldExtension

from models.audit import came_from
from schema.compiler.declared import Before
from schema.context import Info, fresh_loaders

PUBLIC: Final = None


class Requires(Before):
    """Refuses a viewer without the permission; PUBLIC lets anybody in."""

    def __init__(self, permission: str | None) -> None:
        self.permission = permission

    def before(self, info: Info) -> None:
        if self.permission is not PUBLIC:
            info.context.viewer.require(self.permission)

    def grants(self, permissions: Collection[str] | None) -> bool:
        return self.permission is PUBLIC or self.permission in (permissions or ())


class Changes(Before):
    """What the operation's earlier mutations loaded may no longer be true.

    `unrepeatable` says why it takes no idempotency key.
    """

    def __init__(self, unrepeatable: str | None) -> None:
        self.unrepeatable = unrepeatable

    def before(self, info: Info) -> None:
        fresh_loaders()


class Awaited(Before):
    """A page that a coroutine gives is waited for, too, where nobody plans how to read it."""

    def before(self, info: Any) -> None:
        """There is nothing to do before."""


class Answerable(Before):
    """What is changed from here on was asked for from where the request came from."""

    def before(self, info: Info) -> None:
        came_from(info.context.address, info.context.user_agent)


def query(permission: str | None, *, description: str, **options: Any) -> Any:
    """A field of Query for viewers with this permission."""
    return strawberry.field(description=description, extensions=[Requires(permission)], **options)


def mutation(
    permission: str | None, *, description: str, unrepeatable: str | None = None, **options: Any
) -> Any:
    """A field of Mutation for viewers with this permission.

    It is repeated safely with an idempotency key, unless it is `unrepeatable`: what is done for
    strangers, whose key could be anybody's, and what is done beyond the company's walls, which is
    not in one transaction with the company's own. Then it says why the same again does no harm.
    """
    if permission is PUBLIC and unrepeatable is None:
        raise ValueError(f"Why can this be sent twice? {description}")
    if unrepeatable is not None:
        description = f"{description} Takes no idempotency key: {unrepeatable}"
    extensions: list[FieldExtension] = [
        Changes(unrepeatable),
        Requires(permission),
        Answerable(),
    ]
    return strawberry.mutation(description=description, extensions=extensions, **options)


def subscription(permission: str, *, description: str, **options: Any) -> Any:
    """A field of Subscription for viewers with this permission."""
    return strawberry.subscription(
        description=description, extensions=[Requires(permission)], **options
    )
