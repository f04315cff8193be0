"""What a page prints of its site's name and sections: its logo, its last lines, its links.

Only titles that the metadata cannot part are held against it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from newsharvest.page.names import names_of
from newsharvest.page.phrases import site_of_page, squash, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page
    from newsharvest.page.phrases import Site

MAX_IMAGES = 40
LAST_LINES = 12
MAX_LINE = 120
LEAST, MOST = 6, 60
"""How wide a name is: shorter words stand in many lines."""
STEM = 4
"""How many East Asian characters a name has that may begin a longer one."""

_MARKS = re.compile(r"[\s|,;:：，。、©ⓒ()（）\[\]【】《》]{1,20}")
_ENDS = re.compile(r"[|,.;。，©ⓒ()（）\[\]]|\ball rights", re.IGNORECASE)
_YEARS = re.compile(r"(?:©|ⓒ|\(c\)|copyright|\d{4}|[-–—,\s]){1,12}", re.IGNORECASE)
_LOGO = ("logo", "brand", "masthead")


def _logos(page: Page) -> Iterator[str]:
    """The words of the images that are called a logo."""
    for image in islice(page.root.iter("img"), MAX_IMAGES):
        words = image.get("alt") or ""
        if 1 < len(words) <= MOST:
            called = f"{image.get('src') or ''} {names_of(image)} {names_of(image.getparent())}".lower()
            if any(word in called for word in _LOGO):
                yield words.strip()


def _owners(page: Page) -> Iterator[tuple[str, bool]]:
    """Who the page's last lines say that it belongs to, and whether that is one word of East Asian text."""
    starts = page.lexicon.furniture.starts
    for block in page.blocks[-LAST_LINES:]:
        text = block.text[:MAX_LINE]
        lowered = text.casefold()
        if "©" not in text and "ⓒ" not in text and "copyright" not in lowered and not lowered.startswith(starts):
            continue
        for piece in _ENDS.split(text):
            yield _YEARS.sub(" ", piece, count=1).strip(), False
        for word in _MARKS.split(text):
            yield word, not word.isascii() and len(word) >= STEM


def printed_site(page: Page) -> Site:
    """The site as the metadata and the page's own print name it; every link may name a section."""
    site = page.once(site_of_page)
    names, stems = set[str](), set[str]()
    for words in _logos(page):
        names.add(squash(words))
    for words, is_stem in _owners(page):
        if LEAST <= width(words) <= MOST:
            if is_stem:
                stems.add(squash(words))
            elif " " in words or not words.isascii():
                names.add(squash(words))
    headings = [block.text for block in page.blocks if block.tag == "h1"]
    links = tuple([link.text for link in page.links if 1 < len(link.text) <= MOST and link.text not in headings])
    return replace(site, printed=frozenset(names - {""}), stems=frozenset(stems - {""}), links=links)
