"""What the labeller of blocks looks at: one row of numbers a block, mostly about the group that it stands in.

A block alone says little (a teaser is as good a sentence as the story's); what its container holds says most.
Each row's columns are named by :data:`NAMES`; training and reading call the same function, so they can't differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsharvest.page.blocks import Cut
    from newsharvest.page.model import Group, PageBlock

BLOCK_NAMES = (
    "chars", "words", "link_share", "sentence", "tag", "class_words", "duplicate", "before_last", "after_title",
    "since_heading", "previous_link_share", "next_link_share",
)  # fmt: skip
GROUP_NAMES = (
    "own_vs_best", "own_vs_page", "parent_vs_page", "own_commas", "own_blocks", "parent_link_share",
    "grand_link_share", "distance", "context", "in_list", "in_furniture", "in_article", "best_vs_page", "page_long",
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
CONTEXT_DECAY = 0.6
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
SENTENCE_ENDS = frozenset('.!?。！？…”」』"')
FAR = 60


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one page."""

    blocks: list[PageBlock]
    """The blocks that have a row, in reading order."""
    rows: list[tuple[float, ...]]


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


def _inherit(groups: Sequence[Group], class_score: Callable[[str], float]) -> None:
    """Give each group the flags and class words that it shares with its parent.

    Of a group without running text only its parent's class words count, for its own say nothing of a story.
    """
    for group in groups:
        flags = TAG_FLAGS.get(group.tag, 0)
        own = class_score(names) if group.inside_long and (names := group.names) else 0.0
        parent = group.parent
        if parent is None:
            group.flags, group.context = flags, own
        else:
            group.flags = flags | parent.flags
            group.context = own + CONTEXT_DECAY * parent.context


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


def _measure_distances(groups: Sequence[Group], best: Group) -> None:
    """How many steps up and down the tree lie between each group and the best one."""
    steps = 0
    node: Group | None = best
    while node is not None:
        node.distance = steps
        steps += 1
        node = node.parent
    for group in groups:  # Parents come before their children.
        if group.distance < 0:
            group.distance = group.parent.distance + 1 if group.parent else FAR


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
    )


def read_rows(cut: Cut, *, title: str, class_score: Callable[[str], float]) -> Rows:
    """The rows of a page's blocks, as far as they may be text of the story.

    ``title`` is what the page calls itself (empty if unknown); ``class_score`` gives the weight of an element's
    class and id words.
    """
    blocks, prose = cut.blocks, cut.prose
    if not prose:
        return Rows([], [])
    groups = _groups_around(prose)
    _inherit(groups, class_score)
    best = _best_group(cut.groups)
    _measure_distances(groups, best)
    page_long = cut.groups[-1].inside_long or 1
    title_at = next((b.index for b in prose if b.tag == "h1" or (title and b.text == title)), -FAR)
    shared: dict[int, tuple[float, ...]] = {}
    rows: list[tuple[float, ...]] = []
    seen: set[str] = set()
    heading_at, last = -FAR, len(blocks) - 1
    for block in prose:
        text, group, tag, index, element = block.text, block.group, block.tag, block.index, block.element
        group_row = shared.get(id(group))
        if group_row is None:
            group_row = shared[id(group)] = _group_row(group, best, page_long)
        names = element.get("class") if element is not group.element else None
        before = blocks[index - 1] if index else block
        after = blocks[index + 1] if index < last else block
        rows.append((
            len(text), block.words, block.link_chars / len(text), text[-1] in SENTENCE_ENDS, TAG_CODES.get(tag, 13),
            class_score(names) if names else 0.0, text in seen, best.last - index, min(FAR, index - title_at),
            min(FAR, index - heading_at), before.link_chars / len(before.text), after.link_chars / len(after.text),
            *group_row,
        ))  # fmt: skip
        seen.add(text)
        if tag in HEADINGS:
            heading_at = index
    return Rows(prose, rows)
