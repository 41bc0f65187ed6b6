"""Files on their way in."""

from datetime import datetime
from uuid import UUID

import strawberry

import models.files
from models.files import UploadState
from models.files.kinds import allowed
from models.files.link import reading, writing
from models.files.source import decoded
from models.settings import settings
from schema.context import Info
from schema.edges import derived
from schema.nodes import Node, node
from schema.payloads import Payload
from schema.roots import mutation, query

strawberry.enum(
    UploadState,
    description="PENDING: announced, to be sent to `uploadUrl`. STORED: it has come. REJECTED: it "
    "was not what was announced. REMOVED: it was not used in time, or its message is deleted.",
)


@node("files:write", lambda viewer: viewer.uploads)
@strawberry.type(description="A file that you send; seen by you alone until a message has it.")
class Upload(Node):
    state: UploadState
    file_name: str
    content_type: str
    size: int = strawberry.field(description="In bytes.")
    checksum: str | None = strawberry.field(description="Its SHA-256, in hexadecimal.")
    rejection: str | None = strawberry.field(description="The code of why it was not taken.")
    expires_at: datetime | None = strawberry.field(
        description="When it goes if it has not come, or is not used, by then."
    )
    created_at: datetime

    @derived(
        description="Where to PUT the file, as it is and whole; null unless it is PENDING. Whoever "
        "has this address may send it."
    )
    def upload_url(
        state: UploadState, company_id: UUID, id: UUID, expires_at: datetime | None
    ) -> str | None:
        if state is not UploadState.PENDING or expires_at is None:
            return None
        return writing(company_id, id, until=expires_at)

    @derived(description="Where to read it; null unless it is STORED.")
    def url(state: UploadState, company_id: UUID, id: UUID) -> str | None:
        return reading(company_id, id) if state is UploadState.STORED else None


@strawberry.type(description="What files a company takes, and the room that they have.")
class FileUsage:
    files: int
    bytes: float = strawberry.field(description="Those that are announced included.")
    room: float = strawberry.field(description="In bytes.")
    largest: float = strawberry.field(description="What one may have, in bytes.")
    content_types: list[str] = strawberry.field(
        description="Media types, or patterns such as `image/*`. To have others, give `settings` "
        "of the company a list `allowedFileTypes`."
    )


@strawberry.input
class CreateUploadInput:
    file_name: str
    content_type: str = strawberry.field(description="A media type, which the content must be of.")
    size: int = strawberry.field(description="In bytes, exactly.")
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same upload."
    )


@strawberry.input
class UploadFileInput:
    file_name: str
    content_type: str = strawberry.field(description="A media type, which the content must be of.")
    content: str = strawberry.field(description="In base64; at most 32 KiB of bytes.")
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same upload."
    )


@strawberry.type
class CreateUploadPayload(Payload):
    upload: Upload


@strawberry.type
class UploadFilePayload(Payload):
    upload: Upload


@strawberry.type
class FileQuery:
    @query("company:read", description="What files may be sent, and how much room they have taken.")
    async def file_usage(self) -> FileUsage:
        usage = await models.files.FileUsage.get_or_none()
        ours = settings()
        return FileUsage(
            files=usage.files if usage else 0,
            bytes=usage.bytes if usage else 0,
            room=ours.file_bytes_per_company,
            largest=ours.file_max_bytes,
            content_types=list(await allowed()),
        )


@strawberry.type
class FileMutation:
    @mutation(
        "files:write",
        description="Announce a file, and learn where to PUT it. Once it is STORED a message can "
        "have it: name its id in `attachmentIds` of sendMessage.",
    )
    async def create_upload(self, info: Info, input: CreateUploadInput) -> CreateUploadPayload:
        upload = await models.files.Upload.announce(
            by=info.context.viewer,
            file_name=input.file_name,
            content_type=input.content_type,
            size=input.size,
            client_id=input.client_id,
        )
        return await CreateUploadPayload.at(info, upload=upload)

    @mutation(
        "files:write",
        description="Send a small file at once.",
        unrepeatable="the same `clientId` is the same upload.",
    )
    async def upload_file(self, info: Info, input: UploadFileInput) -> UploadFilePayload:
        upload = await models.files.Upload.bring(
            decoded(input.content),
            by=info.context.viewer,
            file_name=input.file_name,
            content_type=input.content_type,
            client_id=input.client_id,
        )
        return await UploadFilePayload.at(info, upload=upload)
