"""Dates that a page states for machines: JSON-LD, meta elements, microdata, and its own address."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from newsharvest.fields.date_sightings import Role, Sighting
from newsharvest.lines.dates import FoundDate, find_dates, parse_date
from newsharvest.page.jsonld import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page

MAX_CONTENT = 80
"""A longer content is a text, no date."""

_JSON_LD: tuple[tuple[str, Role, float], ...] = (
    ("datePublished", "published", 0.90),
    ("uploadDate", "published", 0.65),
    ("dateCreated", "published", 0.60),
    ("dateModified", "modified", 0.90),
)
_META: dict[str, tuple[Role, float]] = {
    **dict.fromkeys(
        """articlepublishedtime ogarticlepublishedtime articlepublished ogpublishedtime ogpubdate publishedtime
        articlepublishtime articlepublishdate ogpublishtime ogpublishdate bytedancepublishedtime vrpublishedtime
        sailthrudate parselypubdate cxenseparserecspublishtime cxenseparsepublishtime datepublished publisheddate
        publishdate publishtime publishdatetime pubdate publicationdate firstpublished originalpublicationdate
        articlefirstpublished dcdateissued dctermsissued dateissued prismpublicationdate rnewsdatepublished
        articledateoriginal pdate ptime apubtime citationonlinedate citationpublicationdate citationdate displaydate
        articlecreateat weiboarticlecreateat postdate pubtime newspubtime""".split(),
        ("published", 0.86),
    ),
    **dict.fromkeys(
        """date dcdate dctermsdate dcdatecreated dctermscreated articlecreated datecreated createddate createdate
        dctermsavailable dcdateavailable dateavailable articledate releasedate ogreleasedate published created
        dcdatepublished contentdate docdate storydate uploaddate issuedate gentime""".split(),
        ("published", 0.66),
    ),
    **dict.fromkeys(
        """articlemodifiedtime ogarticlemodifiedtime articlemodified ogmodifiedtime modifiedtime datemodified
        dateupdated modifieddate updateddate dcdatemodified dctermsmodified bytedanceupdatedtime articledateupdated
        articleupdatedtime articleupdated articleupdatetime lastmodifieddate lastupdated updatedate
        lastupdate""".split(),
        ("modified", 0.86),
    ),
    **dict.fromkeys("ogupdatedtime lastmod modified updated revised".split(), ("modified", 0.70)),
}
"""By the letters of a meta element's name."""
_META_ENDINGS: tuple[tuple[str, Role, float], ...] = (
    ("publishtime", "published", 0.70),
    ("publishedtime", "published", 0.70),
    ("publicationdate", "published", 0.70),
    ("publisheddate", "published", 0.70),
    ("publishdate", "published", 0.70),
    ("pubdate", "published", 0.70),
    ("uploaded", "published", 0.60),
    ("modifiedtime", "modified", 0.70),
    ("modificationdate", "modified", 0.70),
)
"""Of names that a vendor's own prefix opens (``acme:publicationDate``)."""
_NOT_A_LETTER = re.compile(r"[^a-z]")

PARSELY = "parsely-page"
_PUB_DATE = re.compile(r'"pub_date"\s{0,4}:\s{0,4}"([^"]{6,60})"')

MAX_SCRIPT, MAX_MATCHES = 500_000, 50
_SCRIPT_DATE = re.compile(
    r"[\"']((?:date_?|first_?)?publi(?:sh|cation)(?:ed)?_?(?:at|on|date|time)?)\\{0,3}[\"']\s{0,3}:\s{0,3}"
    r"\\{0,3}[\"']([^\"'\\<>]{8,40})\\{0,3}[\"']",
    re.IGNORECASE,
)

_MICRODATA: tuple[tuple[str, Role, float], ...] = (
    ("datePublished", "published", 0.80),
    ("dateCreated", "published", 0.60),
    ("dateModified", "modified", 0.80),
)
_SEVERAL = 0.55
"""What is left of the trust in microdata when its items tell different days: some of them are of other stories."""

_URL_DAY = re.compile(
    r"[/_=.-](?:[a-z]{1,3})?(?P<y>(?:19|20)\d\d)(?P<s>[-/_.]?)(?P<m>0?[1-9](?=\D)|0[1-9]|1[0-2]|[a-z]{3,9})"
    r"(?:/(?=\d\d?(?:\D|$))|(?P=s))(?P<d>[0-2]?\d(?=\D|$)|[0-2]\d|3[01])(?=[\D]|\d{4,14}(?:\D|$)|$)",
    re.IGNORECASE,
)
_URL_YEAR_DAY = re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?=/|$)")
_URL_DAY_YEAR = re.compile(r"/(?P<d>[0-2]\d|3[01])-(?P<m>0[1-9]|1[0-2])-(?P<y>(?:19|20)\d\d)(?=[/.-]|$)")
_URL_MONTH = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0[1-9]|1[0-2])(?=/)")
_ARCHIVED = re.compile(r"^https?://[^/]{1,100}/web/\d{4,14}[a-z_]{0,4}/(?=\S)")
"""What a web archive puts in front of a page's own address: the day of the copy."""
MAX_URL = 300


