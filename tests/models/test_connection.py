"""What is written to PostgreSQL, and when."""

from typing import Any

import pytest

from models.database import client, fetch, pinned
from models.tenancy import acting_for
from tests.people import Cast


async def test_the_company_is_told_in_the_packet_of_the_statement(
    house: None, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    with acting_for(acme.id):
        async with pinned():
            async with client().acquire_connection() as connection:
                transport = connection._transport
            await fetch("SELECT app_company() = $1", acme.id)  # has been prepared
            monkeypatch.setattr(transport, "_transport", Noted(transport._transport, written))
            connection.forget()

            [[told]] = await fetch("SELECT app_company() = $1", acme.id)

            monkeypatch.undo()
    assert told
    assert len(written) == 1
    assert str(acme.id).encode() in written[0]


class Noted:
    """A transport whose writes are noted."""

    def __init__(self, transport: Any, written: list[bytes]) -> None:
        self._transport = transport
        self._written = written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        self._written.append(bytes(data))
        self._transport.write(data)
