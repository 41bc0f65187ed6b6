"""The types that every PostgreSQL has, known to all connections once one has asked for them.

asyncpg has each connection ask what `uuid[]` is when it first meets one: by a statement that takes
PostgreSQL longer, in a fresh process of it, than to connect and to find a page of messages.
"""

from typing import Any, Final, NamedTuple

# Below, they are the same in every database.
# https://www.postgresql.org/docs/current/system-catalog-initial-data.html#SYSTEM-CATALOG-OID-ASSIGNMENT
OWN: Final = 10_000
_told: Final[dict[frozenset[int], list[Any]]] = {}


class _Unasked(NamedTuple):
    """In the place of the statement that asks: what was prepared before it still is."""

    name: str = "unasked"


class Types:
    """Of a connection: it asks only for those that no connection of this process has asked for."""

    __slots__ = ()

    async def _introspect_types(self, oids: Any, within: float | None) -> tuple[list[Any], Any]:
        asked = frozenset(oids)
        if asked in _told:
            return _told[asked], _Unasked()
        types, statement = await super()._introspect_types(oids, within)  # type: ignore[misc]
        if max(asked) < OWN:
            _told[asked] = types
        return types, statement
