"""Files of messages."""

from enum import StrEnum
from uuid import UUID

import strawberry

from models.files import AttachmentState
from models.files.kinds import family
from models.files.link import reading
from models.identifiers import global_id
from schema.edges import derived, filled

strawberry.enum(
    AttachmentState,
    description="PENDING: it is being fetched from the contact's system. FAILED: that did not "
    "work, and `errorCode` says why.",
)


@strawberry.enum(description="What it is, for who shows it.")
class AttachmentType(StrEnum):
    IMAGE = "IMAGE"
    AUDIO = "AUDIO"
    VIDEO = "VIDEO"
    DOCUMENT = "DOCUMENT"


@strawberry.type(description="An image, smaller, and with nothing of where it was taken.")
class Preview:
    url: str = strawberry.field(description="Signed: good for one to two hours.")
    width: int
    height: int


@strawberry.type(description="A file of a message.")
class Attachment:
    state: AttachmentState
    file_name: str
    size: int | None = strawberry.field(description="In bytes; null unless it is STORED.")
    checksum: str | None = strawberry.field(description="Its SHA-256, in hexadecimal.")
    error_code: str | None
    content_type: str | None = filled(
        "content_type", description="Its media type; null as long as it is not known."
    )

    @derived(description="Opaque, stable.")
    def id(id: UUID) -> strawberry.ID:
        return strawberry.ID(global_id("Attachment", id))

    @derived()
    def type(content_type: str) -> AttachmentType:
        return AttachmentType(family(content_type))

    @derived(
        description="Where to read it, with ranges; null unless it is STORED. Signed: good for one "
        "to two hours and for this file only. Images, audio and video may be shown where they are, "
        "all else is to be saved."
    )
    def url(state: AttachmentState, company_id: UUID, upload_id: UUID) -> str | None:
        return reading(company_id, upload_id) if state is AttachmentState.STORED else None

    @derived(description="Of an image, as soon as there is one.")
    def preview(
        preview_width: int | None, preview_height: int | None, company_id: UUID, upload_id: UUID
    ) -> Preview | None:
        if preview_width is None or preview_height is None:
            return None
        return Preview(
            url=reading(company_id, upload_id, use="preview"),
            width=preview_width,
            height=preview_height,
        )
