"""`chatia second-factor reset`: the operator's help for who has lost phone and recovery codes."""

from models import live
from models.database import connected
from models.identity import reset_second_factor
from models.identity.email import email_key
from models.settings import settings


async def run(email: str) -> str:
    """What became of it. Make sure first that it is they who ask."""
    settings().require("serve")
    async with connected(), live.connected(settings().redis_url):
        if await reset_second_factor(email_key(email)):
            return "Their password is enough again; they were signed out, and told by mail."
    return "There is no such account, or it has no second factor."
