"""What an address says of the page behind it: a page of this story, a page of a list, or a document of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsharvest.page.model import Page

Form = Literal["own", "common", "weak"]

_LONGEST_URL = 2_000
_PAGE_PARAMS = frozenset({
    "page", "pageno", "page_no", "pagenum", "page_num", "pageindex", "page_index", "pagenumber", "paged", "pg", "pn",
    "pageid_no", "seite", "pagina", "currentpage", "curpage", "cur_page", "showpage", "articlepage", "ap", "nowpage",
})  # fmt: skip
_WEAK_PARAMS = frozenset({"p"})
"""WordPress numbers its articles with it, others their pages."""
_LIST_PARAMS = frozenset({
    "start", "offset", "limitstart", "after", "before", "cursor", "updated-max", "updated-min", "max-results", "skip",
    "cpage", "comment-page", "replytocom", "commentpage", "comments_page", "currentpage_comments", "from_id", "begin",
})  # fmt: skip
_ID_PARAMS = frozenset({"id", "aid", "arcid", "newsid", "articleid", "contentid", "idxno", "nid", "storyid"})
_ID_PARAM = re.compile(r"(?:^|&)[A-Za-z_]{0,20}id=0?(?:&|$)", re.IGNORECASE)
_LIST_PATH = re.compile(
    r"/(?:page|pages|seite|pagina|pagine|sida|strana|page-|p-|comment-page-)[-/_]?\d{1,5}(?:$|[/.])"
    r"|/p\d{1,3}/?$|/(?:index|list|default|node|index_p|list_p)[-_]p?\d{1,6}(?:\.\w{2,5})?$",
    re.IGNORECASE,
)
_LIST_NAME = re.compile(
    r"/(?:tags?|categor(?:y|ies|ia|ie)|kategorie|categorie|topics?|themen?|search|suche|recherche|buscar|archives?|"
    r"sections?|rubriques?|forums?|lanmu|node_\d{1,9})(?:/?$|/[\w%+-]{1,60}/?$|/[\w%+/-]{1,90}/(?:page/?)?\d{1,5}/?$)"
    r"|/(?:19|20)\d\d(?:/\d{1,2}){0,2}/?$|/(?:blog|news|articles|forum|forums|list)(?:\.\w{2,5})?/?$|/cat_\d",
    re.IGNORECASE,
)
_MAX_LIST_NAME = 300
_EXTENSION = re.compile(r"\.(?:s?html?|php\d?|aspx?|jspx?|do|cfm|xhtml)$", re.IGNORECASE)
_SUFFIXES: tuple[tuple[re.Pattern[str], Form], ...] = (
    (re.compile(r"(?:_|[-_](?:p|page[-_]?|seite[-_]?))(\d{1,3})$", re.IGNORECASE), "own"),
    (re.compile(r"/(?:(?:page|seite|pagina)[-/_]?|p)(\d{1,3})$", re.IGNORECASE), "common"),
    (re.compile(r"[-/](\d{1,3})$"), "weak"),
)
_DOCUMENT = re.compile(r"\d{4}|[^-_]{2,40}(?:[-_][^-_]{2,40}){3}")
_LONGEST_NAME = 200
_LONGEST_SECTION = 12
_MANY = 1_000
"""More than any page's number."""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """An address as one page of the story that another address belongs to."""

    number: int
    """As the address has it; what the first page is called differs (none, 0 or 1)."""
    form: Form
    """``own``: the document's name with a page's number (``name_2``); ``common``: as lists are paged too (``?page=2``);
    ``weak``: it may as well be another document (``name-2``)."""


@lru_cache(maxsize=512)
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url[:_LONGEST_URL].strip())
        return parts if parts.hostname is not None or not parts.netloc else None
    except ValueError:
        return None


def _joined(url: str, own: str) -> SplitResult | None:
    try:
        return _split(url if "://" in url else urljoin(own, url))
    except ValueError:
        return None


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.").removeprefix("m.")


def own_address(page: Page) -> str | None:
    """The page's address: as given, else as it says itself; ``None`` where nobody says it."""
    if page.url:
        return page.url
    canonical = page.metadata.links.get("canonical")
    return canonical[0][0] if canonical else page.metadata.first("og:url")


def document_of(url: str) -> tuple[str, str, str] | None:
    """(query, host, path), equal for two addresses of one document; ``None`` for what is no address.

    Scheme, ``www.``, fragment and last slash make no difference.
    """
    parts = _split(url)
    return None if parts is None else _document(parts)


def _document(parts: SplitResult) -> tuple[str, str, str]:
    return parts.query, _host(parts), unquote(parts.path).rstrip("/")


def same_document(url: str, own: str | None) -> bool:
    """Whether two addresses name the same document, as :func:`document_of` compares them."""
    if own is None:
        return False
    there, here = _joined(url, own), _split(own)
    return there is not None and here is not None and _document(there) == _document(here)


def only_asks_more(url: str, own: str | None) -> bool:
    """Whether an address is that of this document with a query that names no other one (``?next=…``)."""
    if own is None:
        return False
    there, here = _joined(url, own), _split(own)
    if there is None or here is None or there.path != here.path or _host(there) != _host(here):
        return False
    if here.query or not there.query or not names_document(own):
        return False
    return {name.lower() for name, _ in parse_qsl(there.query)}.isdisjoint(_ID_PARAMS)


