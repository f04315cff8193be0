"""The authors that a page's mark-up shows: author links, author classes, a name beside the date, a box below."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsharvest.fields.author_names import NO_NAME, WRITING, Named, is_label, named
from newsharvest.fields.class_words import MAX_CLASS, MAX_TEXT, classed_elements, head_elements
from newsharvest.fields.info_lines import info_lines, parts_of
from newsharvest.fields.printed_credits import head_range, in_menus, story_text
from newsharvest.lines.credit_lines import read_whole
from newsharvest.lines.credit_words import credit_words, folded, is_east
from newsharvest.lines.credits import read_credits
from newsharvest.lines.dates import find_dates
from newsharvest.lines.names import MAX_NAME, is_han_name, is_organisation, is_western_name, western_names
from newsharvest.page.names import mention

if TYPE_CHECKING:
    from newsharvest.fields.class_words import Classed
    from newsharvest.page.model import Group, Page, PageBlock, PageLink

MAX_LINK_WORDS = 2
MAX_MARKED = 240
"""Characters of a container whose class makes it the author's."""
MAX_APART = 3
"""Blocks between two authors of one story: each may have a picture, a title and a handle of their own."""
AFTER_STORY = 5
MAX_DATE = 60
MAX_LABEL = 24
MAX_EAST = 10
BARE = "name beside the date"
_AUTHOR_WORDS = ("author", "byline", "by-line", "autor", "auteur", "redakteur", "writer")
_AUTHOR_CLASS = re.compile(rf"(?:^|[\s_-]|[a-z](?=A))(?:{'|'.join(_AUTHOR_WORDS)})", re.IGNORECASE)
_OTHER_CLASS = re.compile(
    r"comment|related|teaser|recommend|sidebar|footer|newsletter|social|share|date|review|fact-?check", re.IGNORECASE
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|a)?|auteurs?|by|people|profile|profiles|staff|contributors?|columnists?|writers?|"
    r"redaktion|redakteure?|journalists?|reporters?|experts?|members?|users?|team)/[^/?#]{2,80}",
    re.IGNORECASE,
)


def _pieces(element: Any) -> list[str]:
    return [text for text in (" ".join(part.split()) for part in islice(element.itertext(), 40)) if text]


def _read_marked(element: Any, page: Page) -> list[Named]:
    """The names in an element that is marked as the author's: read as one text, else the first piece with a name."""
    pieces = _pieces(element)
    whole = " ".join(pieces)
    if not 2 <= len(whole) <= MAX_TEXT:
        return []
    words = credit_words(page.lexicon)
    if printed := [credit for credit in read_credits(whole, page.lexicon) if not credit.bare]:
        return [
            Named(credit.name, credit.role == "source-agency", element, "author class")
            for credit in printed
            if credit.role in WRITING
        ]
    for piece in (*pieces, whole):
        if is_label(piece, words) or NO_NAME.search(piece):
            continue
        spans, end = western_names(folded(piece), words, single=len(pieces) == 1)
        if spans and _ends_there(piece, spans[0][1], end, alone=len(pieces) == 1):
            return [
                Named(piece[start:stop], is_organisation(piece[start:stop], words), element, "author class")
                for start, stop in spans
            ]
        japanese = words.language == "ja" and len(pieces) == 1 and len(piece) <= MAX_EAST
        known = japanese or is_han_name(piece, words)
        if known and is_east(piece) and not in_menus(page, piece):
            return list(named(piece, element, "author class", page))
    return []


def _ends_there(piece: str, first: int, end: int, *, alone: bool) -> bool:
    """Whether a piece is a name and no sentence that begins like one; one word is a name only for itself."""
    if " " not in piece[:first]:
        return alone and first == len(piece)
    rest = piece[end:].lstrip()
    return not rest or not rest[0].isalnum() or len(rest) <= MAX_NAME


def _of_element(block: PageBlock, classed: Classed, page: Page) -> list[Named]:
    """The names in the element in or around a block whose class says that it is the author's."""
    element = next((element for element, names in classed if _calls_author(names)), None)
    if element is None and _stands_in_author(block):
        element = block.element
    return [] if element is None else _read_marked(element, page)


def _stands_in_author(block: PageBlock) -> bool:
    """Whether the class of a small container around a block says that it is the author's."""
    group: Group | None = block.group
    for _ in range(2):
        if group is None or group.element is None or group.inside_chars > MAX_MARKED:
            return False
        if (names := group.element.get("class")) and _calls_author(names[:MAX_CLASS]):
            return True
        group = group.parent
    return False


@lru_cache(maxsize=4096)
def _calls_author(names: str) -> bool:
    named = mention(names, _AUTHOR_WORDS) and _AUTHOR_CLASS.search(names)
    return bool(named) and not _OTHER_CLASS.search(names)


