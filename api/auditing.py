"""`chatia audit verify`: walks the chain of each company, and says where one is broken."""

import sys
from pathlib import Path
from uuid import UUID

from models.audit import Broken, Chain, Verified, chains
from models.audit.anchors import Anchor, Anchors, AnchorsUnreadable
from models.database import connected
from models.settings import settings

TELL_EVERY = 100_000  # entries


async def run(company_id: UUID | None, anchor: Path | None = None) -> int:
    """1 when an entry is not what was written there or then, or there is no such company.

    The anchors are moved to the ends of the chains that are whole, and those of the others stay.
    """
    settings().require("serve")
    try:
        anchors = Anchors(anchor) if anchor else None
    except AnchorsUnreadable as unreadable:
        print(unreadable, file=sys.stderr)
        return 1
    found, broken = set(), 0
    async with connected():
        async for chain in chains(company_id):
            found.add(chain.company_id)
            broken += not await _verified(chain, anchors)
    lost = _lost(anchors, found) if anchors and company_id is None else []
    for each in lost:
        print(f"{each}: BROKEN at entry 1: the company and its whole chain are missing.")
    if company_id is not None and not found:
        print("There is no such company.", file=sys.stderr)
        return 1
    if anchors:
        anchors.write()
    total = len(found) + len(lost)
    print(f"{len(found) - broken} of {total} chains are as they were written.")
    return 1 if broken or lost else 0


async def _verified(chain: Chain, anchors: Anchors | None) -> bool:
    told = 0
    async for state in chain.verify(anchors.of(chain.company_id) if anchors else None):
        match state:
            case Broken(seq, reason):
                print(f"{chain.company_id} ({chain.name}): BROKEN at entry {seq}: {reason}.")
                return False
            case Verified(entries, of) if entries >= told + TELL_EVERY:
                told = entries
                print(f"{chain.company_id} ({chain.name}): {entries} of {of} entries.", flush=True)
    if chain.length:
        print(f"{chain.company_id} ({chain.name}): {chain.length} entries, hash {chain.hash}.")
        if anchors is not None:
            anchors.move(chain.company_id, Anchor(chain.length, chain.hash))
    return True


def _lost(anchors: Anchors, found: set[UUID]) -> list[UUID]:
    return [company_id for company_id in anchors if company_id not in found]
