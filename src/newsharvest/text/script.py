"""Which scripts a text is written in, and which Chinese characters belong to one script only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Blocks of 256 code points, by the high byte of the UTF-16 unit, and a letter for the script of each.
_RANGES = (
    (0x03, 0x03, b"g"), (0x04, 0x04, b"c"), (0x05, 0x05, b"e"), (0x06, 0x08, b"a"), (0x09, 0x0D, b"i"),
    (0x0E, 0x0E, b"t"), (0x0F, 0x10, b"i"), (0x12, 0x13, b"i"), (0x17, 0x17, b"i"), (0x30, 0x30, b"p"),
    (0x34, 0x9F, b"h"), (0xAC, 0xD7, b"k"), (0xF9, 0xFA, b"h"), (0xFB, 0xFE, b"a"),
)  # fmt: skip
_BLOCKS = b"".join(next((mark for first, last, mark in _RANGES if first <= high <= last), b".") for high in range(256))
_NOT_LETTERS = bytes(code for code in range(256) if not (chr(code).isascii() and chr(code).isalpha()))
_HEBREW = re.compile("[\u0590-\u05ff]")
_KANA = re.compile("[ぁ-ゖァ-ヺーｦ-ﾟ]")


@dataclass(frozen=True, slots=True)
class Scripts:
    """How many letters of a text belong to each script; digits, punctuation and white space count nowhere."""

    han: int = 0
    kana: int = 0
    hangul: int = 0
    latin: int = 0
    """Unaccented letters only."""
    cyrillic: int = 0
    arabic: int = 0
    greek: int = 0
    hebrew: int = 0
    thai: int = 0
    other: int = 0
    """Indic and other scripts of Asia and Africa."""


def scripts(text: str) -> Scripts:
    """The letters of ``text``, counted by script.

    >>> scripts("記者 Li 報導").han, scripts("記者 Li 報導").latin
    (4, 2)
    """
    latin = len(text.encode("ascii", "ignore").translate(None, _NOT_LETTERS))
    if text.isascii():
        return Scripts(latin=latin)
    blocks = text.encode("utf-16-le", "surrogatepass")[1::2].translate(_BLOCKS)
    count = blocks.count
    hebrew = len(_HEBREW.findall(text)) if b"e" in blocks else 0
    return Scripts(
        han=count(b"h"),
        kana=len(_KANA.findall(text)) if b"p" in blocks else 0,
        hangul=count(b"k"),
        latin=latin,
        cyrillic=count(b"c"),
        arabic=count(b"a"),
        greek=count(b"g"),
        hebrew=hebrew,
        thai=count(b"t"),
        other=count(b"i") + count(b"e") - hebrew,
    )


def chinese_script(text: str) -> str | None:
    """``Hant`` or ``Hans``: the script of which ``text`` has more different characters, else ``None``."""
    simplified, traditional = _characters()
    used = set(text)
    more = len(used & traditional) - len(used & simplified)
    if more == 0:
        return None
    return "Hant" if more > 0 else "Hans"


@lru_cache(maxsize=1)
def readings() -> Mapping[str, str]:
    """Each traditional-only character with its readings, the usual one first (``發`` gives ``fā bō``).

    Traditional-only is what a conversion to simplified script changes. Some rare characters have no reading.
    """
    return {row[0]: row[2:] for row in _rows()[1:]}


@lru_cache(maxsize=1)
def _characters() -> tuple[frozenset[str], frozenset[str]]:
    simplified, *traditional = _rows()
    return frozenset(simplified), frozenset(row[0] for row in traditional)


def _rows() -> list[str]:
    text = (resources.files("newsharvest.text") / "han.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and line[0] != "#"]
