"""Microdata: the itemprop attributes of visible elements that say what the elements hold."""

from __future__ import annotations

from typing import Any

from lxml import etree

from newsharvest.page.jsonld import fold

Microdata = dict[str, list[tuple[Any, str]]]

MAX_ITEMS = 500
MAX_TEXT = 2_000
MAX_ANCESTORS = 60
PROPERTIES = frozenset(
    {
        "headline",
        "alternativeHeadline",
        "datePublished",
        "dateCreated",
        "dateModified",
        "author",
        "creator",
        "publisher",
        "name",
        "description",
        "image",
        "articleSection",
        "keywords",
        "articleBody",
        "url",
    }
)

# By its attributes, for libxml2 tests a condition on every element three times as slowly.
_MARKED = etree.XPath("descendant-or-self::*/@itemprop/..")
_ATTRIBUTE = {"a": "href", "link": "href", "img": "src", "time": "datetime", "data": "value"}


def _owner(element: Any, known: dict[Any, str]) -> str:
    """The itemprop of the item that the element belongs to; ``comment`` inside one; empty at the top."""
    passed: list[Any] = []
    owner = ""
    for ancestor in element.iterancestors():
        if ancestor in known:
            owner = known[ancestor]
            break
        passed.append(ancestor)
        if ancestor.get("itemscope") is not None:
            comment = (ancestor.get("itemtype") or "").rstrip("/").endswith(("Comment", "UserComments"))
            owner = "comment" if comment else (ancestor.get("itemprop") or "").strip()
            break
        if len(passed) > MAX_ANCESTORS:
            break
    known.update(dict.fromkeys(passed, owner))
    return owner


def _value(element: Any, name: str) -> str:
    if name == "articleBody":
        return ""
    attribute = element.get("content") or element.get(_ATTRIBUTE.get(element.tag, "content"))
    # The href of an author's link is no name; of a URL it is the value.
    if attribute and (element.tag not in ("a", "link") or name == "url"):
        return fold(attribute[:MAX_TEXT])
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > MAX_TEXT:
            break
    return fold(" ".join(parts)[:MAX_TEXT])


def read_microdata(root: Any) -> Microdata:
    """(element, value) of the itemprops a news page uses, in reading order.

    The value is the machine-readable one (``content``, ``datetime``, ``src``) or the visible text, white
    space folded; empty for ``articleBody``, whose element is the point. A property of an inner item is named
    after it as well: ``author.name``, ``publisher.name``, ``comment.datePublished``.
    """
    found: Microdata = {}
    known: dict[Any, str] = {}
    marked: Any = _MARKED(root)
    for element in marked[:MAX_ITEMS]:
        names = [name for name in element.get("itemprop").split()[:5] if name in PROPERTIES]
        if not names or not isinstance(element.tag, str):
            continue
        owner = _owner(element, known)
        for name in names:
            value = _value(element, name)
            if value or name == "articleBody":
                found.setdefault(f"{owner}.{name}" if owner else name, []).append((element, value))
    return found
