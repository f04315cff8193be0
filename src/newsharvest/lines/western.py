"""Credits as western pages print them: By Jane Doe and Max Roe, Text: X, Foto: Y, Reporting by …; Editing by …."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from newsharvest.lines.credit_roles import stronger
from newsharvest.lines.credit_words import Found
from newsharvest.lines.names import is_agency, is_organisation, is_western_name, western_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.lines.credit_words import CreditWords, Kind

MAX_PHRASE = 5
"""Words of the longest label (Ein Gastbeitrag von)."""
MAX_SECTION = 26
MAX_REST = 90
"""Characters that may follow the names of a line: a title, a paper, a place."""
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.\-]{0,30}(?:['’.\-][^\W\d_]{1,30}){0,3}")
_GAP = re.compile(r"\s?[|·•(\[]|\s-{1,2}\s")
_DATED_PART = re.compile(r"[^|·•()\[\]\-]{2,80}")
_HANDLE = re.compile(r"\s{0,3}([^\W\d_][\w.]{1,23})(?![\w@])")
_LEADING = " |-•*>([.,:"
_SENTENCE = re.compile(r"[.!?]\s{1,3}\S|[!?]$|[a-zß-ÿ]{2}\.$")


class Mark(NamedTuple):
    """A label in a line: where it stands, what it announces."""

    kind: Kind
    start: int
    end: int
    colon: bool


def _phrase(line: str, found: list[re.Match[str]], index: int, words: CreditWords) -> Mark | None:
    """The longest label that begins with this word."""
    start = found[index].start()
    for last in range(min(len(found), index + MAX_PHRASE) - 1, index - 1, -1):
        end = found[last].end()
        phrase = line[start:end].lower()
        kind = words.kinds.get(phrase)
        if kind is None and last > index and found[last][0].lower() in words.role_ends:
            kind = _joined(phrase, words)
        if kind is None:
            continue
        rest = line[end : end + 3].lstrip()
        colon = rest[:1] == ":"
        if colon:
            return Mark(kind, start, _past_by(line, line.index(":", end) + 1, words), True)
        if kind in ("source", "info") or line[end : end + 1] not in (" ", ""):
            continue
        if kind == "author" and line[:start].rstrip()[-1:] == "|":
            return Mark(kind, start, end, False)
        around = {found[index][0].lower(), found[last][0].lower()} if last > index else set()
        if phrase in words.by or not around.isdisjoint(words.by | words.particles):
            return Mark(kind, start, end, False)
    return None


def _past_by(line: str, end: int, words: CreditWords) -> int:
    """Where a label ends that a By goes on from (Author: By Jane Doe)."""
    following = _WORD.search(line, end)
    if following and following[0].lower() in words.by and not line[end : following.start()].strip():
        return following.end()
    return end


def _joined(phrase: str, words: CreditWords) -> Kind | None:
    """What a label of two parts announces (Story and photos by, Text/Foto); ``None`` where it is none."""
    first, *others = words.parts.split(phrase)
    kind, other = words.roles.get(first), words.roles.get(others[0]) if len(others) == 1 else None
    return stronger(kind, other) if kind and other else None


def marks(line: str, words: CreditWords) -> Iterator[Mark]:
    """Every label of the line that a name can follow, in reading order."""
    texts = _WORD.findall(line)
    glued = _glued(texts[0], words) if texts else 0
    if not glued and words.firsts.isdisjoint(map(str.lower, texts)):  # So most lines end that hold a colon.
        return
    found = list(_WORD.finditer(line))
    if glued:
        start = found.pop(0).start()
        yield Mark("author", start, start + glued, False)
    index = 0
    while index < len(found):
        mark = _phrase(line, found, index, words) if found[index][0].lower() in words.firsts else None
        if mark and (mark.colon or _opens(line, mark)):
            yield mark
            while index < len(found) and found[index].start() < mark.end:
                index += 1
        else:
            index += 1


def _glued(word: str, words: CreditWords) -> int:
    """Where in a word a By ends that lost the blank before the name (ByJane), or before itself (Byby); else 0."""
    for length in (2, 3):
        by, rest = word[:length], word[length:]
        if by.lower() in words.by and by.istitle() and (rest[:1].isupper() or rest == by.lower()):
            return length if rest[:1].isupper() else len(word)
    return 0


def _opens(line: str, mark: Mark) -> bool:
    """Whether a label without a colon begins something: a lone "von" may stand inside a name."""
    before = line[: mark.start].rstrip()
    if not before or before[-1] in "|-•*>;/·(":
        return True
    return before[-1] in ",." or (" " in line[mark.start : mark.end] and before[-1] != ":")


def read_title_line(line: str, words: CreditWords) -> list[Found]:
    """The name of a line that a title follows: Jane Doe, Staff Writer."""
    name, comma, title = line.strip().partition(", ")
    found = title.lower().split()
    if not comma or not 1 <= len(found) <= MAX_PHRASE or not is_western_name(name, words):
        return []
    kind = words.roles.get(found[-1])
    if kind is None or any(word not in words.affiliations for word in found):
        return []
    start = line.index(name)
    return [Found(kind, start, start + len(name), start, len(line.rstrip()))]


def read_dated_names(line: str, words: CreditWords) -> list[Found]:
    """The bare names of a line that tells a date and nothing else: Jane Doe, 3.2.2020; 11.12.2019 - Max Roe."""
    found: list[Found] = []
    for part in _DATED_PART.finditer(line):
        text = part[0].strip(" ,.-")
        if not text or _is_meta(text, words):
            continue
        start = part.start() + part[0].index(text)
        names, end = western_names(text, words)
        if not names or not text[0].isupper() or found or not _rest_fits(text[end:], words):
            return []
        found = [Found(None, start + a, start + b, start + a, start + b) for a, b in names]
    return found


def _is_meta(text: str, words: CreditWords) -> bool:
    """Whether nothing but labels of dates and counts stands there."""
    found = [word[0].lower() for word in _WORD.finditer(text)]
    whole = " ".join(found)
    return whole in words.kinds or all(word in words.counters or words.kinds.get(word) == "info" for word in found)


def _is_section(text: str) -> bool:
    """Whether nothing stands there but a short text that a bar ends: Town life | By Jane Doe | May 3, 2020."""
    text = text.rstrip(" ")
    return text[-1:] == "|" and len(text) <= MAX_SECTION and text.count("|") == 1 and not _SENTENCE.search(text[:-1])


def read_western(line: str, words: CreditWords) -> list[Found] | None:
    """The credits of a folded line without its dates; ``None`` where the line holds anything else.

    The line must be a credit line from its first word on; what may follow the last name is a title, a place, a paper.
    """
    found_marks = list(marks(line, words))
    if not found_marks:
        return None
    before = line[: found_marks[0].start]
    if not (_is_meta(before, words) or _is_section(before)):
        return None
    found: list[Found] = []
    for place, mark in enumerate(found_marks):
        stop = found_marks[place + 1].start if place + 1 < len(found_marks) else len(line)
        if mark.kind in ("source", "info"):
            continue
        names, end = _segment(line[mark.end : stop], words)
        rest = line[mark.end + end : stop]
        if not names and "|||||" in line and mark.kind == "author":
            names = _handle(line[mark.end : stop], words)
            rest = line[mark.end + names[0][1] : stop] if names else ""
        if not names or not _rest_fits(rest, words):
            if mark.colon or place:
                continue
            return None
        found.extend(_credited(line, mark, names, words))
    return found


def _segment(text: str, words: CreditWords) -> tuple[list[tuple[int, int]], int]:
    lead = len(text) - len(text.lstrip(" :|-"))
    gap = _GAP.search(text, lead)
    names, end = western_names(text[lead : gap.start() if gap else len(text)].rstrip(" -,;.()"), words, single=True)
    return [(start + lead, stop + lead) for start, stop in names], end + lead


def _handle(text: str, words: CreditWords) -> list[tuple[int, int]]:
    """The one word in lower case that a date and "by" announce: the name under which somebody posts."""
    match = _HANDLE.match(text.lstrip(" :"))
    lead = len(text) - len(text.lstrip(" :"))
    if match is None or match[1].lower() in words.not_names or match[1].lower() in words.counters:
        return []
    return [(lead + match.start(1), lead + match.end(1))]


def _rest_fits(rest: str, words: CreditWords) -> bool:
    rest = rest.strip()
    if not rest.strip(" |-.,;()/•"):
        return True
    if len(rest) > MAX_REST or _SENTENCE.search(rest):
        return False
    if rest[0] in ",|-•(·/;@":
        return True
    first = rest.split()[0].lower().strip(".,:")
    known = first in words.affiliations or first in words.counters or first in words.agencies
    return known or is_organisation(rest.partition(",")[0], words)


def _credited(line: str, mark: Mark, names: list[tuple[int, int]], words: CreditWords) -> Iterator[Found]:
    for first, last in names:
        start, end = first + mark.end, last + mark.end
        kind: Kind = mark.kind
        if kind == "photographer" and is_agency(line[start:end], words):
            continue
        if kind in ("author", "reporter") and is_agency(line[start:end], words):
            kind = "source-agency"
        yield Found(kind, start, end, mark.start, end)
