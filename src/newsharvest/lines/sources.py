"""Whom one line of text names as the source of the story: 来源：X, Source: X, Quelle: X, 出典：X."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.credit_lines import label_before
from newsharvest.lines.credit_words import EAST, CreditWords, any_of, credit_words, folded, is_east
from newsharvest.lines.dates import find_dates
from newsharvest.lines.names import is_agency
from newsharvest.lines.western import marks

if TYPE_CHECKING:
    from newsharvest.languages import Lexicon

MAX_LINE = 300
MAX_NAME = 50
_END = re.compile(r"[|()\[\]<>\n]|\s{2,}|。|;|\s-\s|\s·\s")
_COLON = re.compile(r"[:|/=]")
_DATE_ENDS = frozenset(("", *"日号號时時分秒"))
_CLOSING = re.compile(r"\(([^()]{2,40})\)[\s.。+]{0,6}$")
MAX_PAPER = 12
MAX_SPACED = 24
"""Characters that may follow a label without a colon."""
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
def _openings(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(opening for word in lexicon.source.openings for opening in (word, f"({word}"))


@lru_cache(maxsize=64)
def _labels(lexicon: Lexicon) -> tuple[str, ...]:
    """The labels as a folded line in lower case has them."""
    return tuple(folded(word).lower() for word in lexicon.source.labels)


@lru_cache(maxsize=64)
def _bare_labels(lexicon: Lexicon) -> re.Pattern[str]:
    return any_of(lexicon.source.openings)


@lru_cache(maxsize=64)
def _glued_roles(lexicon: Lexicon) -> tuple[str, ...]:
    """The roles that a paper's name may be glued to."""
    own = lexicon.credits
    return tuple(word for word in (*own.reporter, *own.correspondent) if EAST.match(word) and len(word) > 1)


