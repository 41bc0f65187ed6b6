"""`chatia audit verify`: walks the chain of each company, and says where one is broken."""

import sys
from uuid import UUID

from models.audit import Broken, Chain, Verified, chains
from models.database import connected
from models.settings import settings

TELL_EVERY = 100_000  # entries


async def run(company_id: UUID | None) -> int:
    """1 when an entry is not what was written there, or there is no such company."""
    settings().require("serve")
    found, broken = 0, 0
    async with connected():
        async for chain in chains(company_id):
            found += 1
            broken += not await _verified(chain)
    if company_id is not None and not found:
        print("There is no such company.", file=sys.stderr)
        return 1
    print(f"{found - broken} of {found} chains are as they were written.")
    return 1 if broken else 0


async def _verified(chain: Chain) -> bool:
    told = 0
    async for state in chain.verify():
        match state:
            case Broken(seq, reason):
                print(f"{chain.company_id} ({chain.name}): BROKEN at entry {seq}: {reason}.")
                return False
            case Verified(entries, of) if entries >= told + TELL_EVERY:
                told = entries
                print(f"{chain.company_id} ({chain.name}): {entries} of {of} entries.", flush=True)
    if chain.length:
        print(f"{chain.company_id} ({chain.name}): {chain.length} entries, hash {chain.hash}.")
    return True
