"""The learned labeller: how sure it is, for each block, that the block belongs to the story; and what it so chooses.

The model (:mod:`newsharvest.page.story_model`) is generated code: boosted trees over the columns of
:mod:`newsharvest.page.features`, and a weight for each word of class and id attributes. ``tests/training`` holds the
script that makes it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import exp
from typing import TYPE_CHECKING

from newsharvest.page.features import Stated, read_rows
from newsharvest.page.story_model import CLASS_WORDS, log_odds
from newsharvest.text import fold_space

if TYPE_CHECKING:
    from newsharvest.page.blocks import Cut
    from newsharvest.page.metadata import Metadata
    from newsharvest.page.model import PageBlock

THRESHOLD = 0.45
"""From this score on a block belongs to the story."""
WEAK = 0.02
"""From this score on a block belongs to a story that stands around it."""
MAX_LINKED = 0.5
"""A block of which more is links needs a score of its own."""
FALLBACK = 0.45
"""Where no block reaches the threshold, those above this share of the best score are the story."""
LEAST = 0.05
"""A page whose best block scores less has no story."""
MARKED = frozenset({"td", "th", "li", "dt", "dd"})
"""Where one letter may stand for itself: a mark in a table, a letter of the alphabet."""
WITHIN = frozenset({"tr", "tbody", "thead", "tfoot", "table", "ul", "ol", "dl"})
"""Containers that are parts of the one around them."""
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


def sum_up(weights: list[float]) -> tuple[float, float, float]:
    """Weights of words together, the worst of them (0 or less), the best (0 or more)."""
    # Rounded, for a set's order (and so the sum's last digit) differs between hash seeds.
    return round(sum(weights), 4), min([0.0, *weights]), max([0.0, *weights])


@lru_cache(maxsize=8192)
def class_weights(names: str) -> tuple[float, float, float]:
    """What an element's class and id words weigh together, and the worst and the best one.

    Above 0 they speak for a story, below against one.
    """
    return sum_up([CLASS_WORDS[word] for word in class_words(names) if word in CLASS_WORDS])


def stated_by(metadata: Metadata) -> Stated:
    """What a page's head says of its story."""
    body = (metadata.article or {}).get("articleBody")
    return Stated(
        metadata.title or "",
        metadata.first("description", "og:description") or "",
        fold_space(body) if isinstance(body, str) else "",
    )


def score_blocks(cut: Cut, stated: Stated) -> None:
    """Give each block its score, 0 to 1. ``stated`` is what the page's head says of the story."""
    found = read_rows(cut, stated=stated, class_weights=class_weights)
    for block, row in zip(found.blocks, found.rows, strict=True):
        block.score = 1.0 / (1.0 + exp(-log_odds(row)))


def _is_glyph(block: PageBlock) -> bool:
    """Whether a block is one letter alone: what a font of icons makes a magnifier or an arrow."""
    return len(block.text) == 1 and block.text.isascii() and block.text.isalpha() and block.tag not in MARKED


def choose_story(blocks: list[PageBlock]) -> list[PageBlock]:
    """The blocks whose score says that they belong to the story.

    A weaker one counts too where its own container holds the story before and after it: a short table or heading
    says little for itself.
    """
    best = max([block.score for block in blocks], default=0.0)
    if best < LEAST:
        return []
    bar = min(THRESHOLD, FALLBACK * best)
    reach: dict[int, tuple[int, int]] = {}
    for block in blocks:
        if block.score >= bar:
            first, _ = reach.get(id(block.group), (block.index, 0))
            reach[id(block.group)] = first, block.index
    nowhere = (-1, -1)

    def surrounded(block: PageBlock) -> bool:
        group = block.group
        while group.tag in WITHIN and group.parent:
            group = group.parent
        first, last = reach.get(id(group), nowhere)
        return first < block.index < last

    return [
        block
        for block in blocks
        if (
            block.score >= bar
            or (block.score >= WEAK and block.link_chars < MAX_LINKED * len(block.text) and surrounded(block))
        )
        and not _is_glyph(block)
    ]
