"""A process of its own in which one member has a socket open and a conversation on the screen."""

import asyncio
import sys
from contextlib import aclosing
from uuid import UUID

from models import live
from models.conversations import Conversation
from models.database import connected
from models.presence import Presence
from models.tenancy import acting_for
from models.viewer import Viewer, ViewerKind
from tests.models.presence.processes import QUICK


async def main(redis_url: str, company_id: UUID, member_id: UUID, conversation_id: UUID) -> None:
    viewer = Viewer(company_id, ViewerKind.MEMBER, frozenset(), member_id=member_id)
    with acting_for(company_id):
        conversation = Conversation(id=conversation_id)
    presence = Presence(QUICK)
    viewers = presence.follow_viewers(conversation, by=viewer)
    async with (
        connected(),
        live.connected(redis_url),
        presence.socket_of(viewer),
        aclosing(viewers),
    ):
        async for _ in viewers:
            print("there", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(UUID, sys.argv[2:])))
