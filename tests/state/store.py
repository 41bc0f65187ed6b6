"""What a front end holds: a snapshot, kept true by fetching again whatever an event names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tests.state.screen import COLLECTIONS, THREADS
from tests.state.shapes import Object, differences, flat, objects_in

Ask = Callable[..., Any]
AGAIN: Final = "query ($id: ID!) {{ node(id: $id) {{ __typename ... on {kind} {{ {fields} }} }} }}"


@dataclass
class Store:
    """Objects by type and id, as one member sees them."""

    permissions: frozenset[str]
    cursor: str = ""
    objects: dict[str, dict[str, Object]] = field(default_factory=dict)

    async def fill(self, ask: Ask) -> "Store":
        """Take a snapshot: the position first, then all there is."""
        self.objects = {kind: {} for kind in self._kinds}
        self.cursor = (await ask("{ cursor }"))["cursor"]
        for document in self._lists(*self._kinds):
            self._absorb(await ask(document))
        after, more = None, True
        while more:
            page = (await ask(THREADS, after=after))["conversations"]
            self._absorb(page)
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        return self

    async def apply(self, kind: str, id: str, ask: Ask) -> None:
        """Something happened to this object: fetch it again, and what it brings along."""
        if kind == "ContactImport":  # who came or changed by it is not told one by one
            for document in self._lists("Contact"):
                self._absorb(await ask(document))
        if kind not in self._kinds:
            return
        found = await ask(AGAIN.format(kind=kind, fields=COLLECTIONS[kind].fields), id=id)
        if found is None:
            self.objects[kind].pop(id, None)
        else:
            self._absorb(found)
            if kind == "Contact" and (into := found["node"]["mergedInto"]) is not None:
                self._rename(id, into["id"])
                await self.apply(kind, into["id"], ask)

    @property
    def unread(self) -> int:
        """How many unresolved conversations hold something unread."""
        conversations = self.objects["Conversation"].values()
        return sum(bool(c["unreadCount"]) and c["status"] != "RESOLVED" for c in conversations)

    def differences(self, fresh: "Store") -> list[str]:
        """Where this is not what a fresh snapshot is."""
        return [
            difference
            for kind in self._kinds
            for difference in differences(kind, self.objects[kind], fresh.objects[kind])
        ]

    def _lists(self, *kinds: str) -> Iterator[str]:
        """All that is listed, as much of it at a time as may be asked for."""
        for kind in kinds:
            node = f"{{ __typename {COLLECTIONS[kind].fields} }}"
            fields = [
                f"l{place}: {listed} {{ edges {{ node {node} }} }}"
                if "(" in listed
                else f"l{place}: {listed} {node}"
                for place, listed in enumerate(COLLECTIONS[kind].lists)
            ]
            if fields:
                yield f"{{ {' '.join(fields)} }}"

    @property
    def _kinds(self) -> list[str]:
        return [kind for kind, it in COLLECTIONS.items() if it.permission in self.permissions]

    def _rename(self, id: str, by_now: str) -> None:
        """Whatever named this contact names the one that it has been merged into."""
        for objects in self.objects.values():
            for found in objects.values():
                found.update({name: by_now for name, value in found.items() if value == id})

    def _absorb(self, answer: Any) -> None:
        for found in objects_in(answer):
            kind = found["__typename"]
            if kind in self._kinds and COLLECTIONS[kind].belongs(found):
                self.objects[kind][found["id"]] = flat(found)
            elif kind in self._kinds:
                self.objects[kind].pop(found["id"], None)
