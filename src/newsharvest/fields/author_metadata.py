"""The authors that structured data names: JSON-LD, meta elements, microdata, author links and author classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsharvest.fields.printed_credits import head_range, menu_texts, story_text
from newsharvest.lines.credit_words import EAST, CreditWords, credit_words, folded
from newsharvest.lines.credits import read_credits
from newsharvest.lines.dates import find_dates
from newsharvest.lines.names import MAX_NAME, is_han_name, is_organisation, is_western_name, western_names
from newsharvest.page.jsonld import kind_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsharvest.page.model import Group, Page, PageBlock

MAX_VALUE = 300
MAX_AUTHORS = 20
MAX_ELEMENTS = 24
"""Elements of one block that are searched for an author's class."""
MAX_MARKED = 240
"""Characters of a container whose class makes it the author's."""
AFTER_STORY = 5
MAX_DATE = 60
MAX_EAST = 10
_METAS = (
    "byl", "author", "article:author_name", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author",
    "citation_author", "citation_authors", "cxenseparse:author", "article:author", "og:article:author",
    "shareaholic:article_author_name",
)  # fmt: skip
_NO_NAME = re.compile(r"://|@|\d{3}|[{}<>=]|www\.|^/|\.html?\b|^\W{0,2}$")
_DOMAIN = re.compile(r"[\w-]{1,40}(?:\.[\w-]{1,30}){0,3}\.[a-z]{2,6}")
_BRACKETS = re.compile(r"\s{0,3}[(（\[][^()（）\[\]]{0,60}[)）\]]\s{0,3}$")
_HANDLE = re.compile(r"\s[@(].{0,60}$")
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-]|[a-z](?=A))(?:author|byline|by-line|autor|auteur|redakteur|writer)", re.IGNORECASE
)
_AUTHOR_SIGNS = ("uthor", "yline", "y-line", "uteur", "utor", "edakteur", "riter", "UTHOR")
"""What every author's class holds; looking for these costs less than the pattern."""
_OTHER_CLASS = re.compile(
    r"comment|related|teaser|recommend|sidebar|footer|newsletter|social|share|date", re.IGNORECASE
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|autor(?:en|es|a)?|auteurs?|by|people|profile|profiles|staff|contributors?|columnists?|writers?|"
    r"redaktion|redakteure?|journalists?|reporters?|experts?|members?|users?|team)/[^/?#]{2,80}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """Someone that structured data names as an author."""

    name: str
    organisation: bool
    where: Any
    rule: str


def _is_label(text: str, words: CreditWords) -> bool:
    """Whether the text is a word of the page's furniture instead of a name."""
    lowered = folded(text).lower().strip(" :|")
    if lowered in words.kinds or lowered in words.not_names or lowered in words.counters:
        return True
    return all(word in words.counters or word in words.kinds or word in words.not_names for word in lowered.split())


def names_in(value: str, page: Page) -> list[str]:
    """The names in an author's string; empty for an address, a handle, a number, a label."""
    words = credit_words(page.lexicon)
    value = " ".join(value[:MAX_VALUE].split()).strip(" ,;:|-–•·")
    value = _HANDLE.sub("", _BRACKETS.sub("", value))
    if not value or _NO_NAME.search(value) or _is_label(value, words):
        return []
    if printed := [credit.name for credit in read_credits(value, page.lexicon) if not credit.bare]:
        return printed
    spans, end = western_names(folded(value), words)
    rest = value[end:].lstrip()
    if spans and (
        len(spans) > 1 or not rest.strip(".") or rest[0] in ",(-–|/•·" or len(value[spans[0][0] : end].split()) > 1
    ):
        return [value[start:stop] for start, stop in spans]
    return _loose(value, words)


def _loose(value: str, words: CreditWords) -> list[str]:
    """A value that is no name by its form, but the one that somebody is known by (a pen name, a paper)."""
    first, _, rest = value.partition(" ")
    if rest and first.lower() in words.by:
        value = rest
    if EAST.search(value):
        # A blank parts the two halves of a Japanese name.
        parting = r"[、,，;；/／]{1,3}" if words.language == "ja" else r"[、,，;；/／\s]{1,3}"
        parts = [part.strip() for part in re.split(parting, value) if part.strip()]
        if len(parts) > 1 and all(2 <= len(part) <= 8 for part in parts):
            return parts
    return [value] if len(value) <= MAX_NAME else []


def _site_names(page: Page) -> set[str]:
    metadata = page.metadata
    names = [*metadata.meta.get("og:site_name", ()), *metadata.meta.get("application-name", ())]
    if metadata.article:
        names += texts_of(metadata.resolved(metadata.article.get("publisher")))
    return {name.casefold() for name in names}


def _made(value: str, where: Any, rule: str, page: Page, *, person: bool | None = None) -> Iterator[Named]:
    """The people of a value; ``person`` is what the data says they are, ``None`` where it does not."""
    words = credit_words(page.lexicon)
    sites = page.once(_site_names)
    for name in names_in(value, page):
        western = is_western_name(folded(name), words)
        organisation = is_organisation(folded(name), words) or bool(_DOMAIN.fullmatch(name))
        own = name.casefold() in sites and not (western and person is not False)
        yield Named(name, organisation or own or person is False, where, rule)


def _from_json(page: Page) -> Iterator[Named]:
    article = page.metadata.article or {}
    for key in ("author", "creator"):
        authors = page.metadata.resolved(article.get(key))
        found: list[Named] = []
        for author in authors[:MAX_AUTHORS] if isinstance(authors, list) else [authors]:
            kind = kind_of(author) if isinstance(author, dict) else ""
            person = None if not kind else not kind.endswith("Organization")
            for text in texts_of(author)[:MAX_AUTHORS]:
                found.extend(_made(text, page.metadata.place(key), "json-ld", page, person=person))
        if found:
            yield from found
            return


def _from_meta(page: Page) -> Iterator[Named]:
    meta = page.metadata.meta
    words = credit_words(page.lexicon)
    for name in _METAS:
        found = [
            named
            for content in meta.get(name, ())[:MAX_AUTHORS]
            for named in _made(content, f"meta {name}", "meta", page)
        ]
        # In the head of a Chinese page the author is mostly the site; only what is surely a person's name counts.
        if words.language == "zh":
            found = [named for named in found if not EAST.search(named.name) or is_han_name(named.name, words)]
        if found:
            yield from found
            return
    for number in ("1", "2"):
        label, value = meta.get(f"twitter:label{number}"), meta.get(f"twitter:data{number}")
        if label and value and words.kinds.get(folded(label[0]).lower().strip(": ")) == "author":
            yield from _made(value[0], f"meta twitter:data{number}", "meta", page)


def _from_microdata(page: Page) -> Iterator[Named]:
    microdata = page.metadata.microdata
    for name in ("author.name", "author", "creator"):
        found = [
            named for element, text in microdata.get(name, ())[:4] for named in _made(text, element, "microdata", page)
        ]
        if found:
            yield from found
            return


def _pieces(element: Any) -> list[str]:
    return [text for text in (" ".join(part.split()) for part in islice(element.itertext(), 40)) if text]


def _read_marked(element: Any, page: Page) -> list[Named]:
    """The names in an element that is marked as the author's: read as one text, else the first piece with a name."""
    pieces = _pieces(element)
    whole = " ".join(pieces)
    if not 2 <= len(whole) <= MAX_VALUE:
        return []
    words = credit_words(page.lexicon)
    if printed := [credit for credit in read_credits(whole, page.lexicon) if not credit.bare]:
        return [
            Named(credit.name, credit.role == "source-agency", element, "author class")
            for credit in printed
            if credit.role in ("author", "reporter", "correspondent", "source-agency")
        ]
    for piece in (*pieces, whole):
        if _is_label(piece, words) or _NO_NAME.search(piece):
            continue
        spans, _ = western_names(folded(piece), words, single=len(pieces) == 1)
        if spans and (len(pieces) == 1 or " " in piece[: spans[0][1]]):
            return [
                Named(piece[start:stop], is_organisation(piece[start:stop], words), element, "author class")
                for start, stop in spans
            ]
        japanese = words.language == "ja" and len(pieces) == 1 and len(piece) <= MAX_EAST
        known = japanese or is_han_name(piece, words)
        if known and EAST.search(piece) and piece not in page.once(menu_texts):
            return list(_made(piece, element, "author class", page))
    return []


def _author_element(block: PageBlock) -> Any:
    """The element in or around a block whose class says that it is the author's; ``None`` without one."""
    if block.element is None:
        return None
    for element in islice(block.element.iter(), MAX_ELEMENTS):
        if isinstance(element.tag, str) and _is_author(element):
            return element
    group: Group | None = block.group
    for _ in range(2):
        if group is None or group.inside_chars > MAX_MARKED:
            return None
        if group.element is not None and _is_author(group.element):
            return block.element
        group = group.parent
    return None


def _is_author(element: Any) -> bool:
    names = element.get("class")
    if not names or not any(sign in names for sign in _AUTHOR_SIGNS):
        return False
    return bool(_AUTHOR_CLASS.search(names)) and not _OTHER_CLASS.search(names)


def _author_links(page: Page, around: range) -> Iterator[Named]:
    for link in page.links:
        if link.block >= around.stop:
            break
        if link.block >= around.start and link.text and len(link.text) <= MAX_NAME:
            rel = "author" in (link.element.get("rel") or "")
            if rel or _AUTHOR_PATH.search(link.href):
                words = credit_words(page.lexicon)
                for named in _made(link.text, link.element, "author link", page):
                    single = rel and not _is_label(named.name, words)
                    if single or is_western_name(folded(named.name), words) or is_han_name(named.name, words):
                        yield named


def _marked(page: Page) -> list[Named]:
    """Author links and author classes between the headline and the story's first words."""
    story = page.once(story_text)
    if not story:
        return []
    head = page.once(head_range)
    around = range(head.start, head.stop + 1)
    found = list(_author_links(page, around))
    for block in page.blocks[around.start : around.stop]:
        if block.label != "title" and len(block.text) <= MAX_VALUE:
            element = _author_element(block)
            if element is not None:
                found.extend(_read_marked(element, page))
    return found


def _below(page: Page) -> list[Named]:
    """The first author class right below the story: a box about the author."""
    story = page.once(story_text)
    if story:
        last = story[-1].index
        for block in page.blocks[last + 1 : last + 1 + AFTER_STORY]:
            element = _author_element(block) if len(block.text) <= MAX_VALUE else None
            found = _read_marked(element, page) if element is not None else []
            if found:
                return [Named(one.name, one.organisation, one.where, "author box") for one in found]
    return []


def _bare(page: Page) -> list[Named]:
    """A line between headline and story that is nothing but a western name, next to the line with the date."""
    head = page.once(head_range)
    words = credit_words(page.lexicon)
    menus = page.once(menu_texts)
    for block in page.blocks[head.start : head.stop]:
        text = block.text
        if len(text) > MAX_NAME or block.label == "title" or text in menus or not is_western_name(folded(text), words):
            continue
        if read_credits(text, page.lexicon):
            continue
        near = page.blocks[max(head.start, block.index - 2) : min(head.stop, block.index + 3)]
        if any(len(each.text) <= MAX_DATE and find_dates(each.text, page.lexicon) for each in near):
            return [Named(text, is_organisation(text, words), block, "name beside the date")]
    return []


def structured_authors(page: Page) -> dict[str, list[Named]]:
    """The authors by who names them (``json-ld``, ``meta``, ``microdata``, ``marked``); only those that name any."""
    if page.root is None:
        return {}
    found: dict[str, Iterable[Named]] = {
        "json-ld": _from_json(page),
        "meta": _from_meta(page),
        "microdata": _from_microdata(page),
        "marked": _marked(page),
    }
    named = {family: list(people) for family, people in found.items()}
    if all(one.organisation for people in named.values() for one in people):
        named["bare"] = _bare(page)
    if not any(named.values()):
        named["below"] = _below(page)
    return {family: people for family, people in named.items() if people}
