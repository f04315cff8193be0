"""What the labeller of blocks looks at: one row of numbers a block, mostly about the group that it stands in.

A block alone says little (a teaser is as good a sentence as the story's); what its container holds says most.
Each row's columns are named by :data:`NAMES`; training and reading call the same function, so they can't differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from newsharvest.page.blocks import LONG_LINK_SHARE, LONG_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsharvest.page.blocks import Cut
    from newsharvest.page.model import Group, PageBlock

    ClassWeights = Callable[[str], tuple[float, float, float]]

BLOCK_NAMES = (
    "chars", "words", "link_share", "sentence", "tag", "class_words", "duplicate", "before_last", "after_title",
    "since_heading", "previous_link_share", "next_link_share", "like_it", "like_it_vs_page", "like_it_vs_best",
    "worst_word", "best_word", "words_around", "stated", "described", "title_share",
)  # fmt: skip
GROUP_NAMES = (
    "own_vs_best", "own_vs_page", "parent_vs_page", "own_commas", "own_blocks", "parent_link_share",
    "grand_link_share", "distance", "context", "in_list", "in_furniture", "in_article", "best_vs_page", "page_long",
    "groups_alike",
)  # fmt: skip
NAMES = BLOCK_NAMES + GROUP_NAMES
"""The columns of a row, in order."""
TAG_CODES = {
    "p": 0,
    "div": 1,
    "li": 2,
    "h1": 3,
    "h2": 4,
    "h3": 5,
    "h4": 6,
    "h5": 6,
    "h6": 6,
    "td": 7,
    "th": 7,
    "blockquote": 8,
    "dt": 9,
    "dd": 9,
    "figcaption": 10,
    "caption": 10,
    "pre": 11,
    "section": 12,
    "article": 12,
}
IN_LIST, IN_TABLE, IN_QUOTE, IN_FIGURE, IN_FURNITURE, IN_ARTICLE = (1 << bit for bit in range(6))
TAG_FLAGS = {
    "ul": IN_LIST,
    "ol": IN_LIST,
    "dl": IN_LIST,
    "menu": IN_LIST,
    "table": IN_TABLE,
    "blockquote": IN_QUOTE,
    "figure": IN_FIGURE,
    "nav": IN_FURNITURE,
    "footer": IN_FURNITURE,
    "aside": IN_FURNITURE,
    "header": IN_FURNITURE,
    "form": IN_FURNITURE,
    "article": IN_ARTICLE,
    "main": IN_ARTICLE,
}
FURNITURE = frozenset(tag for tag, flag in TAG_FLAGS.items() if flag == IN_FURNITURE)
CONTEXT_DECAY = 0.6
NO_WEIGHTS = (0.0, 0.0, 0.0)
AROUND = 3
"""So many blocks before and after are those around a block."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
SENTENCE_ENDS = frozenset('.!?。！？…”」』"')
FAR = 60
MOST_TITLE_PARTS = 12
TITLE_REACH = 300
"""How many characters of a block are searched for the title's words."""
OPENING = 30
"""By so many characters a text is known where the page's head states it."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page's head says of its story, white space folded; empty where it says nothing."""

    title: str = ""
    description: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one page."""

    blocks: list[PageBlock]
    """The blocks that have a row, in reading order."""
    rows: list[tuple[float, ...]]


def may_tell(group: Group) -> bool:
    """Whether a group may hold text of a story; one of links, or furniture, without running text near it does not."""
    parent = group.parent or group
    if parent.inside_long:
        return True
    return 2 * parent.inside_links <= parent.inside_chars and parent.tag not in FURNITURE and group.tag not in FURNITURE


def _groups_around(blocks: Sequence[PageBlock]) -> list[Group]:
    """The groups that hold one of these blocks, parents before children."""
    found: list[Group] = []
    for block in blocks:
        chain = []
        node: Group | None = block.group
        while node is not None and not node.judged:
            node.judged = True
            chain.append(node)
            node = node.parent
        found.extend(reversed(chain))
    return found


def _best_group(groups: Sequence[Group]) -> Group:
    """The group with the most running text of its own and, at half its weight, of its children."""
    best, weight = groups[-1], 0.0
    weights: dict[int, float] = {}
    for group in groups:  # Children come before their parents.
        own = weights.get(id(group), 0.0) + group.long_chars
        if own > weight:
            best, weight = group, own
        if group.long_chars and group.parent is not None:
            weights[id(group.parent)] = weights.get(id(group.parent), 0.0) + 0.5 * group.long_chars
    return best


def _inherit(groups: Sequence[Group], best: Group, class_weights: ClassWeights) -> None:
    """Give each group what it shares with its parent: flags, class words, the way in the tree to the best group.

    Of a group without running text only its parent's class words count, for its own say nothing of a story. The
    worst and the best word are sought below what also holds the best group: they tell a box in a story from it.
    """
    steps = 0
    node: Group | None = best
    while node is not None:
        node.distance = steps
        steps += 1
        node = node.parent
    for group in groups:  # Parents come before their children.
        flags = TAG_FLAGS.get(group.tag, 0)
        names = ""
        if group.inside_long:
            names = group.names
            if itemprop := group.element.get("itemprop"):
                names = f"{names} {itemprop}"
        own, worst, good = class_weights(names) if names else NO_WEIGHTS
        parent = group.parent
        if parent is None:
            group.flags, group.context = flags, own
        else:
            group.flags = flags | parent.flags
            group.context = own + CONTEXT_DECAY * parent.context
        if group.distance < 0:
            group.distance = parent.distance + 1 if parent else FAR
            group.worst_word = min(worst, parent.worst_word) if parent else worst
            group.best_word = max(good, parent.best_word) if parent else good


def _title_parts(title: str) -> list[str]:
    """The pieces of a title by which a text on the same matter is known: its longer words, pairs of characters."""
    parts: list[str] = []
    for word in title.lower().split():
        if "\u2e80" <= word[len(word) // 2] < "\uac00":
            parts.extend(word[at : at + 2] for at in range(0, len(word) - 1, 2))
        elif len(word) > 3:
            parts.append(word)
        if len(parts) >= MOST_TITLE_PARTS:
            break
    return parts[:MOST_TITLE_PARTS]


def _group_row(group: Group, best: Group, page_long: int) -> tuple[float, ...]:
    """The columns that all blocks of a group share."""
    parent = group.parent or group
    grand = parent.parent or parent
    flags = group.flags
    return (
        group.long_chars / (best.long_chars or 1),
        group.long_chars / page_long,
        parent.inside_long / page_long,
        group.commas,
        group.blocks,
        parent.inside_links / (parent.inside_chars or 1),
        grand.inside_links / (grand.inside_chars or 1),
        group.distance,
        group.context,
        flags & IN_LIST,
        flags & IN_FURNITURE,
        flags & IN_ARTICLE,
        best.long_chars / page_long,
        page_long,
        group.alike[0],
    )


Kind = list[int]
"""How many blocks are marked up alike, and how much running text they hold."""
Kinds = dict[tuple[str, "str | None"], Kind]


def _kinds(blocks: Sequence[PageBlock]) -> list[tuple[PageBlock, str | None, Kind]]:
    """The blocks of groups that may tell, each with the class attribute of its own element and its kind.

    Paragraphs of one story look alike, and not like those of a box: the same tag and class in a container of the
    same tag and class. Each group learns how many containers are marked up like it.
    """
    inside: dict[Group, Kinds | None] = {}
    alike: dict[tuple[str, str | None], tuple[Kinds, list[int]]] = {}
    found = []
    for block in blocks:
        group, element = block.group, block.element
        if group in inside:
            kinds = inside[group]
        elif may_tell(group):
            key = group.tag, group.element.get("class")
            if key not in alike:
                alike[key] = {}, [0]
            kinds, group.alike = alike[key]
            group.alike[0] += 1
            inside[group] = kinds
        else:
            kinds = inside[group] = None
        if kinds is None:
            continue
        own = element.get("class") if element is not group.element else None
        kind = kinds.get((block.tag, own))
        if kind is None:
            kind = kinds[block.tag, own] = [0, 0]
        kind[0] += 1
        if block.words > LONG_WORDS:
            chars = len(block.text)
            if block.link_chars < LONG_LINK_SHARE * chars:
                kind[1] += chars
        found.append((block, own, kind))
    return found


def read_rows(cut: Cut, *, stated: Stated, class_weights: ClassWeights) -> Rows:
    """The rows of a page's blocks, as far as they may be text of the story.

    ``stated`` is what the page's head says; ``class_weights`` gives the weight of an element's
    class and id words, together and of the worst and the best.
    """
    blocks = cut.blocks
    kinds = _kinds(cut.prose)
    if not kinds:
        return Rows([], [])
    prose = [block for block, _, _ in kinds]
    groups = _groups_around(prose)
    best = _best_group(cut.groups)
    _inherit(groups, best, class_weights)
    title, description, body = stated.title, stated.description, stated.body
    opening, title_parts = description[:OPENING], _title_parts(title)
    if len(opening) < OPENING:
        opening = description = ""
    page_long = cut.groups[-1].inside_long or 1
    most_alike = max([kind[1] for _, _, kind in kinds]) or 1
    title_at = next((b.index for b in prose if b.tag == "h1" or (title and b.text == title)), -FAR)
    shared: dict[int, tuple[float, ...]] = {}
    rows: list[tuple[float, ...]] = []
    seen: set[str] = set()
    heading_at, last = -FAR, len(blocks) - 1
    words_up_to = [0] * AROUND + [0, *accumulate([block.words for block in blocks])]
    words_up_to += words_up_to[-1:] * AROUND
    for block, names, (alike, alike_chars) in kinds:
        text, group, tag, index = block.text, block.group, block.tag, block.index
        group_row = shared.get(id(group))
        if group_row is None:
            group_row = shared[id(group)] = _group_row(group, best, page_long)
        own, worst, good = class_weights(names) if names else NO_WEIGHTS
        share, described = 0.0, -1
        if block.words > LONG_WORDS:
            if title_parts:
                lowered = text[:TITLE_REACH].lower()
                share = sum([part in lowered for part in title_parts]) / len(title_parts)
            if opening:
                described = opening in text or text[:OPENING] in description
        before = blocks[index - 1] if index else block
        after = blocks[index + 1] if index < last else block
        rows.append((
            len(text), block.words, block.link_chars / len(text), text[-1] in SENTENCE_ENDS, TAG_CODES.get(tag, 13),
            own, text in seen, best.last - index, index - title_at,
            index - heading_at, before.link_chars and before.link_chars / len(before.text),
            after.link_chars and after.link_chars / len(after.text),
            alike, alike_chars / page_long, alike_chars / most_alike,
            min(group.worst_word, worst),
            max(group.best_word, good),
            words_up_to[index + 2 * AROUND + 1] - words_up_to[index],
            (text[:OPENING] in body or text[-OPENING:] in body) if body else -1,
            described,
            share,
            *group_row,
        ))  # fmt: skip
        seen.add(text)
        if tag in HEADINGS:
            heading_at = index
    return Rows(prose, rows)