@lru_cache(maxsize=64)
def _nobody(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(word.lower() for word in (*lexicon.source.own, *lexicon.source.nobody))


def _label_end(line: str, lexicon: Lexicon, words: CreditWords) -> tuple[int, int] | None:
    """(start of the label, end of its colon) of the first source label."""
    opening = len(line) - len(line.lstrip("([ "))
    if is_east(line):
        for match in _COLON.finditer(line):
            label = label_before(line, match.start(), words)
            if label and label[1] == "source" and _stands_alone(line, label[0], match[0]):
                return label[0], match.end()
        if bare := _bare_labels(lexicon).match(line, opening):
            return opening, bare.end()
        return _spaced_label(line, opening, words)
    if ":" in line:
        if not any(map(line.lower().__contains__, _labels(lexicon))):
            return None
        found = (mark for mark in marks(line, words) if mark.kind == "source")
        mark = next((mark for mark in found if not line[: mark.start].rstrip()[-1:].isalpha()), None)
        return (mark.start, mark.end) if mark else None
    bare = _bare_labels(lexicon).match(line.lower(), opening) if lexicon.source.openings else None
    return (opening, bare.end()) if bare and line[bare.end() : bare.end() + 1] == " " else None


def _stands_alone(line: str, start: int, colon: str) -> bool:
    """Whether a Chinese or Japanese label is no end of a longer word (能源来源：…); a date may be glued to it."""
    before = line[:start]
    if colon != ":":
        # A bar or a stroke parts many things; it is a colon only behind a label that stands by itself.
        return not before.rstrip()[-1:].isalnum()
    return before[-1:] in _DATE_ENDS or not EAST.match(before[-1:])


def _spaced_label(line: str, opening: int, words: CreditWords) -> tuple[int, int] | None:
    """A label that only a blank, or the bracket around it, parts from a short name: 来源 河川日报; [출처] 한강뉴스.

    A date may stand before it.
    """
    opening += len(line[opening:]) - len(line[opening:].lstrip("0123456789:/-. |年月日"))
    end = min((at for mark in " ]" if (at := line.find(mark, opening)) >= 0), default=-1)
    if end < 0 or len(line) - end > MAX_SPACED or words.kinds.get(line[opening:end]) != "source":
        return None
    return opening, end + 1


def _stop(line: str, begin: int, lexicon: Lexicon, words: CreditWords) -> int:
    """Where the name that begins here ends: at a bracket, a gap, a date, another label, a button's word."""
    stop = min(len(line), begin + MAX_NAME + 20)
    if found := _END.search(line, begin):
        stop = min(stop, found.start())
    for date in find_dates(line[begin:stop], lexicon):
        stop = min(stop, begin + date.start)
    east = is_east(line[begin:stop])
    colon = line.find(":", begin, stop + 1)
    while colon >= 0:
        label = label_before(line, colon, words)
        if label and label[0] >= begin:
            stop = min(stop, label[0])
            break
        colon = line.find(":", colon + 1, stop + 1)
    if line[begin : begin + 1] == "《" and (closing := line.find("》", begin, stop)) > 0:
        return closing + 1
    return _word_stop(line, begin, stop, words) if east else _western_stop(line, begin, stop, words)


def _western_stop(line: str, begin: int, stop: int, words: CreditWords) -> int:
    """A western name ends with its sentence, and not with a word that a date or a place follows."""
    if (sentence := line.find(". ", begin, stop)) > 0:
        stop = sentence
    found = line[begin:stop].split(" ")
    while len(found) > 1 and (found[-1] in words.counters or not found[-1]):
        found.pop()
    name = " ".join(found)
    full = name.endswith(".") and found[-1].lower() not in words.organisations and "." not in found[-1][:-1]
    return begin + len(name) - full


def _word_stop(line: str, begin: int, stop: int, words: CreditWords) -> int:
    """A Chinese or Japanese name ends at a blank before a counter, a role or a number."""
    at = begin
    for piece in line[begin:stop].split(" ")[:12]:
        lowered = piece.lower().rstrip("0123456789:")
        if at > begin and (lowered in words.kinds or lowered in words.counters or not lowered):
            return at
        if at > begin and piece.startswith(_glued_roles(words.lexicon)):
            return at
        role = next((role for role in _glued_roles(words.lexicon) if piece.endswith(role)), "")
        if role and len(piece) > len(role) and at + len(piece) < stop:
            # 来源：河川日报记者 林涛: the paper, and its reporter.
            return at + len(piece) - len(role)
        at += len(piece) + 1
    return stop


def read_source(text: str, lexicon: Lexicon) -> NamedSource | None:
    """The source behind the line's first source label; ``None`` where there is no label or nothing behind it."""
    if text.isascii() and ":" not in text and not text.lower().startswith(_openings(lexicon)):
        return None
    line = folded(text[:MAX_LINE])
    words = credit_words(lexicon)
    label = _label_end(line, lexicon, words)
    if label is None:
        return None
    start, begin = label
    begin += len(line[begin:]) - len(line[begin:].lstrip(" ([<:|/="))
    end = begin + len(line[begin : _stop(line, begin, lexicon, words)].rstrip(" ,-/·|:;"))
    name = " ".join(text[begin:end].split()).strip("「」")
    if _EMPTY.fullmatch(name) or len(name) > MAX_NAME or name.lower() in words.kinds or "://" in name:
        return None
    own = name.lower() in _nobody(lexicon)
    return NamedSource(name, " ".join(text[start:end].split()), start, end, own)


@lru_cache(maxsize=64)
def _according(lexicon: Lexicon) -> tuple[str, ...]:
    return (*lexicon.source.dateline_openings, *lexicon.source.openings)


def agency_at_end(text: str, lexicon: Lexicon) -> str | None:
    """Whom the brackets name that end a paragraph: … sagte er. (dpa/AFP), …以上。（据河川日报）."""
    match = _CLOSING.search(folded(text[-MAX_NAME:]))
    if match is None:
        return None
    name = match[1].strip()
    if is_agency(name, credit_words(lexicon)):
        return name
    opening = next((word for word in _according(lexicon) if name.startswith(word)), None)
    if opening is None or not EAST.search(opening):
        return None
    paper = name[len(opening) :].strip(" :")
    quoted = paper.startswith("《") and paper.endswith("》") and paper.count("《") == 1
    papers = lexicon.source.press
    return paper if quoted or (paper.endswith(papers) and len(paper) <= MAX_PAPER and paper.isalnum()) else None
