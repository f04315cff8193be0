"""Whom one line of text names as the source of the story: 来源：X, Source: X, Quelle: X, 出典：X."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.credit_lines import label_before
from newsharvest.lines.credit_words import EAST, CreditWords, any_of, credit_words, folded
from newsharvest.lines.dates import find_dates
from newsharvest.lines.western import marks

if TYPE_CHECKING:
    from newsharvest.languages import Lexicon

MAX_LINE = 300
MAX_NAME = 50
_END = re.compile(r"[|()\[\]<>\n]|\s{2,}|。|;|\s-\s|\s·\s")
_OPENING = "([<「"
_COLON = re.compile(r"[:|]")
_EMPTY = re.compile(r"[\W_]*$")


@dataclass(frozen=True, slots=True)
class NamedSource:
    """The source that a line names behind a label."""

    name: str
    """As printed, without its label, without a date or another label behind it."""
    printed: str
    """Label and name."""
    start: int
    """Where the label begins in the line."""
    end: int
    own: bool
    """Whether the name names nobody: the paper itself (本报), the net at large (网络)."""


@lru_cache(maxsize=64)
def _bare_labels(lexicon: Lexicon) -> re.Pattern[str]:
    return any_of(lexicon.source.openings)


@lru_cache(maxsize=64)
def _nobody(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(word.lower() for word in (*lexicon.source.own, *lexicon.source.nobody))


def _label_end(line: str, lexicon: Lexicon, words: CreditWords) -> tuple[int, int] | None:
    """(start of the label, end of its colon) of the first source label."""
    if EAST.search(line):
        for match in _COLON.finditer(line):
            label = label_before(line, match.start(), words)
            alone = match[0] == ":" or (label is not None and not line[: label[0]].rstrip()[-1:].isalnum())
            if label and label[1] == "source" and alone:
                return label[0], match.end()
        bare = _bare_labels(lexicon).match(line.lstrip("([ "))
        if bare:
            start = len(line) - len(line.lstrip("([ "))
            return start, start + bare.end()
        return None
    if ":" not in line:
        return None
    mark = next((mark for mark in marks(line, words) if mark.kind == "source"), None)
    return (mark.start, mark.end) if mark else None


def _stop(line: str, begin: int, lexicon: Lexicon, words: CreditWords) -> int:
    """Where the name that begins here ends: at a bracket, a gap, a date, another label, a button's word."""
    stop = min(len(line), begin + MAX_NAME + 20)
    if found := _END.search(line, begin):
        stop = min(stop, found.start())
    for date in find_dates(line[begin:stop], lexicon):
        stop = min(stop, begin + date.start)
    east = EAST.search(line[begin:stop]) is not None
    colon = line.find(":", begin, stop + 1)
    while colon >= 0:
        label = label_before(line, colon, words)
        if label and label[0] >= begin:
            stop = min(stop, label[0])
            break
        colon = line.find(":", colon + 1, stop + 1)
    if line[begin : begin + 1] == "《" and (closing := line.find("》", begin, stop)) > 0:
        return closing + 1
    return _word_stop(line, begin, stop, words) if east else stop


def _word_stop(line: str, begin: int, stop: int, words: CreditWords) -> int:
    """A Chinese or Japanese name ends at a blank before a counter, a role or a number."""
    at = begin
    for piece in line[begin:stop].split(" ")[:12]:
        lowered = piece.lower().rstrip("0123456789:")
        if at > begin and (lowered in words.kinds or lowered in words.counters or not lowered):
            return at
        at += len(piece) + 1
    return stop


def read_source(text: str, lexicon: Lexicon) -> NamedSource | None:
    """The source behind the line's first source label; ``None`` where there is no label or nothing behind it."""
    if ":" not in text and text.isascii():
        return None
    line = folded(text[:MAX_LINE])
    words = credit_words(lexicon)
    label = _label_end(line, lexicon, words)
    if label is None:
        return None
    start, begin = label
    begin += len(line[begin:]) - len(line[begin:].lstrip(" ([<:|"))
    end = begin + len(line[begin : _stop(line, begin, lexicon, words)].rstrip(" ,-/·|:;"))
    name = " ".join(text[begin:end].split()).strip("「」")
    if _EMPTY.fullmatch(name) or len(name) > MAX_NAME or name.lower() in words.kinds:
        return None
    own = name.lower() in _nobody(lexicon)
    return NamedSource(name, " ".join(text[start:end].split()), start, end, own)
