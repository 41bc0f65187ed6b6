"""What kind of file something is: what is claimed of it must be what is in it."""

import re
from fnmatch import fnmatchcase
from typing import Any, Final

import filetype

from models.errors import Invalid, Refusal
from models.identity.company import Company

HEAD: Final = 8192  # bytes from which a kind is told
SETTING: Final = "allowedFileTypes"  # of a company: what may be uploaded instead of ALLOWED
TYPE: Final = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+_-]{0,80}")
PATTERN: Final = re.compile(r"(\*/\*|[a-z]+/(\*|[a-z0-9][a-z0-9.+_-]{0,80}))")

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OPEN: Final = "application/vnd.oasis.opendocument"
TEXTS: Final = frozenset(
    {"text/plain", "text/csv", "text/vcard", "text/calendar", "text/markdown", "application/json"}
)
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
# What no browser and no office program runs when it is opened.
ALLOWED: Final = (
    *sorted(PICTURES | TEXTS),
    *("image/heic", "image/bmp", "image/tiff"),
    *("audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/aac", "audio/amr", "audio/webm"),
    *("audio/flac", "video/mp4", "video/quicktime", "video/webm", "video/3gpp", "video/ogg"),
    *("application/pdf", "application/zip", "application/msword", "application/vnd.ms-excel"),
    *("application/vnd.ms-powerpoint", WORD, SHEET, SLIDES),
    *(f"{OPEN}.text", f"{OPEN}.spreadsheet", f"{OPEN}.presentation"),
)
# One container, several names: any of a group may be claimed for any other of it.
ALIKE: Final = (
    {"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"},
    {"audio/mpeg", "audio/mp3"},
    {"audio/flac", "audio/x-flac"},
    {"audio/ogg", "video/ogg", "application/ogg", "audio/opus"},
    {"video/webm", "audio/webm", "video/x-matroska"},
    {"video/mp4", "audio/mp4", "audio/x-m4a", "video/x-m4v", "video/quicktime", "video/3gpp"},
    {"image/bmp", "image/x-ms-bmp"},
    {"application/gzip", "application/x-gzip"},
    {"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"},
)
# Packed in another format: of it, no more may be told.
PACKED: Final = {
    "application/zip": (
        *(WORD, SHEET, SLIDES, "application/epub+zip"),
        *(f"{OPEN}.text", f"{OPEN}.spreadsheet", f"{OPEN}.presentation"),
    ),
    "application/x-ole-storage": (
        *("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"),
    ),
}
SIGNED: Final = frozenset(each.mime for each in filetype.types)
UNTEXTLY: Final = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
MARKUP: Final = re.compile(rb"\s*(<!doctype|<html|<svg|<\?xml|<script|<head|<body)", re.IGNORECASE)


class FileTypeMismatch(Refusal):
    """The file is not of the kind that was claimed."""

    code = "FILE_TYPE_MISMATCH"
    cure = "Claim the type that it is of: browsers and systems tell it by the file's name."


def checked_type(claimed: str) -> str:
    """A media type, without its parameters."""
    kind = claimed.partition(";")[0].strip().lower()
    if not TYPE.fullmatch(kind):
        message = "`contentType` must be a media type such as `image/png`."
        raise Invalid.because("contentType", "NOT_A_TYPE", message)
    return kind


async def require_allowed(kind: str) -> None:
    """Raises Invalid unless this company takes files of this kind."""
    if not any(fnmatchcase(kind, pattern) for pattern in await allowed()):
        message = f"Files of type `{kind}` are not taken."
        raise Invalid.because("contentType", "TYPE_NOT_ALLOWED", message)


async def allowed() -> tuple[str, ...]:
    """Types, or patterns such as `image/*`, that this company takes."""
    return chosen((await Company.current()).settings)


def chosen(settings: Any) -> tuple[str, ...]:
    """A setting that is no list of patterns is none."""
    said = settings.get(SETTING) if isinstance(settings, dict) else None
    if not isinstance(said, list) or not said:
        return ALLOWED
    fit = [each for each in said if isinstance(each, str) and PATTERN.fullmatch(each)]
    return tuple(fit) if len(fit) == len(said) else ALLOWED


def require_alike(claimed: str, head: bytes) -> None:
    """Is a file that begins so what it is said to be? Raises FileTypeMismatch."""
    found = filetype.guess_mime(head)
    fits = _unsigned(claimed, head) if found is None else _same(claimed, found)
    if not fits:
        raise FileTypeMismatch(claimed=claimed, found=found)


def family(kind: str) -> str:
    """IMAGE, AUDIO, VIDEO or DOCUMENT."""
    first = kind.partition("/")[0].upper()
    picture = first == "IMAGE" and kind != "image/svg+xml"
    return first if picture or first in ("AUDIO", "VIDEO") else "DOCUMENT"


def opens_inside(kind: str) -> bool:
    """May a browser show it where it is, and not only save it?"""
    return kind in PICTURES or family(kind) in ("AUDIO", "VIDEO")


def _same(claimed: str, found: str) -> bool:
    if claimed == found or any({claimed, found} <= group for group in ALIKE):
        return True
    return claimed in PACKED.get(found, ())


def _unsigned(claimed: str, head: bytes) -> bool:
    """Of most formats the beginning tells; what has none of those may be text or unknown."""
    if claimed in SIGNED or any(claimed in group for group in ALIKE):
        return False
    if claimed in TEXTS or claimed.startswith("text/"):
        if head.startswith(UTF_16):
            return True
        return not UNTEXTLY.search(head) and (
            claimed in ("text/html", "text/xml") or not MARKUP.match(head.lstrip(b"\xef\xbb\xbf"))
        )
    return True
