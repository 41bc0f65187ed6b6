"""What is said of a file before it comes."""

import unicodedata
from typing import Final

from models.checks import line
from models.errors import Invalid
from models.settings import settings

MAX_NAME: Final = 255


def checked_name(value: str) -> str:
    """What people call it: no folders, nothing unseen, nothing that turns the writing around."""
    seen = "".join(c for c in value if unicodedata.category(c) not in ("Cf", "Cc") or c == "\u200d")
    bare = seen.replace("\\", "/").rpartition("/")[2].strip(". ")
    return line("fileName", bare, longest=MAX_NAME)


def checked_size(size: int) -> None:
    largest = settings().file_max_bytes
    if not 0 < size <= largest:
        message = f"`size` must be of 1 to {largest} bytes."
        raise Invalid.because("size", "TOO_LARGE" if size > largest else "EMPTY", message)
