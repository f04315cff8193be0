"""Front pages and lists: which of their links are headlines, which lead to further pages, and which to sections.

A headline stands among others of its kind: the addresses of one group differ in numbers and names alone, and most
of the group's links have many words. Navigation has few, and its addresses name a place and no document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from newsharvest.crawl.canonical import key_of, shape_of, site_of
from newsharvest.fields.addresses import is_dead_end, is_list_page, names_document, names_list, names_section
from newsharvest.lines.neighbours import read_label, read_page_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.crawl.sources.found import Collection
    from newsharvest.languages import Lexicon
    from newsharvest.page import Page
    from newsharvest.page.model import PageLink

_HEADLINE: Final = 14
"""Weight of the shortest headline: a Han character counts 2, a letter 1."""
_LONGEST_LABEL: Final = 24
_MOST_TITLED: Final = 0.4
"""So much of a group has to look like headlines."""
_ALL_TITLED: Final = 0.7
"""And in a group with so many of them what is no headline by its length is one by its company."""
_LOOKED_AT: Final = 10_000
"""Links; a page with more is no list that people read."""
_SECTIONS: Final = 60
_PAGERS: Final = 12
_FEED_TYPES: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_NO_PAGES: Final = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx",
    ".zip", ".rar", ".7z", ".gz", ".exe", ".apk", ".dmg", ".mp3", ".mp4", ".m4a", ".avi", ".mov", ".wmv", ".flv",
    ".m3u8", ".css", ".js", ".xml", ".rss", ".json", ".ico", ".swf",
)  # fmt: skip


class _Target:
    """An address that the page links to, perhaps several times: a picture, a headline, a teaser."""

    __slots__ = ("pager", "text", "url", "weight")

    def __init__(self, url: str) -> None:
        self.url = url
        self.text = ""
        self.weight = 0
        self.pager = False


def add_listing(found: Collection, page: Page) -> None:
    """Collect the headlines of a page, then its further pages, then the sections that it names."""
    for link in page.links[_LOOKED_AT:]:
        found.drop("too many links on one page", link.href)
    targets = list(_targets(page))
    headlines = _headlines(targets)
    for target in headlines:
        found.add("listing", target.url)
    chosen = {target.url for target in headlines}
    rest = [target for target in targets if target.url not in chosen]
    pagers = [target for target in rest if target.pager]
    for target in pagers[:_PAGERS]:
        found.add("pager", target.url)
    sections = [target for target in rest if not target.pager and _is_section(target)]
    for target in sections[:_SECTIONS]:
        found.add("section", target.url)


def add_feeds(found: Collection, page: Page) -> None:
    """Collect the feeds that a page names in its head."""
    if page.root is None:
        return
    for element in page.root.iter("link"):
        if (element.get("type") or "").strip().lower() in _FEED_TYPES and _rel(element) & {"alternate", "feed"}:
            found.add("feeds", page.absolute(element.get("href")))


def _targets(page: Page) -> Iterator[_Target]:
    """What the page links to on its own site, in its order, each address once."""
    own = key_of(page.url) if page.url else ""
    site = site_of(urlsplit(page.url).netloc) if page.url else ""
    targets: dict[str, _Target] = {}
    for link in page.links[:_LOOKED_AT]:
        url = page.absolute(link.href)
        if not url or len(url) > 2_000 or _path(url).endswith(_NO_PAGES):
            continue
        key = key_of(url)
        if key == own or site_of(urlsplit(url).netloc) != site or "nofollow" in _rel(link.element):
            continue
        target = targets.setdefault(key, _Target(url))
        text = " ".join((link.text or _title(link.element)).split())
        if (weight := _weight(text)) > target.weight:
            target.text, target.weight = text, weight
        target.pager = target.pager or (not is_dead_end(url) and _is_pager(link, text, page.lexicon))
    yield from targets.values()


def _headlines(targets: list[_Target]) -> list[_Target]:
    groups: dict[str, list[_Target]] = {}
    for target in targets:
        groups.setdefault(shape_of(target.url), []).append(target)
    chosen: set[str] = set()
    for group in groups.values():
        stories = [target for target in group if not _names_no_story(target)]
        titled = {target.url for target in stories if target.weight >= _HEADLINE}
        share = len(titled) / len(group)
        of_a_kind = len(titled) >= 2 and share >= _MOST_TITLED
        for target in stories:
            document = names_document(target.url)
            # A short headline among long ones, or a picture with none: its company and its address say what it is.
            beside = of_a_kind and (document or share >= _ALL_TITLED)
            if beside or (target.url in titled and (of_a_kind or document)):
                chosen.add(target.url)
    return [target for target in targets if target.url in chosen]


def _names_no_story(target: _Target) -> bool:
    return target.pager or is_dead_end(target.url) or is_list_page(target.url) or names_list(target.url)


def _is_section(target: _Target) -> bool:
    path = _path(target.url)
    if not target.text or len(target.text) > _LONGEST_LABEL or is_dead_end(target.url):
        return False
    return path.endswith("/") or names_section(target.url) or names_list(target.url) or is_list_page(target.url)


def _is_pager(link: PageLink, text: str, lexicon: Lexicon) -> bool:
    """Whether a link leads to a further page of this list: 下一页, Older posts, 2."""
    if _rel(link.element) & {"next", "prev"}:
        return True
    if not text or len(text) > _LONGEST_LABEL:
        return False
    label = read_label(text, lexicon)
    if label is not None and not label.rest:
        return True
    return text.strip("[]() ").isdecimal() and read_page_number(text, lexicon) is not None


def _weight(text: str) -> int:
    return sum(2 if character >= "\u2e80" else 1 for character in text[:200] if character.isalnum())


def _rel(element: Any) -> set[str]:
    return set((element.get("rel") or "").lower().split()) if element is not None else set()


def _title(element: Any) -> str:
    return (element.get("title") or "") if element is not None else ""


def _path(url: str) -> str:
    return url.partition("?")[0].lower()
