"""What the areas want done when a job of theirs is cancelled, in the transaction that does it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

Hook = Callable[[Mapping[str, Any]], Awaitable[None]]
_HOOKS: Final[dict[str, Hook]] = {}


def on_cancelled(kind: str) -> Callable[[Hook], Hook]:
    """Register what is called with the payload of a cancelled job, inside its company.

    It lives in `models` and not with the handler because whoever cancels a waiting job, an API
    process, knows no handlers. The job may have begun before it was cancelled.
    """

    def register(hook: Hook) -> Hook:
        _HOOKS[kind] = hook
        return hook

    return register


async def tell_cancelled(kind: str, payload: Mapping[str, Any]) -> None:
    if hook := _HOOKS.get(kind):
        await hook(payload)
