"""What is claimed of a file must be what is in it, by whatever of its names."""

import zipfile
from io import BytesIO

import pytest

from models.files.kinds import (
    ALLOWED,
    SHEET,
    SLIDES,
    WORD,
    FileTypeMismatch,
    checked_type,
    chosen,
    family,
    opens_inside,
    require_alike,
)
from tests.files import picture


def packed(*names: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 40)
    return made.getvalue()


MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
RIFF = b"RIFF\x24\0\0\0WAVEfmt "
OFFICE = packed("[Content_Types].xml", "_rels/.rels", "word/document.xml")
SAME = [
    ("image/png", picture()),
    ("image/jpeg", picture(kind="JPEG")),
    ("image/gif", picture(kind="GIF")),
    ("image/webp", picture(kind="WEBP")),
    ("application/pdf", b"%PDF-1.7\n"),
    ("application/zip", packed("a.txt")),
    (WORD, OFFICE),
    (SHEET, packed("[Content_Types].xml", "xl/workbook.xml")),
    (SLIDES, packed("docProps/app.xml", "ppt/presentation.xml")),
    ("video/mp4", MP4),
    ("audio/mp4", MP4),
    ("audio/wav", RIFF),
    ("audio/x-wav", RIFF),
    ("audio/ogg", b"OggS\0\x02" + bytes(30)),
    ("audio/mpeg", b"ID3\x04" + bytes(30)),
    ("video/webm", b"\x1aE\xdf\xa3" + b"\x01" + b"\0" * 10 + b"B\x82\x84webm" + bytes(20)),
    ("text/csv", "nome;ação\r\n1;2".encode("cp1252")),
    ("text/csv", "\ufeffa,b\n".encode()),
    ("text/csv", "a,b\n".encode("utf-16")),
    ("application/json", b'{"a": 1}'),
    ("text/vcard", b"BEGIN:VCARD\n"),
    ("text/html", b"<html></html>"),
    ("image/svg+xml", b"<svg></svg>"),
    ("application/x-ours", b"\0\1\2"),
]
OTHERS = [
    ("image/png", picture(kind="JPEG")),
    ("image/png", b"<svg></svg>"),
    ("image/jpeg", b""),
    ("application/pdf", b"MZ\x90\0"),
    ("application/pdf", b"#!/bin/sh"),
    ("text/plain", b"MZ\x90\0" + bytes(60)),
    ("text/plain", b"\x7fELF" + bytes(60)),
    ("text/plain", b" \n<!DOCTYPE html><script>"),
    ("text/csv", "\ufeff<svg onload=x>".encode()),
    ("text/csv", picture()),
    ("application/json", b"\0"),
    (WORD, b"%PDF-1.7"),
    ("video/mp4", RIFF),
    ("audio/mpeg", MP4),
]


@pytest.mark.parametrize(("claimed", "head"), SAME)
def test_what_is_claimed_is_there(claimed: str, head: bytes) -> None:
    require_alike(claimed, head)


@pytest.mark.parametrize(("claimed", "head"), OTHERS)
def test_what_is_claimed_is_not_there(claimed: str, head: bytes) -> None:
    with pytest.raises(FileTypeMismatch):
        require_alike(claimed, head)


def test_of_a_setting_that_is_none_nothing_is_taken() -> None:
    odds: tuple[object, ...] = ({}, None, {"allowedFileTypes": []}, {"allowedFileTypes": "*/*"})
    for odd in odds:
        assert chosen(odd) == ALLOWED
    for listed in (["image/*", 3], ["everything"], ["image/**"], ["*/png"]):
        assert chosen({"allowedFileTypes": listed}) == ALLOWED
    assert chosen({"allowedFileTypes": ["image/*", "text/csv"]}) == ("image/*", "text/csv")


def test_only_pictures_audio_and_video_are_shown_where_they_are() -> None:
    kinds = {kind: (family(kind), opens_inside(kind)) for kind in (*ALLOWED, "image/svg+xml")}

    assert kinds["image/png"] == ("IMAGE", True)
    assert kinds["audio/ogg"] == ("AUDIO", True)
    assert kinds["video/mp4"] == ("VIDEO", True)
    assert kinds["image/tiff"] == ("IMAGE", False)
    assert kinds["image/svg+xml"] == ("DOCUMENT", False)
    assert kinds["application/pdf"] == kinds["text/plain"] == ("DOCUMENT", False)


def test_a_type_loses_its_parameters() -> None:
    assert checked_type("Text/Plain; charset=utf-8") == "text/plain"
