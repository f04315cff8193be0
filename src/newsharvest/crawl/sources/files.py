"""Feeds and sitemaps: RSS, Atom, JSON Feed, sitemaps, their indexes and news sitemaps, also compressed.

What is read is hostile until it is not: no entity is expanded, nothing is fetched, sizes and numbers are bounded.
"""

from __future__ import annotations

import json
import re
import zlib
from datetime import date
from email.utils import parsedate_to_datetime
from html.entities import html5
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
_TAIL: Final = 200
_DECLARATION = re.compile(rb"\s{0,99}<\?xml[^>]{0,200}\?>")
_CHARSET = re.compile(rb"encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._:-]{1,40})")
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?(rss|RDF|feed|urlset|sitemapindex)[\s>/]")
_LOOSE = re.compile(rb"&(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};|(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31};)?")
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
    text = _text_of(body, content_type)
    root = _parsed(text)
    name = _name(root)
    # Of a file that was cut off the last entry may be half of one.
    entries = list(root.iter("{*}url", "{*}sitemap", "{*}entry", "{*}item"))
    if text.rstrip()[-1:] != b">" or b"</" not in text[-_TAIL:]:
        entries = entries[:-1]
    for entry in entries:
        if name == "urlset":
            # The news tags say when the story came out, lastmod when anything about it changed.
            found.add("sitemap", _text(entry, "loc"), url, _day(_text(entry, "lastmod")) or _news_day(entry))
        elif name == "sitemapindex":
            found.add("sitemaps", _text(entry, "loc"), url, _day(_text(entry, "lastmod")))
        elif name == "feed":
            day = _day(_text(entry, "updated")) or _day(_text(entry, "published"))
            found.add("feed", _atom_link(entry), _base(entry, url), day)
        else:
            found.add("feed", _rss_link(entry), url, _day(_text(entry, "pubDate")) or _day(_text(entry, "date")))
    return "sitemap" if name in {"urlset", "sitemapindex"} else "feed"


def _text_of(body: bytes, content_type: str | None) -> bytes:
    """The file as UTF-8, without the declaration that may say otherwise."""
    if b"<!ENTITY" in body[: 1 << 16]:
        raise PageError("XML with entities of its own is not read")
    declared = _CHARSET.search(body[:200])
    if declared and not (content_type and "charset" in content_type.lower()):
        content_type = f"text/xml; charset={declared[1].decode()}"
    return _DECLARATION.sub(b"", decode(body, content_type=content_type).utf8, count=1)


def _parsed(text: bytes) -> Any:
    """The root element; what is a little wrong with a file, as it often is, is mended or passed over."""
    from lxml import etree  # noqa: PLC0415 - here for those who read feeds

    def parse(text: bytes, *, recover: bool) -> Any:
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=recover, huge_tree=False
        )
        return etree.fromstring(text, parser)

    try:
        return parse(text, recover=False)
    except (etree.XMLSyntaxError, ValueError):
        pass
    try:
        root = parse(_with_entities_mended(text), recover=True)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PageError(f"XML that cannot be read ({error})") from error
    if root is None:
        raise PageError("XML without an element")
    return root


def _with_entities_mended(text: bytes) -> bytes:
    """A bare ``&`` and the names that only HTML knows, outside CDATA, made into what XML knows."""
    first, *others = text.split(b"<![CDATA[")
    mended = [_LOOSE.sub(_mended, first)]
    for part in others:
        inside, end, outside = part.partition(b"]]>")
        mended.append(inside + end + _LOOSE.sub(_mended, outside))
    return b"<![CDATA[".join(mended)


def _mended(match: re.Match[bytes]) -> bytes:
    name = (match[1] or b"").decode()
    character = html5.get(name)
    return character.encode("ascii", "xmlcharrefreplace") if character else b"&amp;" + match[0][1:]


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
