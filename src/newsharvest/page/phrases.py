"""Comparing titles: folding, cutting at separators, telling the site's name from the story's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import urlsplit

from newsharvest.page.jsonld import kind_of, text_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsharvest.page.metadata import Metadata
    from newsharvest.page.model import Page

MAX_TITLE = 500
"""Longer than any headline; what is longer is not compared."""
MAX_PARTS = 9
MIN_NAME, MAX_NAME = 3, 60
"""How long a site's name may be, squashed, to be told by its host."""
LONG_NAME = 24
"""What is longer, squashed, and the page's whole title, is no site's name whatever the metadata calls it."""

_ASCII_MARKS = {code: None for code in range(128) if not chr(code).isalnum()}
_EASTERN = re.compile("[^\0-\u2e80]")
_NOT_WORD = re.compile(r"[\W_]{1,64}")
# Where site names are glued to titles. Nothing is cut without corroboration, so a long list does no harm.
_MARK = re.compile(r"[-–—―－|｜︱ㅣ丨￨_:：·•»«›‹<>~/@*,]")
_ALWAYS = frozenset("|｜︱ㅣ丨￨_:：")
_DASHES = frozenset("-–—―－")
_NAME_METAS = (
    "og:site_name",
    "application-name",
    "apple-mobile-web-app-title",
    "sitename",
    "publisher",
    "dc.publisher",
    "copyright",
    "cre",
)
_PUBLIC_SUFFIX = frozenset({"co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "go", "gob", "gouv"})


def squash(text: str) -> str:
    """Letters and digits alone, case and compatibility forms folded: equal where readers see the same."""
    text = text[:MAX_TITLE]
    if text.isascii():
        return text.lower().translate(_ASCII_MARKS)
    folded = normalize("NFKC", text).casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def width(text: str) -> int:
    """How much a text says, in letters: an East Asian character counts for three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_EASTERN.findall(text))


def words_of(text: str) -> frozenset[str]:
    """The folded words; of text without blanks between words (Chinese, Japanese) each pair of characters."""
    words: set[str] = set()
    for word in _NOT_WORD.split(normalize("NFKC", text[:MAX_TITLE]).casefold()):
        if word.isascii() or word < "\u2e80":
            words.add(word)
        else:
            words.update(word[i : i + 2] for i in range(len(word) - 1) or (0,))
    words.discard("")
    return frozenset(words)


def _separates(text: str, at: int) -> bool:
    """Whether the mark at this position parts a title: between blanks, or glued to words without blanks."""
    mark = text[at]
    if mark in _ALWAYS:
        return True
    left, right = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if mark == ",":
        return right == " "
    if left == " ":
        return right == " " or mark in "–—:"
    return mark in _DASHES and right != " " and (left > "\u2fff" or right > "\u2fff")


def parts_of(text: str) -> list[tuple[int, int]]:
    """Where the parts between separators begin and end; one part where there is no separator."""
    parts: list[tuple[int, int]] = []
    start = 0
    for match in _MARK.finditer(text[:MAX_TITLE]):
        at = match.start()
        if at >= start and len(parts) < MAX_PARTS - 1 and _separates(text, at):
            if text[start:at].strip():
                parts.append((start, at))
            start = at + 1
    parts.append((start, len(text)))
    trimmed = []
    for start, end in parts:
        part = text[start:end]
        if stripped := part.strip():
            lead = start + part.index(stripped)
            trimmed.append((lead, lead + len(stripped)))
    return trimmed


@dataclass(frozen=True, slots=True)
class Site:
    """What tells the site's own names and sections from a headline."""

    names: frozenset[str]
    """Squashed names: of the site, its publisher, its host."""
    sections: frozenset[str]
    """Squashed names of sections, and of people, that sites hang behind a title."""
    core: str
    """The host's own label, e.g. ``examplepost`` of www.examplepost.co.uk; empty without a host."""
    stems: frozenset[str] = frozenset()
    """Squashed beginnings of names, which other words may follow (宁川日报 of 宁川日报数字报)."""
    printed: frozenset[str] = frozenset()
    """Squashed words that are a name where they end a title; at its beginning they may be the story's."""
    links: tuple[str, ...] = ()
    """The texts of links that may name a section, too; squashed only where somebody asks."""

    def is_name(self, part: str) -> bool:
        """Whether a part of a title is the site's name."""
        folded = squash(part.strip().removeprefix("www."))
        if folded in self.names or any(map(folded.startswith, self.stems)):
            return True
        core = self.core
        if not len(core) >= MIN_NAME or not MIN_NAME <= len(folded) <= MAX_NAME:
            return False
        if folded.startswith(core) or (core.startswith(folded) and len(folded) > MIN_NAME):
            # A host of three letters may begin any word.
            return len(core) > MIN_NAME or " " not in part.strip()
        initials = "".join(word[0] for word in part.casefold().split() if word[0].isalnum())
        return len(initials) >= MIN_NAME and core.startswith(initials)

    def is_section(self, part: str) -> bool:
        """Whether a part of a title names a section or a person that the page's metadata names too."""
        folded = squash(part.removeprefix("by ").removeprefix("By "))
        return folded in self.sections or folded in map(squash, self.links)

    def cut(self, text: str, parts: list[tuple[int, int]] | None = None) -> str:
        """The text without the site's name, and without the sections that stand between it and the headline.

        Unchanged where nothing says that a part is the site's name.
        """
        parts = parts_of(text) if parts is None else parts
        if len(parts) <= 1:
            return text
        first, last = 0, len(parts)
        for index in range(1, len(parts)):
            # Two parts may only together be the name: "Example - News for All".
            start, end = parts[index]
            if any(self.is_name(words) or squash(words) in self.printed for words in (text[start:end], text[start:])):
                last = index
                break
        while first < last - 1 and self.is_name(text[slice(*parts[first])]):
            first += 1
        if last < len(parts) or first:
            while last > first + 1 and self.is_section(text[slice(*parts[last - 1])]):
                last -= 1
        return text[parts[first][0] : parts[last - 1][1]].strip()


def host_labels(url: str) -> tuple[str, str]:
    """(host without www., its own label) of a URL; empty strings without one."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        host = ""
    labels = [label for label in host.split(".") if label]
    if len(labels) > 1 and not labels[-1].isdigit():
        labels.pop()
        if len(labels) > 1 and labels[-1] in _PUBLIC_SUFFIX:
            labels.pop()
    return host, squash(labels[-1]) if labels else ""


def _site_names(metadata: Metadata) -> Iterable[str]:
    yield from (name for _, name in metadata.given(*_NAME_METAS))
    if metadata.article:
        yield from texts_of(metadata.resolved(metadata.article.get("publisher")))
    for node in metadata.nodes:
        kind = kind_of(node).lower()
        if kind == "website" or kind.endswith("organization"):
            yield from texts_of(node.get("name"))
            yield from texts_of(node.get("alternateName"))


def _sections(metadata: Metadata) -> Iterable[str]:
    given = metadata.given("article:section", "section", "author", "article:author")
    yield from (name for _, name in given)
    if article := metadata.article:
        yield from texts_of(article.get("articleSection"))
        yield from texts_of(metadata.resolved(article.get("author")))
    for node in metadata.of_kind("BreadcrumbList"):
        items = node.get("itemListElement")
        for item in items[:10] if isinstance(items, list) else ():
            if isinstance(item, dict) and (name := text_of(item) or text_of(item.get("item"))):
                yield name


def site_of(metadata: Metadata, url: str | None) -> Site:
    """What the page's metadata and address say about the site's names and sections."""
    addresses = (
        url or "",
        *metadata.meta.get("og:url", ()),
        *(href for href, _ in metadata.links.get("canonical", ())),
    )
    host, core = next((found for found in map(host_labels, addresses) if found[0]), ("", ""))
    names = {squash(name) for name in _site_names(metadata)}
    # Some systems put the page's own title where the site's name belongs.
    if len(title := squash(metadata.title or "")) > LONG_NAME:
        names.discard(title)
    names.update((squash(host), core))
    sections = {squash(name) for name in _sections(metadata)}
    return Site(frozenset(names - {""}), frozenset(sections - {""}), core)


def site_of_page(page: Page) -> Site:
    """The same for a page, to be had by ``page.once``."""
    return site_of(page.metadata, page.url)