def _read_link(link: PageLink, page: Page) -> list[Named]:
    """The name that a link to an author's page is; none where it says anything else (More stories by …)."""
    if not link.text or len(link.text) > MAX_NAME:
        return []
    rel = "author" in (link.rel or "")
    if not rel and not _AUTHOR_PATH.search(link.href):
        return []
    words = credit_words(page.lexicon)

    def is_name(one: Named) -> bool:
        if is_western_name(folded(one.name), words) or is_han_name(one.name, words):
            return True
        return rel and (one.organisation or len(one.name.split()) <= MAX_LINK_WORDS) and not is_label(one.name, words)

    return [one for one in named(link.text, link.element, "author link", page) if is_name(one)]


def _part(page: Page, block: PageBlock) -> frozenset[str] | None:
    """Whom a line, or the label in the block before it, credits for the text; ``None`` where nothing is said of it."""
    words = credit_words(page.lexicon)
    label = page.blocks[block.index - 1].text if block.index else ""
    kind = words.roles.get(folded(label).lower().strip(" :")) if len(label) <= MAX_LABEL else None
    if kind is not None and kind not in WRITING:
        return frozenset()
    whole = read_whole(folded(block.text), words) if len(block.text) <= MAX_TEXT else None
    if not whole or all(one.kind is None for one in whole):
        return None
    return frozenset(block.text[one.start : one.end].casefold() for one in whole if one.kind in WRITING)


def _marked_blocks(page: Page, around: range) -> dict[int, list[Named]]:
    """The names that links and classes mark in each block, those left out that the block credits for something else."""
    found: dict[int, list[Named]] = {}
    for link in page.links:
        if link.block >= around.stop:
            break
        if link.block >= around.start and (people := _read_link(link, page)):
            found.setdefault(link.block, []).extend(people)
    for block, classed in page.once(head_elements):
        if people := _of_element(block, classed, page):
            found.setdefault(block.index, []).extend(people)
    kept = {}
    for index in sorted(found):
        credited = _part(page, page.blocks[index])
        if people := [one for one in found[index] if credited is None or one.name.casefold() in credited]:
            kept[index] = people
    return kept


def _together(found: dict[int, list[Named]]) -> list[list[Named]]:
    """The names of blocks that follow each other closely; the authors of other stories stand farther away."""
    runs: list[list[Named]] = []
    last = -MAX_APART - 1
    for index, people in found.items():
        if index - last > MAX_APART:
            runs.append([])
        runs[-1].extend(people)
        last = index
    return runs


def marked(page: Page) -> list[Named]:
    """Author links and author classes between the headline and the story's first words."""
    if not page.once(story_text):
        return []
    head = page.once(head_range)
    runs = _together(_marked_blocks(page, range(head.start, head.stop + 1)))
    run = next((run for run in runs if not all(one.organisation for one in run)), runs[0] if runs else [])
    # Beside a full name a single word is a title, a section, a button.
    full = [one for one in run if " " in one.name or is_east(one.name)]
    return full or run


def below(page: Page) -> list[Named]:
    """The first author class right below the story: a box about the author."""
    story = page.once(story_text)
    if story:
        last = story[-1].index
        for block in page.blocks[last + 1 : last + 1 + AFTER_STORY]:
            if found := _of_element(block, classed_elements(block), page):
                return [Named(one.name, one.organisation, one.where, "author box") for one in found]
    return []


def bare(page: Page) -> list[Named]:
    """A line between headline and story that is nothing but a name, next to the line with the date.

    A paper may follow it behind a stroke (林涛/河川日报); on a Chinese page it may share the line with date and paper.
    """
    for block, info in page.once(info_lines):
        if info.names and not read_credits(block.text, page.lexicon):
            rule = "name and paper" if info.paper and "/" in folded(block.text) else BARE
            return [Named(name, False, block, rule) for name in info.names]
    head = page.once(head_range)
    words = credit_words(page.lexicon)
    for block in page.blocks[head.start : head.stop]:
        if len(block.text) > MAX_NAME or block.label == "title" or is_east(block.text):
            continue
        if not is_western_name(folded(block.text), words):
            continue
        if in_menus(page, block.text) or read_credits(block.text, page.lexicon):
            continue
        near = page.blocks[max(head.start, block.index - 2) : min(head.stop, block.index + 3)]
        short = (each for each in near if len(each.text) <= MAX_DATE)
        if any(find_dates(part, page.lexicon) for each in short for part in (each.text, *parts_of(each))):
            return [Named(block.text, is_organisation(block.text, words), block, BARE)]
    return []
