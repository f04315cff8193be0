"""Feeds and sitemaps: RSS, Atom, JSON Feed, sitemaps, their indexes and news sitemaps, also compressed.

What is read is hostile until it is not: no entity is expanded, nothing is fetched, sizes and numbers are bounded.
"""

from __future__ import annotations

import json
import re
import zlib
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final

from newsharvest.errors import NotHTML, PageError, PageTooLarge
from newsharvest.text import decode

if TYPE_CHECKING:
    from newsharvest.crawl.sources.found import Collection

_GZIP: Final = b"\x1f\x8b"
_MOST_BYTES: Final = 50 << 20
"""What the sitemap protocol allows, decompressed."""
_DEEPEST_JSON: Final = 200
_HEAD: Final = 2_048
_DECLARATION = re.compile(rb"\s{0,99}<\?xml[^>]{0,200}\?>")
_CHARSET = re.compile(rb"encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})")
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?(rss|RDF|feed|urlset|sitemapindex)[\s>/]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST_DATE: Final = 64


def read_file(body: bytes, content_type: str | None, url: str, found: Collection, *, sitemap: bool) -> str | None:
    """Collect the links of a feed or a sitemap; ``feed`` or ``sitemap``, and ``None`` for what is neither.

    ``sitemap`` says that one was asked for: then a text with an address a line is one.
    """
    if body.startswith(_GZIP):
        body = _decompressed(body)
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return _read_json(body, url, found)
    if head.startswith(b"<") and _ROOT.search(head):
        return _read_xml(body, content_type, url, found)
    if sitemap and head.startswith((b"http://", b"https://")):
        for line in body.decode("utf-8", "replace").splitlines():
            found.add("sitemap", line.strip())
        return "sitemap"
    return None


def _decompressed(body: bytes) -> bytes:
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        data = inflate.decompress(body, _MOST_BYTES)
    except zlib.error as error:
        raise NotHTML(f"compressed, and damaged ({error})") from error
    if inflate.unconsumed_tail:
        raise PageTooLarge(f"more than {_MOST_BYTES} bytes, decompressed")
    if not inflate.eof:
        raise NotHTML("compressed, and cut off")
    return data


# ------------------------------------------------------------------ JSON Feed


def _read_json(body: bytes, url: str, found: Collection) -> str | None:
    if b"jsonfeed.org/version" not in body[:_HEAD]:
        return None
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    items = feed.get("items") if isinstance(feed, dict) else None
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            address = item.get("url") or item.get("external_url")
            day = _day(item.get("date_modified")) or _day(item.get("date_published"))
            found.add("feed", address if isinstance(address, str) else None, url, day)
    following = feed.get("next_url")
    found.add("feeds", following if isinstance(following, str) else None, url)
    return "feed"


# ------------------------------------------------------------------ XML


def _read_xml(body: bytes, content_type: str | None, url: str, found: Collection) -> str:
    root = _parsed(body, content_type)
    name = _name(root)
    if name == "urlset":
        for entry in _children(root, "url"):
            # The news tags say when the story came out, lastmod when anything about it changed.
            found.add("sitemap", _text(entry, "loc"), url, _day(_text(entry, "lastmod")) or _news_day(entry))
        return "sitemap"
    if name == "sitemapindex":
        for entry in _children(root, "sitemap"):
            found.add("sitemaps", _text(entry, "loc"), url, _day(_text(entry, "lastmod")))
        return "sitemap"
    if name == "feed":
        for entry in _children(root, "entry"):
            day = _day(_text(entry, "updated")) or _day(_text(entry, "published"))
            found.add("feed", _atom_link(entry), _base(entry, url), day)
        return "feed"
    for item in root.iter("{*}item"):
        found.add("feed", _rss_link(item), url, _day(_text(item, "pubDate")) or _day(_text(item, "date")))
    return "feed"


def _parsed(body: bytes, content_type: str | None) -> Any:
    from lxml import etree  # noqa: PLC0415 - here for those who read feeds

    if b"<!ENTITY" in body[: 1 << 16]:
        raise PageError("XML with entities of its own is not read")
    declared = _CHARSET.search(body[:200])
    if declared and not (content_type and "charset" in content_type.lower()):
        content_type = f"text/xml; charset={declared[1].decode()}"
    text = _DECLARATION.sub(b"", decode(body, content_type=content_type).utf8, count=1)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PageError(f"XML that cannot be read ({error})") from error
    if root is None:
        raise PageError("XML without an element")
    return root


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: Any, name: str) -> Any:
    return element.iterchildren(f"{{*}}{name}")


def _text(element: Any, name: str) -> str | None:
    child = next(_children(element, name), None)
    return (child.text or "").strip() or None if child is not None else None


def _news_day(entry: Any) -> str | None:
    dated = next(entry.iter("{*}publication_date"), None)
    return _day(dated.text) if dated is not None else None


def _atom_link(entry: Any) -> str | None:
    links = list(_children(entry, "link"))
    story = [link for link in links if (link.get("rel") or "alternate") == "alternate"]
    return next((link.get("href") for link in story or links[:1]), None)


def _base(entry: Any, url: str) -> str:
    """What the links of an entry are relative to: the nearest ``xml:base``, else the feed's own address."""
    from urllib.parse import urljoin  # noqa: PLC0415 - only here

    name = "{http://www.w3.org/XML/1998/namespace}base"
    bases = [each.get(name) for each in (entry, *entry.iterancestors()) if each.get(name)]
    for base in reversed(bases):
        url = urljoin(url, base)
    return url


def _rss_link(item: Any) -> str | None:
    original = _text(item, "origLink")  # What a feed service puts its own address over.
    if original or (link := _text(item, "link")):
        return original or link
    guid = next(_children(item, "guid"), None)
    if guid is not None and (guid.get("isPermaLink") or "true").lower() == "true":
        return (guid.text or "").strip() or None
    return None


def _day(printed: object) -> str | None:
    """The day of a date in ISO 8601 or as mails have it; ``None`` for anything else."""
    if not isinstance(printed, str) or not (text := printed.strip()[:_LONGEST_DATE]):
        return None
    try:
        if _DAY.match(text):
            return date.fromisoformat(text[:10]).isoformat()
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
