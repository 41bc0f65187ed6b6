"""Files: sent, and attached to messages."""

from schema.files.upload import FileMutation, FileQuery

__all__ = ["FileMutation", "FileQuery"]
