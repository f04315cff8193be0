"""Credits as Korean pages print them: 홍길동 기자, 스포츠=홍길동 기자 name@paper, 글·사진 홍길동."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.credit_words import HANGUL, Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.lines.credit_words import CreditWords

_BEFORE = r"(?:^|(?<=[\s\[(=,/·|:>]))"


@lru_cache(maxsize=8)
def _patterns(words: CreditWords) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name before its role (홍길동 기자), and a role before its name (기자 = 홍길동, 글·사진 홍길동)."""
    roles = "|".join(re.escape(word) for word in sorted(words.roles, key=len, reverse=True) if HANGUL.search(word))
    after = rf"{_BEFORE}([가-힣]{{2,4}})\s?({roles or '(?!)'})(?=[\s\])=,·/|(<.:]|$)"
    before = rf"(?:{_BEFORE}({roles or '(?!)'})\s?[:=]\s?|^({roles or '(?!)'})\s)([가-힣]{{2,4}})(?=[\s\])=,·/|(<]|$)"
    return re.compile(after), re.compile(before)


def is_korean_name(run: str, words: CreditWords) -> bool:
    """Whether the syllables begin with a family name and are no word that stands before 기자."""
    if run in words.not_names or run.endswith(words.endings):
        return False
    if run.startswith(words.double_surnames):
        return len(run) in (3, 4)
    return len(run) in (2, 3) and run[0] in words.surnames


def read_korean(line: str, words: CreditWords) -> Iterator[Found]:
    """The credits in a folded line, in reading order; a role without a name, or with a longer word, gives none."""
    after, before = _patterns(words)
    taken: list[tuple[int, int]] = []
    for match in after.finditer(line):
        if is_korean_name(match[1], words):
            taken.append(match.span())
            yield Found(words.roles[match[2].lower()], match.start(1), match.end(1), match.start(), match.end())
    for match in before.finditer(line):
        free = all(match.end() <= start or end <= match.start() for start, end in taken)
        if free and is_korean_name(match[3], words):
            role = words.roles[(match[1] or match[2]).lower()]
            yield Found(role, match.start(3), match.end(3), match.start(), match.end())
