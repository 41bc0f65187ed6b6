"""Files: how they come, where they are, and which messages they belong to."""

from models.files.attachment import Attachment, AttachmentState
from models.files.upload import Upload, UploadState
from models.files.usage import FileUsage

__all__ = ["Attachment", "AttachmentState", "FileUsage", "Upload", "UploadState"]
