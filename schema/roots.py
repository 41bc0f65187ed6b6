"""The root fields: each says who may use it, and that is checked once, before anything else."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import strawberry
from strawberry.extensions import FieldExtension

from schema.context import Info, fresh_loaders

PUBLIC: Final = None


class Requires(FieldExtension):
    """Refuses a viewer without the permission; PUBLIC lets anybody in."""

    def __init__(self, permission: str | None) -> None:
        self.permission = permission

    async def resolve_async(
        self, next_: Callable[..., Any], source: Any, info: Info, **arguments: Any
    ) -> Any:
        if self.permission is not PUBLIC:
            info.context.viewer.require(self.permission)
        result = next_(source, info, **arguments)
        return await result if isinstance(result, Awaitable) else result


class ReadsAfresh(FieldExtension):
    """What the operation's earlier mutations loaded may no longer be true."""

    async def resolve_async(
        self, next_: Callable[..., Any], source: Any, info: Info, **arguments: Any
    ) -> Any:
        fresh_loaders()
        result = next_(source, info, **arguments)
        return await result if isinstance(result, Awaitable) else result


def query(permission: str | None, *, description: str, **options: Any) -> Any:
    """A field of Query for viewers with this permission."""
    return strawberry.field(description=description, extensions=[Requires(permission)], **options)


def mutation(permission: str | None, *, description: str, **options: Any) -> Any:
    """A field of Mutation for viewers with this permission."""
    extensions = [ReadsAfresh(), Requires(permission)]
    return strawberry.mutation(description=description, extensions=extensions, **options)


def subscription(permission: str, *, description: str, **options: Any) -> Any:
    """A field of Subscription for viewers with this permission."""
    return strawberry.subscription(
        description=description, extensions=[Requires(permission)], **options
    )
