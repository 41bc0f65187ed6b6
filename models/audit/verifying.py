"""Walks the chains: whatever was changed, removed, moved or added since it was written is found."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from models.audit.anchors import Anchor
from models.audit.appending import LEFT_OUT
from models.database import fetch
from models.tenancy import every_company

PAGE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Verified:
    """So many entries are as they were written, of so many."""

    entries: int
    of: int


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that is not what was written there, and why."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class Chain:
    """One company's; `hash` is that of its last entry, worth keeping elsewhere."""

    company_id: UUID
    name: str
    length: int
    hash: str

    async def verify(self, anchor: Anchor | None = None) -> AsyncIterator[Verified | Broken]:
        """A word after every page, in order; Broken is the last one.

        The `anchor` is from elsewhere: who owns the database can shorten a chain and move its end.
        """
        done, before = 0, ""
        while done < self.length:
            with every_company():
                page = await fetch(ENTRIES, self.company_id, done, self.length, PAGE)
            for seq, hash, form in page:
                if seq != done + 1:
                    yield Broken(done + 1, "it is missing")
                    return
                before = sha256((before + form).encode()).hexdigest()
                if hash != before:
                    yield Broken(seq, "it is not what was written")
                    return
                if anchor is not None and seq == anchor.seq and hash != anchor.hash:
                    yield Broken(seq, "it is not what the anchor says")
                    return
                done = seq
            if not page:
                yield Broken(done + 1, f"it is missing: the chain had {self.length} entries")
                return
            yield Verified(done, self.length)
        if anchor is not None and self.length < anchor.seq:
            yield Broken(done + 1, f"it is missing: the anchor has {anchor.seq} entries")
        elif self.hash != before:
            yield Broken(max(done, 1), "it is not the last one that was written")
        elif (stray := await self._stray()) is not None:
            yield stray

    async def _stray(self) -> Broken | None:
        """What lies behind the end, or should: in one look, for the chain grows meanwhile."""
        with every_company():
            [row] = await fetch(BEHIND, self.company_id, list(LEFT_OUT))
        if row["beyond"] is not None:
            return Broken(row["beyond"], "it was not written here: the chain ends before it")
        return Broken(1, "the whole chain is missing") if row["lost"] else None


async def chains(company_id: UUID | None = None) -> AsyncIterator[Chain]:
    """Of every company, or of one."""
    after: UUID | None = None
    while True:
        with every_company():
            rows: list[Any] = await fetch(CHAINS, company_id, after)
        for row in rows:
            yield Chain(*row)
        if not rows:
            return
        after = rows[-1][0]


CHAINS: Final = """
    SELECT c.id, c.name, coalesce(h.chain_seq, 0), coalesce(h.chain_hash, '')
    FROM companies c LEFT JOIN event_heads h ON h.company_id = c.id
    WHERE ($1::uuid IS NULL OR c.id = $1) AND ($2::uuid IS NULL OR c.id > $2)
    ORDER BY c.id LIMIT 100
"""
# As `append_event` and `append_audit` write it.
FORM: Final = """
    jsonb_build_array(
        company_id, seq, id, action, object_type, object_id, actor_kind, actor_id,
        on_behalf_of_id, before, after, details, address, user_agent, request_id,
        (extract(epoch FROM created_at) * 1000000)::bigint,
        (extract(epoch FROM updated_at) * 1000000)::bigint
    )::text
"""
ENTRIES: Final = f"""
    SELECT seq, hash, {FORM} FROM audit_entries
    WHERE company_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4
"""  # noqa: S608
# Who was never told of has no events either, as the companies that `chatia demo` makes at once.
BEHIND: Final = """
    SELECT (SELECT min(e.seq) FROM audit_entries e
            WHERE e.company_id = $1 AND e.seq > coalesce(h.chain_seq, 0)) AS beyond,
           coalesce(h.chain_seq, 0) = 0 AND EXISTS (
               SELECT FROM events e WHERE e.company_id = $1 AND e.name <> ALL ($2)) AS lost
    FROM (SELECT $1::uuid) AS of LEFT JOIN event_heads h ON h.company_id = $1
"""
