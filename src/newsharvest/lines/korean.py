"""Credits as Korean pages print them: 홍길동 기자, 스포츠=홍길동 기자 name@paper, 글=홍길동 사진=김영희."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.credit_roles import stronger
from newsharvest.lines.credit_words import HANGUL, Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.lines.credit_words import CreditWords

_BEFORE = r"(?:^|(?<=[\s\[\](=,/·|:>)]))"
_NAMES = r"[가-힣]{2,4}(?:(?:\s?[,·]\s?|\s)[가-힣]{2,4}){0,4}?"
_NO_LABEL = r"(?!\s?[:=]|\s[가-힣]{2,3}(?:\s|$))"
_END = r"(?=[\s\])=,·/|(<.:]|$)"
_NAME = re.compile(r"[가-힣]{2,4}")
_OPENING = frozenset("/,|·([")
"""Behind these a label needs no colon: 취재 홍길동 / 편집 김영희."""
FULL = 3
"""Syllables of a full name; shorter words beside one are places and desks."""


@lru_cache(maxsize=8)
def _pattern(words: CreditWords) -> re.Pattern[str]:
    """Names behind a label (기자 = 홍길동, 글·사진 홍길동), or in front of a title (홍길동 기자)."""
    roles = "|".join(re.escape(word) for word in sorted(words.roles, key=len, reverse=True) if HANGUL.search(word))
    role = roles or "(?!)"
    title = rf"(?:\s?(?P<title>{role}){_NO_LABEL})?"
    labelled = rf"(?P<label>{role})(?P<colon>\s?[:=]\s?|\s)(?P<labelled>{_NAME.pattern}){title}{_END}"
    titled = rf"(?P<names>{_NAMES})\s?(?P<role>{role}){_END}"
    return re.compile(rf"{_BEFORE}(?:{labelled}|{titled})")


def is_korean_name(run: str, words: CreditWords) -> bool:
    """Whether the syllables begin with a family name and are no word that stands before 기자."""
    if run in words.not_names or run.endswith(words.endings):
        return False
    if run.startswith(words.double_surnames):
        return len(run) in (3, 4)
    return len(run) in (2, 3) and run[0] in words.surnames


def _labelled(match: re.Match[str], before: str, last: int, words: CreditWords) -> Iterator[Found]:
    """The name behind a label; without a colon only where the label begins something."""
    opens = not before.strip() or before.rstrip()[-1] in _OPENING or (last > 0 and len(before.rstrip()) == last)
    if (match["colon"].strip() or opens) and is_korean_name(match["labelled"], words):
        role = words.roles[match["label"].lower()]
        if title := match["title"]:
            role = stronger(role, words.roles[title.lower()])
        yield Found(role, *match.span("labelled"), *match.span())


def _titled(match: re.Match[str], before: str, words: CreditWords) -> Iterator[Found]:
    """The names in front of a title: the last one, and those that a comma or dot joins to it.

    Behind the bracket of a dateline a blank parts names, elsewhere it parts a desk from a name.
    """
    start, role = match.start("names"), words.roles[match["role"].lower()]
    names = list(_NAME.finditer(match["names"]))
    kept: list[re.Match[str]] = []
    for name in reversed(names):
        gap = match["names"][name.end() : kept[-1].start()].strip() if kept else ","
        listed = gap or (before.rstrip()[-1:] in (")", "]") and len(name[0]) == FULL)
        if not listed or not is_korean_name(name[0], words):
            break
        kept.append(name)
    for name in reversed(kept):
        first = start + name.start()
        printed = match.end() if name is kept[0] else start + name.end()
        yield Found(role, first, start + name.end(), first, printed)


def read_korean(line: str, words: CreditWords) -> Iterator[Found]:
    """The credits in a folded line, in reading order; a role without a name, or with a longer word, gives none."""
    pattern, position, last = _pattern(words), 0, 0
    while match := pattern.search(line, position):
        before = line[: match.start()]
        found = list(_labelled(match, before, last, words) if match["label"] else _titled(match, before, words))
        position = match.end() if found else match.start() + 1
        last = match.end() if found else last
        yield from found