def is_dead_end(url: str) -> bool:
    """Whether an address names no article: a site's front page, an empty id."""
    parts = _split(url)
    if parts is None or (not parts.path.strip("/") and not parts.query):
        return True
    return bool(parts.query) and bool(_ID_PARAM.search(parts.query))


def is_list_page(url: str) -> bool:
    """Whether an address names a page of a list, of comments or of a search, as far as it says."""
    parts = _split(url)
    if parts is None or _LIST_PATH.search(parts.path):
        return True
    if not parts.query:
        return "/search/" in parts.path
    given = {name.lower(): value for name, value in parse_qsl(parts.query, max_num_fields=None)}
    if not _LIST_PARAMS.isdisjoint(given):
        return True
    # ``scan.php?page=news_item`` names a script, no page of a list.
    return any(given[name][:1].isdecimal() for name in _PAGE_PARAMS & given.keys())


def names_list(url: str) -> bool:
    """Whether an address looks like that of a list: a tag, a category, a search, a month, a forum."""
    parts = _split(url)
    return parts is not None and bool(_LIST_NAME.search(parts.path[:_LONGEST_NAME]))


def _stem(path: str) -> str:
    return _EXTENSION.sub("", unquote(path)).rstrip("/")


def _cut(stem: str, suffix: re.Pattern[str]) -> tuple[str, int] | None:
    match = suffix.search(stem) if stem[-1:].isdecimal() else None  # Every suffix ends with its number.
    return (stem[: match.start()], int(match[1])) if match and len(stem[: match.start()]) > 1 else None


def _by_query(url: SplitResult, own: SplitResult) -> StoryPage | None:
    here, there = dict(parse_qsl(own.query)), dict(parse_qsl(url.query))
    changed = {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)}
    if len(changed) != 1:
        return None
    name = changed.pop()
    number = there.get(name, "1")
    if not number.isdecimal() or len(number) > 3:
        return None
    if name.lower() in _PAGE_PARAMS:
        return StoryPage(int(number), "common")
    return StoryPage(int(number), "weak") if name.lower() in _WEAK_PARAMS and name not in here else None


def _by_path(url: SplitResult, own: SplitResult) -> StoryPage | None:
    here, there = _stem(own.path), _stem(url.path)
    for suffix, form in _SUFFIXES:
        cut, own_cut = _cut(there, suffix), _cut(here, suffix)
        if cut and cut[0] == here:
            return StoryPage(cut[1], form)
        if own_cut and own_cut[0] == there:
            return StoryPage(1, form)
        if cut and own_cut and cut[0] == own_cut[0]:
            # name_12 and name_13 may as well be two documents; only a word like page proves the number to be a page's.
            worded = any(character.isalpha() for character in here[len(cut[0]) :])
            return StoryPage(cut[1], form if worded else "weak")
    return None


def story_page(url: str, own: str | None) -> StoryPage | None:
    """What page of the story at ``own`` an address names; ``None`` where it is another document or the same page."""
    if own is None:
        return None
    there, here = _joined(url, own), _split(own)
    if there is None or here is None or _host(there) != _host(here) or len(_stem(here.path)) <= 1:
        return None
    if there.path == here.path:
        return _by_query(there, here) if there.query != here.query else None
    return _by_path(there, here) if there.query == here.query else None


def story_order(urls: Sequence[str]) -> list[str]:
    """The addresses of one story's pages in the order of their numbers; the plain one (``name``) is the first."""

    def place(url: str) -> tuple[int, int]:
        pages = (story_page(url, other) for other in urls if other != url)
        number = next((page.number for page in pages if page is not None), None)
        # Without its number the first page counts as 1, and so may be the second one of a pager that begins at 0.
        return (len(urls) + _MANY, 0) if number is None else (number, len(url))

    return sorted(dict.fromkeys(urls), key=place)


def base_name(own: str) -> str:
    """The last part of an address's path without extension and page number: all pages of a story share it."""
    parts = _split(own)
    stem = _EXTENSION.sub("", parts.path).rstrip("/") if parts else ""
    for suffix, _ in _SUFFIXES:
        if cut := _cut(stem, suffix):
            stem = cut[0]
            break
    return stem.rpartition("/")[2]


def names_document(own: str) -> bool:
    """Whether an address looks like that of one document: a number of four digits, a slug of four words, an id."""
    parts = _split(own)
    if parts is None:
        return False
    if {name.lower() for name, _ in parse_qsl(parts.query)} & _ID_PARAMS:
        return True
    return bool(_DOCUMENT.search(base_name(own)[:_LONGEST_NAME]))


def names_section(url: str) -> bool:
    """Whether an address looks like that of a section: words alone, the last one short."""
    parts = _split(url)
    if parts is None or parts.query:
        return False
    words = parts.path.strip("/").split("/")
    return all(word.isalpha() for word in words) and len(words[-1]) <= _LONGEST_SECTION


def is_below(url: str, own: str | None) -> bool:
    """Whether an address is the page's own with something added, as the pictures of a gallery have it."""
    if own is None:
        return False
    there, here = _joined(url, own), _split(own)
    if there is None or here is None or _host(there) != _host(here):
        return False
    above, below = _stem(here.path), _stem(there.path)
    return len(above) > 1 and len(below) > len(above) and below.startswith(above) and not below[len(above)].isalnum()
