"""What is read once for many."""

import asyncio

import pytest

from models.conversations import Conversation
from models.tenancy import acting_for
from schema.loaders import Loaders
from tests.people import Cast
from tests.threads import open_conversation


async def test_who_gives_up_does_not_take_it_from_others(acme: Cast, rival: Cast) -> None:
    """graphql-core cancels what stands beside a field that has failed."""
    ours, theirs = await open_conversation(acme), await open_conversation(rival)
    with acting_for(acme.id):
        loader = Loaders().rows(Conversation)
        impatient, patient, foreign = (
            asyncio.ensure_future(loader.load(id)) for id in (ours.id, ours.id, theirs.id)
        )

        impatient.cancel()

        found = await patient
        assert found is not None
        assert found.id == ours.id
        assert await foreign is None
    with pytest.raises(asyncio.CancelledError):
        await impatient
