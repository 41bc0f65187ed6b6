"""What a mutation answers with: what it changed, and from which position that is visible."""

from typing import Any, Self

import strawberry

from schema.context import Info
from schema.scalars import Cursor, cursor_now


@strawberry.type
class Payload:
    """Its objects are rows of the models; `cursor` is the position at which they are visible."""

    cursor: Cursor

    @classmethod
    async def at(cls, info: Info, **objects: Any) -> Self:
        """With the position behind what this operation has just done."""
        return cls(cursor=await cursor_now(info), **objects)
