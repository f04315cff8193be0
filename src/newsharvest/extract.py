"""The whole flow on one screen: bytes, text, page, candidates, article."""

from __future__ import annotations

import re
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from newsharvest.article import Article, Evidence, Span
from newsharvest.errors import EmptyPage, NotHTML, PageTooLarge
from newsharvest.explanation import Explanation, explain_page
from newsharvest.fields import FIELDS, Candidate, candidates
from newsharvest.fields.body import story_blocks
from newsharvest.page import Page, read_html, read_plain
from newsharvest.sites import rule_for
from newsharvest.text import decode, looks_binary, scalar, scalars

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bs4 import BeautifulSoup

    from newsharvest.sites import SiteRule

MAX_CHARS = 32 * 1024 * 1024
"""A longer page is refused."""
_ADDRESS: Final = re.compile(r"\s{0,9}https?://[^\s<]{1,4000}\s{0,9}", re.IGNORECASE)
_NO_PAGE: Final = re.compile(r"\s{0,9}(?:(?:audio|font|image|video)/|application/(?:gzip|pdf|zip)\b)", re.IGNORECASE)
_BYTES_OF: Final = (("read_bytes", "read_bytes()"), ("content", "content"), ("read", "read()"))
"""How things that are no page give the bytes of one: a path, an answer of an HTTP library, an open file."""


def extract(
    html: bytes | str | BeautifulSoup,
    *,
    url: str | None = None,
    content_type: str | None = None,
    headers: Mapping[str, str] | None = None,
    fetched_at: datetime | None = None,
    rules: Iterable[SiteRule] | None = None,
) -> Article:
    """What a news page says about its story.

    ``html`` is the page as bytes (preferred: they are decoded once, here), as text, or a soup someone already holds.
    ``url`` makes links absolute; ``content_type`` (else the one in ``headers``) may name the charset, and
    ``text/plain`` reads the input as lines of text. ``fetched_at``, an aware datetime, anchors relative times; without
    it they stay raw. ``rules`` are site rules to use instead of the shipped ones; an empty tuple uses none.

    Bad HTML never raises. :class:`EmptyPage`, :class:`NotHTML` and :class:`PageTooLarge` say that there is no page;
    ``TypeError`` and ``ValueError`` that what was given cannot be one, as a path, a URL, or a time without its zone.
    """
    page = read_page(html, url, content_type, headers or {}, fetched_at, rules)
    return make_article(page, {field.name: choose(candidates(field, page)) for field in FIELDS})


def explain(
    html: bytes | str | BeautifulSoup,
    *,
    url: str | None = None,
    content_type: str | None = None,
    headers: Mapping[str, str] | None = None,
    fetched_at: datetime | None = None,
    rules: Iterable[SiteRule] | None = None,
) -> Explanation:
    """Why :func:`extract` says what it says: every block with its label, every candidate, and why the winner won.

    The article in it is the one that ``extract`` gives, with its ``evidence`` filled in.
    """
    page = read_page(html, url, content_type, headers or {}, fetched_at, rules)
    offers = {field.name: tuple(candidates(field, page)) for field in FIELDS}
    winners = {name: choose(offered) for name, offered in offers.items()}
    evidence = tuple(
        Evidence(
            field=name,
            printed=scalar(won.printed),
            found=page.where(won.where),
            rule=won.rule,
            confidence=won.confidence,
        )
        for name, won in winners.items()
        if won
    )
    return explain_page(page, offers, winners, make_article(page, winners, evidence))


def read_page(
    html: bytes | str | BeautifulSoup,
    url: str | None,
    content_type: str | None,
    headers: Mapping[str, str],
    fetched_at: datetime | None,
    rules: Iterable[SiteRule] | None,
) -> Page:
    """Bytes to text to page."""
    headers = {name.lower(): value for name, value in headers.items()}
    content_type = content_type or headers.get("content-type")
    _check(url, content_type, fetched_at)
    decoded = None
    if isinstance(html, (bytes, bytearray, memoryview)):
        if looks_binary(data := bytes(html)):
            raise NotHTML("binary data")
        decoded = decode(data, content_type=content_type)
        text = decoded.text
    else:
        text = _text_of(html)
    if len(text) > MAX_CHARS:
        raise PageTooLarge(f"{len(text)} characters; at most {MAX_CHARS} are read")
    if not text or text.isspace():
        raise EmptyPage("nothing but white space")
    if (content_type or "").lower().lstrip().startswith("text/plain"):
        page = read_plain(text, url=url)
    else:
        page = read_html(decoded.utf8 if decoded else text, url=url, rule=rule_for(url, rules))
    page.decoding = decoded.decoding if decoded else None
    page.headers, page.fetched_at = headers, fetched_at
    return page


def _check(url: object, content_type: object, fetched_at: object) -> None:
    """Refuse what cannot be: it would be read as something else, or be passed over without a word."""
    for name, value in (("url", url), ("content_type", content_type)):
        if not (value is None or isinstance(value, str)):
            raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    if content_type and _NO_PAGE.match(str(content_type)):
        raise NotHTML(f"{content_type} is no page")
    if fetched_at is None:
        return
    if not isinstance(fetched_at, datetime):
        raise TypeError(f"fetched_at must be a datetime, not {type(fetched_at).__name__}")
    if fetched_at.utcoffset() is None:
        raise ValueError("fetched_at must say its time zone, as datetime.now(UTC) does")


def _text_of(html: object) -> str:
    """A page that was given as text or as a soup; who holds something else is told what to give."""
    if isinstance(html, str):
        if _ADDRESS.fullmatch(html):
            raise ValueError(f"{html.strip()[:80]!r} is a URL and no page: harvest fetches it")
        return html
    if hasattr(html, "prettify") and hasattr(html, "find_all"):  # A soup, known without importing its library.
        return str(html)
    hint = next((f": give what its {how} gives" for name, how in _BYTES_OF if hasattr(html, name)), "")
    raise TypeError(f"a page is bytes, a str or a BeautifulSoup, not {type(html).__name__}{hint}")


_confidence = attrgetter("confidence")


def choose(offered: Iterable[Candidate]) -> Candidate | None:
    """The candidate of the highest confidence; the first of equals; ``None`` if there are none."""
    return max(offered, key=_confidence, default=None)


def make_article(page: Page, winners: Mapping[str, Candidate | None], evidence: tuple[Evidence, ...] = ()) -> Article:
    """The article that the winners make, without characters that outputs cannot hold."""
    values: dict[str, Any] = {}
    spans = []
    places = {index: place for place, (_, index) in enumerate(page.once(story_blocks))}
    for field in FIELDS:
        if won := winners[field.name]:
            values[field.name] = won.value
            if field.raw:
                values[field.raw] = won.printed
            if won.span and won.span[0] in places:
                index, start, end = won.span
                text = page.blocks[index].text
                start, end = len(scalar(text[:start])), len(scalar(text[:end]))
                spans.append(Span(field=field.name, block=places[index], start=start, end=end))
    return Article(
        url=page.url,
        **{name: scalars(value) for name, value in values.items()},
        spans=tuple(spans),
        decoding=page.decoding,
        evidence=evidence,
        warnings=tuple(page.warnings),
    )
