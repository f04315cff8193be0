"""The dateline that a line begins with: 新华社北京4月24日电, 本报讯, LONDON (Reuters), 【6月18日 AFP】."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.credit_words import (
    EAST,
    HANGUL,
    CreditWords,
    any_of,
    credit_words,
    folded,
    is_east,
    without_numbers,
)
from newsharvest.lines.eastern import read_items
from newsharvest.lines.western_datelines import find_western, may_begin

if TYPE_CHECKING:
    from newsharvest.languages import Lexicon

MAX_HEAD = 90
MAX_PLACE = 10
MAX_PLACE_ALONE = 6
MAX_EAST = 44
MAX_FILED = 8
"""Characters of the name of the reporter who filed a Japanese story (【ワシントン＝山田太郎】)."""
_LEADING = re.compile(r"[\s□■◇◆>*]{0,6}")
_GROUP = re.compile(r"([(\[])([^()\[\]]{2,60})[)\]]")
_DATE = re.compile(r"(?:(?:\d{4}年)?\d{1,2}月)?\d{1,2}日$")
_DAY = re.compile(r"\d{1,2}日")
_PLACE = re.compile(r"[\u3400-\u9fff·、 ]{0,10}")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first words of a story."""

    text: str
    """As printed, white space folded; a Chinese one without brackets and without the reporter's name."""
    agency: str | None
    """The agency or paper that it names; ``None`` for none and for a paper that means itself (本报)."""
    start: int
    """Where it begins in the line."""
    end: int
    stop: int
    """Where the rest of the line begins: behind the bracket around the dateline, if there is one."""
    alone: bool
    """Whether the line holds nothing else."""


@lru_cache(maxsize=64)
def _endings(lexicon: Lexicon) -> re.Pattern[str]:
    return any_of((*lexicon.source.dateline_endings, *lexicon.source.report_endings))


@lru_cache(maxsize=64)
def _reporters(lexicon: Lexicon) -> re.Pattern[str]:
    own = lexicon.credits
    return any_of(word for word in (*own.reporter, *own.correspondent) if is_east(word))


