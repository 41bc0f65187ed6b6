"""For whom an event is, where its subject is not for all who may read such things.

Noted with the event: what stands when it is told may be another's already. Of what changes hands it
is for those who saw it before as for those who see it now.
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple
from uuid import UUID

FOR: Final = "for"  # where an event's changes have it


class Place(NamedTuple):
    """Where a thing is kept that is OWN, of a QUEUE, or for ALL."""

    visibility: str
    owner_id: UUID | None
    queue_id: UUID | None


def meant_for(
    *actors: UUID | None, queues: Iterable[UUID | None] = (), may: str | None = None
) -> dict[str, Any]:
    """Members and API keys, who sees one of these queues, and who `may`.

    What a subject's `meant` says is added to the changes of its events.
    """
    told = {
        "actors": [id for id in dict.fromkeys(actors) if id is not None],
        "queues": [id for id in dict.fromkeys(queues) if id is not None],
    }
    return {FOR: told | ({"may": may} if may else {})}


def meant_in(*places: Place) -> dict[str, Any]:
    """Who sees it in one of these places; None if all do."""
    if any(place.visibility == "ALL" for place in places):
        return {FOR: None}
    owners = (place.owner_id for place in places if place.visibility == "OWN")
    return meant_for(*owners, queues=[place.queue_id for place in places])


class Owned:
    """What is for the member or API key that it is of, and for nobody else."""

    member_id: UUID | None
    api_key_id: UUID | None

    @property
    def meant(self) -> dict[str, Any]:
        return meant_for(self.member_id, self.api_key_id)
