"""What an answer holds, and in what two states differ."""

from collections.abc import Iterator
from typing import Any

Object = dict[str, Any]


def objects_in(answer: Any) -> Iterator[Object]:
    """All with a type, wherever they are."""
    if isinstance(answer, list):
        for each in answer:
            yield from objects_in(each)
    elif isinstance(answer, dict):
        for each in answer.values():
            yield from objects_in(each)
        if "__typename" in answer:
            yield answer


def flat(found: Object) -> Object:
    """Without what has a place of its own; of a related object only who it is."""
    return {
        name: value["id"] if isinstance(value, dict) and "id" in value else value
        for name, value in found.items()
        if not (isinstance(value, dict) and "edges" in value)
    }


def differences(kind: str, held: dict[str, Object], fresh: dict[str, Object]) -> Iterator[str]:
    for id in held.keys() - fresh.keys():
        yield f"{kind} {id} should be gone: {held[id]}"
    for id in fresh.keys() - held.keys():
        yield f"{kind} {id} is not known: {fresh[id]}"
    for id in held.keys() & fresh.keys():
        for name in fresh[id]:
            if held[id].get(name) != fresh[id][name]:
                yield f"{kind}.{name} is {held[id].get(name)!r}, not {fresh[id][name]!r}"
