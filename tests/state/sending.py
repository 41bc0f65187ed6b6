"""Scenarios of files that are sent."""

from base64 import b64encode

from models.files import Upload
from models.tenancy import acting_for
from tests.files import pieces
from tests.state.world import Deed, World, id_of, scenario

CONTENT = b"Hello"


async def uploaded(world: World) -> Upload:
    """A file of the boss's that has come."""
    with acting_for(world.company.id):
        upload = await Upload.announce(
            by=world.viewer, file_name="a.txt", content_type="text/plain", size=len(CONTENT)
        )
        return await upload.fill(pieces(CONTENT))


@scenario("createUpload")
async def announce(world: World) -> Deed:
    return world.deed(fileName="a.png", contentType="image/png", size=1000)


@scenario("uploadFile")
async def bring(world: World) -> Deed:
    content = b64encode(CONTENT).decode()
    return world.deed(fileName="a.txt", contentType="text/plain", content=content)


@scenario("sendMessage", "with a file")
async def send_a_file(world: World) -> Deed:
    upload = await uploaded(world)
    conversation = await world.conversation()
    return world.deed(conversationId=id_of(conversation), attachmentIds=[id_of(upload)])


@scenario("deleteMessage", "with a file")
async def delete_a_file(world: World) -> Deed:
    upload = await uploaded(world)
    conversation = await world.conversation()
    with acting_for(world.company.id):
        message = await conversation.post("", author=world.viewer, attachments=[upload.id])
    return world.deed(messageId=id_of(message))
