"""Links by which contacts say how they were helped, without signing in."""

from typing import Final
from uuid import UUID

from models.conversations.satisfaction import SatisfactionRequest
from models.errors import NotFound
from models.seal import is_signed, signature
from models.settings import settings
from models.tenancy import acting_for, find

PATH: Final = "/csat/"
PURPOSE: Final = b"chatia csat"
IDS: Final = 64  # hexadecimal digits of the company and the request


def rating_url(request: SatisfactionRequest) -> str:
    """Whoever has it can answer this one question, once and until it expires, and nothing else."""
    what = f"{request.company_id.hex}{request.id.hex}"
    return f"{settings().public_url}{PATH}{what}.{signature(PURPOSE, what)}"


async def rate(token: str, rating: int, comment: str | None = None) -> None:
    """Answer it. Raises NotFound for what is none of ours, and what SatisfactionRequest does."""
    company_id, request_id = _opened(token)
    with acting_for(company_id):
        await (await find(SatisfactionRequest.all(), request_id)).rate(rating, comment)


def is_ours(token: str) -> bool:
    """Did we give it out? Whether it can still be answered is not looked up."""
    try:
        _opened(token)
    except NotFound:
        return False
    return True


def _opened(token: str) -> tuple[UUID, UUID]:
    what, _, signed = token.partition(".")
    if len(what) != IDS or not is_signed(PURPOSE, what, signed):
        raise NotFound
    return UUID(what[: IDS // 2]), UUID(what[IDS // 2 :])
