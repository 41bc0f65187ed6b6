"""Showing why something was found: the part of a text where the words are, and which they are."""

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import combining, normalize

BEFORE: Final = 60  # letters before the first word that was found
LONGEST: Final = 240
# A run of letters, digits and marks; of scripts without spaces, each sign.
SIGN: Final = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
WORD: Final = re.compile(rf"[{SIGN}]|(?:(?![{SIGN}_])[\w\u0300-\u036f\u0900-\u0dff])+")
FOLDED: Final = str.maketrans("øłđıħŧ", "oldiht") | {ord("æ"): "ae", ord("œ"): "oe"}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `found` if it is one of the words that were sought."""

    text: str
    found: bool


def excerpt(said: str, wanted: str) -> list[Part]:
    """Up to 240 letters around the first word that was sought; put together, they are the text."""
    sought = [_plain(word.group()) for word in WORD.finditer(wanted)]
    marked = [word.span() for word in WORD.finditer(said) if _is_sought(word.group(), sought)]
    first = marked[0][0] if marked else 0
    start = 0 if first <= BEFORE else _after_space(said, first - BEFORE, first)
    end = min(len(said), start + LONGEST)
    parts = [Part("…", found=False)] if start else []
    for begins, ends in marked:
        if ends <= end:
            parts += [Part(said[start:begins], found=False), Part(said[begins:ends], found=True)]
            start = ends
    parts.append(Part(said[start:end], found=False))
    if end < len(said):
        parts.append(Part("…", found=False))
    return [part for part in parts if part.text]


def _is_sought(word: str, sought: list[str]) -> bool:
    plain = _plain(word)
    return bool(sought) and (plain in sought or plain.startswith(sought[-1]))


def _plain(word: str) -> str:
    letters = normalize("NFKD", word).lower()
    kept = "".join(letter for letter in letters if not combining(letter))
    return kept.translate(FOLDED).replace("ß", "ss")


def _after_space(said: str, start: int, end: int) -> int:
    """Where a word begins, if one does in between."""
    space = said.find(" ", start, end)
    return start if space < 0 else space + 1
