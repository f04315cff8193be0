"""Where a story stands among the page's blocks, and the zones around it in which pages print its dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page

AFTER_FIRST, ABOVE, NEAR, BEFORE_LAST, AFTER_LAST, FAR_AFTER = 6, 14, 3, 3, 8, 40
"""How many blocks around the story's two ends are looked at."""
WIDE = 20
"""Of a head that is longer than twice this, only so many blocks at its two ends are looked at."""
ZONE_WEIGHT = {"head": 0.62, "near": 0.54, "above": 0.42, "tail": 0.36, "after": 0.20}
"""How much a date in a zone is trusted before anything else is known of its line."""


@dataclass(frozen=True, slots=True)
class Story:
    """Where the story stands among the page's blocks (indexes)."""

    title: int
    """The title's block; the first of the story where no title is known."""
    first: int
    last: int

    def zones(self, total: int) -> Iterator[tuple[str, range]]:
        """The zones and their blocks, the most telling first.

        ``head`` (title to the story's first lines), ``near`` and ``above`` (before the title), ``tail``, ``after``.
        """
        head = range(self.title, min(total, self.first + AFTER_FIRST + 1))
        if len(head) > 2 * WIDE:
            yield "head", head[:WIDE]
            yield "head", head[-WIDE:]
        else:
            yield "head", head
        near = max(0, self.title - NEAR)
        yield "near", range(near, self.title)
        yield "above", range(max(0, self.title - ABOVE), near)
        tail = range(max(head.stop, self.last - BEFORE_LAST), min(total, self.last + AFTER_LAST + 1))
        yield "tail", tail
        yield "after", range(max(head.stop, tail.stop), min(total, self.last + FAR_AFTER + 1))

    def zone(self, index: int) -> str | None:
        """The zone of a block; ``None`` for one away from the story's ends."""
        return next((zone for zone, blocks in self.zones(index + 1) if index in blocks), None)


def story_of(page: Page) -> Story | None:
    """Where the labelled story stands; ``None`` where the page has neither a story nor a title."""
    story, titles = page.story, page.labelled("title")
    title = titles[0].index if titles else None
    first = next((block.index for block in story if title is None or block.index > title), None)
    last = story[-1].index if story else None
    if title is None and last is None:
        return None
    if first is None:
        first = title if title is not None else last
    begin = first if title is None else title
    return Story(begin or 0, first or 0, max(first or 0, last or 0))
