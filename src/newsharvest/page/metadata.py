"""What a page's head and structured data say: JSON-LD, Open Graph, meta elements, microdata, rel links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from newsharvest.page.jsonld import (
    ARTICLE_RANK,
    WEAK_RANK,
    Node,
    fold,
    kind_of,
    place,
    read_scripts,
    text_of,
    unescape_once,
    urls_of,
)
from newsharvest.page.microdata import Microdata, read_microdata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_VALUE = 10_000
MAX_VALUES = 2_000
MAX_DEPTH = 12
MIN_MATCH = 8
"""A headline shorter than this proves nothing by standing inside the page's title."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_NAMES = ("property", "name", "itemprop", "http-equiv")
_LOADED = frozenset({"", "stylesheet", "preload", "prefetch", "dns-prefetch", "preconnect", "modulepreload"})
"""Links that load something and say nothing of the story; half of all link elements."""

Links = dict[str, list[tuple[str, str | None]]]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says about itself outside its visible text, as printed, white space folded."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    """Contents of meta elements by lower-case name, property, itemprop or http-equiv; never empty."""
    links: Links = field(default_factory=dict)
    """(href, title) of link elements by each lower-case word of their rel; ``None`` without a title.

    Those that only load something (style sheets, prefetching) are left out.
    """
    title: str | None = None
    """The text of the title element."""
    lang: str | None = None
    """BCP 47 as far as the page keeps to it: from html lang, else Content-Language, else og:locale."""
    base: str | None = None
    """The href of the base element."""
    nodes: tuple[Node, ...] = ()
    """Every JSON-LD object, parents first, out of lists, ``@graph`` and the main entity."""
    article: Node | None = None
    """The JSON-LD object that describes the page's own article."""
    microdata: Microdata = field(default_factory=dict)
    """(element, value) by itemprop; those of an inner item are named after it too (``author.name``)."""
    warnings: tuple[str, ...] = ()
    """What had to be ignored."""

    def first(self, *names: str) -> str | None:
        """The first content of the first of these meta elements that the page has."""
        for name in names:
            if contents := self.meta.get(name):
                return contents[0]
        return None

    def given(self, *names: str) -> Iterator[tuple[str, str]]:
        """(name, content) of every one of these meta elements, in the order of the names."""
        return ((name, content) for name in names for content in self.meta.get(name, ()))

    def of_kind(self, *kinds: str) -> Iterator[Node]:
        """The JSON-LD objects of one of these types (``BreadcrumbList``)."""
        return (node for node in self.nodes if kind_of(node) in kinds)

    def resolved(self, value: Any) -> Any:
        """The object that a bare ``{"@id": …}`` points to, where the page has it; else the value itself."""
        if isinstance(value, list):
            return [self.resolved(item) for item in value[:100] if not isinstance(item, list)]
        if not isinstance(value, dict) or "@id" not in value or "name" in value:
            return value
        wanted = value["@id"]
        same = (node for node in self.nodes if node.get("@id") == wanted and len(node) > len(value))
        return next(same, value)

    def repaired(self, clean: Callable[[str], str]) -> Metadata:
        """The same metadata with every text put through ``clean``; addresses, names and evidence stay."""
        nodes = tuple(_cleaned(node, clean) for node in self.nodes)
        article = next((new for new, old in zip(nodes, self.nodes, strict=True) if old is self.article), None)
        return replace(
            self,
            meta={name: [clean(content) for content in contents] for name, contents in self.meta.items()},
            title=clean(self.title) if self.title else None,
            nodes=nodes,
            article=article,
            microdata={
                name: [(element, clean(value)) for element, value in values] for name, values in self.microdata.items()
            },
        )

    def place(self, key: str) -> str:
        """How evidence names an attribute of the article's JSON-LD object."""
        return place(self.article or {}, key)


def _cleaned(value: Any, clean: Callable[[str], str], depth: int = MAX_DEPTH) -> Any:
    """A JSON value with every string of it put through ``clean``, down to a depth that no honest page has."""
    if isinstance(value, str):
        return clean(value)
    if depth and isinstance(value, list):
        return [_cleaned(item, clean, depth - 1) for item in value]
    if depth and isinstance(value, dict):
        return {key: _cleaned(item, clean, depth - 1) for key, item in value.items()}
    return value