@lru_cache(maxsize=64)
def _agencies(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(folded(name).lower() for name in lexicon.source.agencies)


def _paper(body: str, lexicon: Lexicon) -> str:
    """The agency or paper that the body begins with; empty where it begins with none."""
    known = (name for name in (*lexicon.source.own, *lexicon.source.agencies) if body.startswith(name))
    if found := max(known, key=len, default=""):
        return found
    for length in range(min(len(body), 16), 2, -1):
        if body[:length].endswith(lexicon.source.press) and "/" not in body[:length]:
            return body[:length]
    return ""


def _without_reporter(body: str, words: CreditWords) -> str | None:
    """The body without 記者 and the names behind it; ``None`` where what follows them is no place."""
    at = _reporters(words.lexicon).search(body)
    if at is None:
        return body
    tokens = read_items(without_numbers(body), (at.start(), len(body)), words)
    if tokens is None or not any(token.what == "name" for token in tokens):
        return None
    last = max(token.end for token in tokens if token.what == "name")
    return body[: at.start()] + body[last:].lstrip()


def _chinese_body(body: str, ending: str, after: str, lexicon: Lexicon) -> str | None:
    """The paper that a Chinese dateline names (empty for none); ``None`` where the words are no dateline."""
    words = lexicon.source
    body = next((body[len(word) :] for word in words.dateline_openings if body.startswith(word)), body).strip()
    date = _DATE.search(body)
    body = body[: date.start()].rstrip() if date else body
    paper = _paper(body, lexicon)
    place = body[len(paper) :].lstrip("/")
    if not _PLACE.fullmatch(place) or not credit_words(lexicon).not_in_names.isdisjoint(place):
        return None
    told = ending in words.report_endings
    apart = not EAST.match(after[:1] or " ")
    if date:
        # 新华社…4月24日电 needs nothing behind it; 4月24日电影 and …报道称 are words of a sentence.
        return paper if apart or (paper and not told) else None
    if not paper:
        local = len(place) > 1 and not told and ending not in words.dateline_parted
        return "" if local and _credited(after, lexicon) else None
    if (told and not _ends_there(after, lexicon)) or len(place) > MAX_PLACE_ALONE:
        return None
    return paper if apart or (not place and ending not in words.dateline_parted) else None


def _ends_there(after: str, lexicon: Lexicon) -> bool:
    """Whether what stands behind 报道 shows that no sentence goes on: nothing, a colon, a bracket, the reporter."""
    return after[:1] in ("", ":", "(") or _names_reporter(after, lexicon)


def _names_reporter(after: str, lexicon: Lexicon) -> bool:
    return after[:1] == " " and _reporters(lexicon).match(after, 1) is not None


def _credited(after: str, lexicon: Lexicon) -> bool:
    """Whether a reporter in brackets follows, which makes a mere place and 讯 a dateline."""
    return after[:1] == "(" and _reporters(lexicon).match(after, 1) is not None


def _chinese(line: str, start: int, lexicon: Lexicon) -> Dateline | None:
    """A Chinese dateline, in brackets or not."""
    group = _GROUP.match(line, start)
    first, last = (group.start(2), group.end(2)) if group else (start, min(len(line), start + MAX_EAST))
    for ending in _endings(lexicon).finditer(line, first, last):
        if group and line[ending.end() : last] and not _names_reporter(line[ending.end() : last], lexicon):
            continue
        printed = line[first : ending.start()]
        body = _without_reporter(printed, credit_words(lexicon))
        if body is None or "," in printed or "。" in printed:
            return None
        stop = group.end() if group else ending.end()
        if body != printed and ending[0] in lexicon.source.report_endings and not _DATE.search(body):
            # 〔記者X／台北報導〕: a place and 報導 behind the reporter's name; 记者 X 摄影报道 has none.
            at = line.rfind("/", first, ending.start()) + 1
            place = line[at : ending.start()]
            told = group is not None and at > first and len(place) > 1 and _PLACE.fullmatch(place)
            return Dateline(place + ending[0], None, at, ending.end(), stop, False) if told else None
        paper = _chinese_body(body, ending[0], "" if group else line[ending.end() :], lexicon)
        if paper is not None:
            named = None if not paper or paper in lexicon.source.own else paper
            return Dateline(body + ending[0], named, first, ending.end(), stop, False)
    return None


def _bracketed(line: str, start: int, lexicon: Lexicon) -> Dateline | None:
    """A Japanese or Korean dateline, which is printed in brackets: ［東京 10日 ロイター］, [서울=뉴시스]."""
    group = _GROUP.match(line, start)
    if group is None:
        return None
    inner = group[2].strip()
    lowered = inner.lower()
    agency = max((name for name in lexicon.source.agencies if folded(name).lower() in lowered), key=len, default=None)
    place, equals, rest = inner.partition("=")
    if HANGUL.search(inner):
        if not equals or len(place) > MAX_PLACE:
            return None
        paper = rest.split()[0] if rest.split() else ""
        agency = paper if paper.endswith(lexicon.source.press) or paper in lexicon.source.agencies else agency
    else:
        paper = _DAY.split(inner)[-1].strip() if _DAY.search(inner) else ""
        agency = agency or (paper if paper.endswith(lexicon.source.press or (" ",)) else None)
        named = [2 <= len(part) <= MAX_FILED for part in re.split("[、,]", rest)]
        filed = equals and len(place) <= MAX_PLACE and all(named) and EAST.match(rest)
        if not (filed or agency) or (group[1] == "(" and lowered not in _agencies(lexicon)):
            return None
    return Dateline("", agency, group.start(), group.end(), group.end(), False)


def _western(head: str, text: str, start: int, lexicon: Lexicon) -> Dateline | None:
    line = head[start:]
    if line[:1].islower() or not may_begin(line):
        return None
    found = find_western(line, text[start:], lexicon)
    return found and Dateline("", found.agency, start, start + found.end, start + found.end, False)


def read_dateline(text: str, lexicon: Lexicon) -> Dateline | None:
    """The dateline that a paragraph begins with, or that a line consists of; ``None`` where there is none."""
    head = folded(text[:MAX_HEAD])
    leading = _LEADING.match(head)
    start = leading.end() if leading else 0
    if is_east(head):
        read = _bracketed if lexicon.code in ("ja", "ko") else _chinese
        found = read(head, start, lexicon)
        if found is None and head[start : start + 1] == "(":
            found = _western(head, text[:MAX_HEAD], start, lexicon)
    else:
        found = _western(head, text[:MAX_HEAD], start, lexicon)
    if found is None:
        return None
    printed = found.text or text[found.start : found.end]
    alone = not text[found.stop :].strip(" 　:：-—–.。,，")
    return replace(found, text=" ".join(printed.split()), alone=alone)
