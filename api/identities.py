"""What tokens proved, remembered for as long as it is certain, and not longer.

Whatever ends or changes somebody's authority moves a mark of their company, in the same transaction
(models.events.endings). A token is proven together with the mark at which that is so, in one
statement; what was proven holds while the mark stands, and that it stands is known from a look at
the marks of all companies that are asking, which is good for FRESH seconds from its beginning. So
an ended right lives on for FRESH seconds at most, whatever is lost, late or away; in the process
that ended it, and where its event is heard, not at all.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

from api.rounds import Rounds
from api.standings import FRESH, LINGER, Standing, Standings
from models.errors import Unauthenticated
from models.events import endings
from models.identity import ApiKey, Proof, access_token, prove_each
from models.identity.access_token import CLOCK_SKEW, Claims
from models.identity.api_key import MARK
from models.logs import names_of
from models.viewer import Viewer

# What somebody changes by hand in the tables moves no mark; and the use of a key is noted so often.
LONGEST: Final = 60.0  # seconds until a token is proven anew
MOST: Final = 20_000  # tokens, of some 1.5 KB each


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks; a socket asks anew at `expires_at`, None being never."""

    viewer: Viewer
    expires_at: datetime | None
    names: Mapping[str, str]  # what log lines call them by


@dataclass(frozen=True, slots=True)
class Certain:
    """An identity, the mark at which it was proven, and when it ends by itself."""

    identity: Identity
    mark: int
    until: datetime | None


Proven = Certain | type[Unauthenticated]


@dataclass(slots=True)
class Remembered:
    """A token's identity, while the mark stands and until a time."""

    identity: Identity
    standing: Standing
    mark: int
    until: float


class Identities:
    """The identities of one process, by token; the least recently used are forgotten first."""

    def __init__(self, *, most: int = MOST) -> None:
        self.standings = Standings()
        self.proofs = 0  # statements that read who somebody is
        self._most = most
        self._remembered: OrderedDict[str, Remembered] = OrderedDict()
        # Nobody waits for another company's proofs; together only those who wait at the same time.
        self._members: WeakValueDictionary[UUID, Rounds[Claims, Proven]] = WeakValueDictionary()
        self._machines: WeakValueDictionary[str, Rounds[str, Proven]] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._remembered)

    def known(self, token: str) -> Identity | None:
        """Whose it is, if that is certain without asking anybody."""
        remembered = self._remembered.get(token)
        if remembered is None:
            return None
        standing, now = remembered.standing, monotonic()
        if (
            standing.mark != remembered.mark
            or now - standing.seen_at >= FRESH
            or now >= remembered.until
        ):
            return None
        self._remembered.move_to_end(token)
        if standing.looks < LINGER:
            self.standings.keep(standing)
        return remembered.identity

    async def of(self, token: str) -> Identity:
        """Raises TokenInvalid, TokenExpired, SessionEnded or CompanySuspended."""
        identity = self.known(token)
        if identity is not None:
            return identity
        remembered = self._remembered.get(token)
        if (
            remembered is not None
            and remembered.mark == remembered.standing.mark
            and monotonic() < remembered.until
        ):
            await self.standings.confirm(remembered.standing)
            identity = self.known(token)
            if identity is not None:
                return identity
        return await self._prove(token)

    async def _prove(self, token: str) -> Identity:
        began = monotonic()
        proven: Proven
        if token.startswith(MARK):
            machines = self._machines.setdefault(token, Rounds(self._read_machines))
            proven = await machines.ask(token)
        else:
            claims = access_token.read(token)
            members = self._members.setdefault(claims.company_id, Rounds(self._read_members))
            proven = await members.ask(claims)
        if not isinstance(proven, Certain):
            raise proven
        self._remember(token, proven, at=began)
        return proven.identity

    async def _read_members(self, tokens: Collection[Claims]) -> Mapping[Claims, Proven]:
        """Of access tokens of one company."""
        self.proofs += 1
        company_id = next(iter(tokens)).company_id
        proofs = await prove_each(company_id, tokens)
        return {claims: _member(proof) for claims, proof in proofs.items()}

    async def _read_machines(self, secrets: Collection[str]) -> Mapping[str, Proven]:
        """Of API keys, whose company is not known before."""
        self.proofs += len(secrets)
        return {secret: await _machine(secret) for secret in secrets}

    def _remember(self, token: str, proven: Certain, *, at: float) -> None:
        standing = self.standings.of(proven.identity.viewer.company_id)
        standing.see(proven.mark, at=at)
        seconds = LONGEST
        if proven.until is not None:
            seconds = min(seconds, (proven.until - datetime.now(UTC)).total_seconds())
        self._remembered[token] = Remembered(
            proven.identity, standing, proven.mark, monotonic() + seconds
        )
        self._remembered.move_to_end(token)
        while len(self._remembered) > self._most:
            self._remembered.popitem(last=False)
        self.standings.keep(standing)


def _member(proof: Proof | type[Unauthenticated]) -> Proven:
    if not isinstance(proof, Proof):
        return proof
    viewer = Viewer.member(proof.member, session_id=proof.session_id, sight=proof.sight)
    until = min(proof.expires_at + timedelta(seconds=CLOCK_SKEW), proof.session_expires_at)
    return Certain(Identity(viewer, proof.expires_at, names_of(viewer)), proof.mark, until)


async def _machine(secret: str) -> Proven:
    try:
        key, mark = await ApiKey.proven(secret)
    except Unauthenticated as refusal:
        return type(refusal)
    viewer = Viewer.machine(key)
    return Certain(Identity(viewer, key.expires_at, names_of(viewer)), mark, key.expires_at)


identities: Final = Identities()
endings.listeners.append(identities.standings.doubt)