def _language(*offers: str | None) -> str | None:
    for offer in offers:
        tag = (offer or "").split(",")[0].strip().replace("_", "-").partition(".")[0]
        if _LANGUAGE.fullmatch(tag):
            return tag
    return None


def _address(url: str) -> str:
    """A form in which a page's addresses compare equal: no scheme, query, fragment, www. or last slash."""
    rest = url[:MAX_VALUE].strip().partition("#")[0].partition("?")[0].partition("://")
    return (rest[2] or rest[0]).removeprefix("//").removeprefix("www.").rstrip("/").lower()


def _chosen(nodes: tuple[Node, ...], addresses: set[str], titles: list[str]) -> Node | None:
    """The object of the page's own article among those of related stories, videos and the site."""
    best: tuple[tuple[bool, bool, int, bool], Node] | None = None
    for node in nodes:
        rank = ARTICLE_RANK.get(kind_of(node).lower())
        if rank is None:
            continue
        headline = (text_of(node.get("headline")) or text_of(node.get("name")) or "").casefold()
        matches = any(_address(url) in addresses for url in urls_of(node)) or (
            len(headline) >= MIN_MATCH and any(headline in title or title in headline for title in titles)
        )
        if rank >= WEAK_RANK and not (matches and headline):
            continue
        key = (rank < WEAK_RANK, matches, -rank, bool(headline))
        if best is None or key > best[0]:
            best = key, node
    return best[1] if best else None


class _Head:
    """What one pass over the metadata elements gathers."""

    __slots__ = ("base", "links", "meta", "scripts", "title")

    def __init__(self, root: Any) -> None:
        self.meta: dict[str, list[str]] = {}
        self.links: Links = {}
        self.scripts: list[str] = []
        self.title: str | None = None
        self.base: str | None = None
        for element in root.iter("meta", "link", "title", "base", "script"):
            tag = element.tag
            if tag == "script":
                kind = element.get("type")
                if kind and "ld+json" in kind.lower():
                    self.scripts.append(element.text or "")
            elif tag == "meta":
                self._meta(element.get)
            elif tag == "link":
                self._link(element)
            elif tag == "base":
                self.base = self.base or (element.get("href") or "").strip() or None
            elif self.title is None and (element.getparent() is None or element.getparent().tag != "svg"):
                self.title = fold("".join(element.itertext())[:MAX_VALUE]) or None

    def _meta(self, get: Callable[[str], str | None]) -> None:
        content = get("content") or get("value")
        if not content or len(self.meta) > MAX_VALUES:
            return
        content = unescape_once(" ".join(content[:MAX_VALUE].split()))
        seen = None
        for attribute in _NAMES if content else ():
            name = get(attribute)
            if name is None or name == seen:
                continue
            seen = name
            contents = self.meta.setdefault(name.strip().lower(), [])
            if len(contents) < MAX_VALUES:
                contents.append(content)

    def _link(self, element: Any) -> None:
        get = element.get
        rel = (get("rel") or "").lower()
        if rel in _LOADED:
            return
        href = (get("href") or "").strip()
        if not href:
            return
        title = get("title")
        title = fold(title) or None if title else None
        for word in rel.split()[:10]:
            self.links.setdefault(word, []).append((href, title))


def read_metadata(root: Any, *, microdata: bool = True, url: str | None = None) -> Metadata:
    """What the page's metadata says; ``root`` is the lxml root element, which is not changed, or ``None``.

    ``microdata=False`` saves the walk where the caller knows that the text holds no ``itemprop``; ``url``
    is the page's own address, where it is known, and tells its JSON-LD object from those of other stories.
    """
    if root is None:
        return Metadata()
    head = _Head(root)
    nodes, warnings = read_scripts(head.scripts)
    meta, links = head.meta, head.links
    article = None
    if nodes:
        named = [url or "", *meta.get("og:url", ()), *(href for href, _ in links.get("canonical", ()))]
        # A bare host is every page's address.
        addresses = {address for address in map(_address, named) if "/" in address}
        titles = [head.title or "", *meta.get("og:title", ()), *meta.get("twitter:title", ())]
        article = _chosen(nodes, addresses, [title.casefold() for title in titles if len(title) >= MIN_MATCH])
    language = _language(
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        root.get("xml:lang"),
        *meta.get("content-language", ()),
        *meta.get("og:locale", ()),
    )
    found = read_microdata(root) if microdata else {}
    return Metadata(meta, links, head.title, language, head.base, nodes, article, found, warnings)
