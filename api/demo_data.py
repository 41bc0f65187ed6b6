"""`chatia demo`: a small company to try things in, or any number of companies for benchmarks."""

from models import live
from models.database import connected
from models.demo import ACCOUNTS, PASSWORD, welcome
from models.demo.bulk import write
from models.settings import Misconfigured, settings


async def run(*, companies: int, messages: int) -> str:
    """Write the data, unless it is there; what to tell the person who asked for it."""
    settings().require("serve")
    async with connected(), live.connected(settings().redis_url):
        if companies:
            await write(companies=companies, messages=messages)
            return f"{companies} companies of {messages} messages."
        if settings().environment == "production":
            raise Misconfigured("The demo company has a password known to all: not in production.")
        await welcome()
    accounts = "\n".join(f"Sign in   {email}  ·  {PASSWORD}" for email in ACCOUNTS)
    return f"{accounts}\n"