@lru_cache(maxsize=4096)
def _meaning(name: str) -> tuple[Role, float] | None:
    key = _NOT_A_LETTER.sub("", name)
    if key in _META:
        return _META[key]
    return next(((role, weight) for ending, role, weight in _META_ENDINGS if key.endswith(ending)), None)


def json_ld_dates(page: Page, order: str | None) -> Iterator[Sighting]:
    """The dates of the JSON-LD object that describes the page's own article."""
    node = page.metadata.article
    if node is None:
        return
    for key, role, weight in _JSON_LD:
        printed = text_of(node.get(key))
        found = parse_date(printed[:MAX_CONTENT], page.lexicon, now=page.fetched_at, order=order) if printed else None
        if found:
            yield Sighting(found, role, "json-ld", "JSON-LD", page.metadata.place(key), weight)


def meta_dates(page: Page, order: str | None) -> Iterator[Sighting]:
    """The dates of the meta elements whose names mean the story's publication or change."""
    if said := page.metadata.first(PARSELY):
        yield from _parsely(said, page, order)
    for name, contents in page.metadata.meta.items():
        meaning = _meaning(name) if len(name) < MAX_CONTENT else None
        if meaning is None or len(contents[0]) > MAX_CONTENT:
            continue
        found = parse_date(contents[0], page.lexicon, now=page.fetched_at, order=order)
        if found:
            yield Sighting(found, meaning[0], "meta", "meta element", f"meta {name}", meaning[1])


def _parsely(said: str, page: Page, order: str | None) -> Iterator[Sighting]:
    """The date in the JSON that some publishers put into one meta element for their statistics."""
    match = _PUB_DATE.search(said)
    found = match and parse_date(match[1], page.lexicon, now=page.fetched_at, order=order)
    if found:
        yield Sighting(found, "published", "meta", "meta element", f"meta {PARSELY}", 0.80)


def microdata_dates(page: Page, order: str | None) -> Iterator[Sighting]:
    """The dates of the first microdata item; less sure where items tell of different days."""
    for key, role, weight in _MICRODATA:
        items = page.metadata.microdata.get(key, ())
        read = [
            (element, found)
            for element, value in items[:20]
            if len(value) <= MAX_CONTENT
            and (found := parse_date(value, page.lexicon, now=page.fetched_at, order=order))
        ]
        several = len({found.day for _, found in read}) > 1
        for element, found in read[:1]:
            yield Sighting(found, role, "microdata", "microdata", element, weight * (_SEVERAL if several else 1.0))


def url_day(url: str | None, page: Page) -> FoundDate | None:
    """The day that an address names (``/2019/11/25/``, ``t20191125_``, ``2019-11/25``), or ``None``."""
    if not url or not ("19" in url or "20" in url):
        return None
    own = _ARCHIVED.sub("", url[:MAX_URL])
    path = "/" + own.partition("://")[2].partition("/")[2] if "://" in own else "/" + own
    match = _URL_YEAR_DAY.search(path) or _URL_DAY.search(path) or _URL_DAY_YEAR.search(path)
    if not match:
        return None
    printed = match[0].strip("/_=.-")
    part = "-" if match["m"].isdigit() else " "
    day = part.join((match["y"], match["m"], match["d"]))
    found = next(iter(find_dates(day, page.lexicon, now=page.fetched_at)), None)
    return FoundDate(found.iso, printed, 0, len(printed), has_time=False) if found else None


def address_month(page: Page) -> str | None:
    """The month that the page's own address names (``/2020/04/``), or ``None``."""
    match = _URL_MONTH.search(_ARCHIVED.sub("", (page.url or "")[:MAX_URL]))
    return f"{match['y']}-{match['m']}" if match else None


def address_dates(page: Page) -> Iterator[Sighting]:
    """The day in the page's own address: a good witness, and the last resort."""
    links = page.metadata.links.get("canonical", ())
    offers = [("url", page.url), *(("link canonical", href) for href, _ in links[:1])]
    offers.append(("meta og:url", page.metadata.first("og:url")))
    for place, url in offers:
        if found := url_day(url, page):
            yield Sighting(found, "published", "url", "date in the address", place, 0.5)
            return


def script_dates(page: Page, order: str | None) -> Iterator[Sighting]:
    """The day on which the data of the page's scripts says something was published, where they say only one."""
    found: dict[str, Sighting] = {}
    for element in page.root.iter("script") if page.root is not None else ():
        text = element.text or ""
        # The objects of JSON-LD are read as such: those of other things are not the story's.
        if len(text) > MAX_SCRIPT or "ubli" not in text or "ld+json" in (element.get("type") or "").lower():
            continue
        for match in islice(_SCRIPT_DATE.finditer(text), MAX_MATCHES):
            date = parse_date(match[2], page.lexicon, now=page.fetched_at, order=order)
            if date:
                found.setdefault(date.day, Sighting(date, "published", "script", "data of a script", element, 0.3))
    if len(found) == 1:
        yield from found.values()
