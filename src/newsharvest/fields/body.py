"""The blocks of the story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsharvest.article import Block
from newsharvest.fields.candidate import Candidate, Field
from newsharvest.page.caption_texts import read_captions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Group, Page, PageBlock


def _cell_rows(cells: list[PageBlock]) -> str:
    """Cells of one row parted by a tab, rows by a line feed."""
    rows: list[list[str]] = []
    previous: Any = None
    for cell in cells:
        if not rows or cell.group is not previous:
            rows.append([])
        rows[-1].append(cell.text)
        previous = cell.group
    return "\n".join("\t".join(row) for row in rows)


def _level(block: PageBlock) -> int | None:
    return int(block.tag[1]) if block.label == "heading" and block.tag[0] == "h" and block.tag[1:].isdigit() else None


def _table_of(block: PageBlock) -> Any:
    """The table that a cell stands in."""
    group: Group | None = block.group
    while group is not None and group.tag != "table":
        group = group.parent
    return group


def story_blocks(page: Page) -> list[tuple[Block, int]]:
    """The article's blocks, each with the index of the (first) page block that it was made of."""
    made: list[tuple[Block, int]] = []
    cells: list[PageBlock] = []
    captions = {caption.blocks[0].index: caption for caption in page.once(read_captions)}

    def end_table() -> None:
        if cells:
            made.append((Block(kind="table", text=_cell_rows(cells)), cells[0].index))
            cells.clear()

    for block in page.story:
        if block.label == "table":
            if cells and _table_of(cells[0]) is not _table_of(block):
                end_table()
            cells.append(block)
            continue
        end_table()
        if block.label == "caption":
            caption = captions.get(block.index)
            if caption and caption.text:
                made.append(
                    (Block(kind="caption", text=caption.text, credit=caption.credit, raw=block.raw), block.index)
                )
        else:
            made.append((Block(kind=block.label, text=block.text, level=_level(block), raw=block.raw), block.index))  # type: ignore[arg-type]
    end_table()
    return made


def offer_blocks(page: Page) -> Iterator[Candidate]:
    """All blocks of the story in reading order, as one candidate."""
    made = page.once(story_blocks)
    if made:
        sure = [page.blocks[index].score for _, index in made]
        first = page.blocks[made[0][1]]
        yield Candidate(tuple(block for block, _ in made), "", first, "labels", sum(sure) / len(sure))


FIELD = Field("blocks", offer_blocks)
