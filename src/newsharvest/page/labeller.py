"""The learned labeller: how sure it is, for each block, that the block belongs to the story.

The model (:mod:`newsharvest.page.story_model`) is generated code: boosted trees over the columns of
:mod:`newsharvest.page.features`, and a weight for each word of class and id attributes. ``tests/training`` holds the
script that makes it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING

from newsharvest.page.features import read_rows
from newsharvest.page.story_model import CLASS_WORDS, log_odds

if TYPE_CHECKING:
    from newsharvest.page.blocks import Cut

MAX_NAMES = 400
"""Longer class attributes (style frameworks) are read up to here."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTERS = bytes(code + 32 if 65 <= code <= 90 else code if 97 <= code <= 122 else 32 for code in range(256))


def class_words(names: str) -> set[str]:
    """The words of class and id attributes, lower case.

    >>> sorted(class_words("articleBody main-text2"))
    ['article', 'body', 'main', 'text']
    """
    names = names[:MAX_NAMES]
    if not names.islower():
        names = _HUMP.sub(" ", names)
    return set(names.encode("ascii", "replace").translate(_LETTERS).decode("ascii").split())


@lru_cache(maxsize=8192)
def class_score(names: str) -> float:
    """The weight of an element's class and id words: above 0 they speak for a story, below against one."""
    # Rounded, for a set's order (and so the sum's last digit) differs between hash seeds.
    return round(sum([CLASS_WORDS[word] for word in class_words(names) if word in CLASS_WORDS]), 4)


def score_blocks(cut: Cut, title: str) -> None:
    """Give each block its score, 0 to 1. ``title`` is what the page calls itself (``<title>``), empty if unknown."""
    found = read_rows(cut, title=title, class_score=class_score)
    for block, row in zip(found.blocks, found.rows, strict=True):
        block.score = 1.0 / (1.0 + exp(-log_odds(row)))
