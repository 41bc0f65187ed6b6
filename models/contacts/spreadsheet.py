"""Tables of text as spreadsheets write and read them: RFC 4180 and what is common beside it."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from models.errors import Refusal

SAMPLE: Final = 64 * 1024  # bytes
DELIMITERS: Final = ",;\t|"
MAX_COLUMNS: Final = 100
# A spreadsheet takes for a formula what begins with one of these, and carries it out.
FORMULA: Final = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
NUMBER: Final = re.compile(r"^[+-]?[0-9][0-9 .,]*$")
ESCAPED: Final = re.compile(r"^'(?=[=+\-@\t\r\n＝＋－＠])")


class FileUnreadable(Refusal):
    """This file cannot be read as a table."""

    code = "FILE_UNREADABLE"
    cure = "Save it as CSV in UTF-8 with a header; `extensions.line` says where reading ended."


class Row(NamedTuple):
    """`line` is where it begins in the file, from 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written."""

    encoding: str
    delimiter: str

    @classmethod
    def sniffed(cls, sample: bytes, *, whole: bool) -> Self:
        """Of the beginning of a file, or of the `whole`."""
        text, encoding = _decoded(sample, whole=whole)
        lines = text.splitlines(keepends=True)
        if not whole and len(lines) > 1:
            lines.pop()
        delimiter = max(DELIMITERS, key=lambda each: _columns(lines[:50], each))
        return cls(encoding, delimiter)

    def kept(self) -> dict[str, str]:
        return asdict(self)


def rows(text: Iterable[str], delimiter: str) -> Iterator[Row]:
    """All that are not blank, the header too. Raises FileUnreadable."""
    reader = csv.reader(text, delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            raise FileUnreadable(line=line) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Row(line, [ESCAPED.sub("", cell) for cell in cells])


def opened(path: Path, dialect: Dialect) -> Iterator[Row]:
    """What cannot be decoded is there as what cannot be stored, so that its row is refused."""
    with path.open(encoding=dialect.encoding, errors="surrogateescape", newline="") as text:
        yield from rows(text, dialect.delimiter)


def previewed(sample: bytes, dialect: Dialect, *, whole: bool, first: int) -> list[Row]:
    """The header and the first rows."""
    text = sample.decode(dialect.encoding, "replace")
    if not whole:
        text = text[: text.rfind("\n") + 1] or text
    found = []
    for row in rows(StringIO(text, newline=""), dialect.delimiter):
        found.append(row)
        if len(found) > first:
            break
    return found


def written(cells: Sequence[Any]) -> str:
    """A line of a file in which nothing is a formula."""
    line = StringIO()
    csv.writer(line).writerow(["" if cell is None else harmless(str(cell)) for cell in cells])
    return line.getvalue()


def harmless(cell: str) -> str:
    """As a spreadsheet will show it and not carry it out; a number, or a phone, is as it was."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.match(cell) else cell


def _decoded(sample: bytes, *, whole: bool) -> tuple[str, str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        return decoder.decode(sample, final=whole), "utf-8-sig"
    except UnicodeDecodeError:
        # As Excel writes it in most of the West, unless it is told otherwise; all bytes are text.
        return sample.decode("cp1252", "surrogateescape"), "cp1252"


def _columns(lines: list[str], delimiter: str) -> tuple[float, int, int]:
    """How alike its lines are by this delimiter, how few quotes are left, and how many columns."""
    try:
        read = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0, 0, 0
    counts = [len(row) for row in read]
    if not counts or counts[0] < 2:
        return 0.0, 0, 0
    quotes = sum(cell.count('"') for row in read for cell in row)
    return counts.count(counts[0]) / len(counts), -quotes, counts[0]
