"""The further pages of one story: from its pager's links, a select box, or the script that writes the pager."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from newsharvest.fields.addresses import (
    Form,
    StoryPage,
    base_name,
    is_list_page,
    names_document,
    own_address,
    same_document,
    story_page,
)
from newsharvest.fields.candidate import Candidate, Field
from newsharvest.fields.neighbour_labels import labels_outside
from newsharvest.lines.neighbours import NeighbourLabel, may_begin, read_label, read_page_number
from newsharvest.page.model import TEXT_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page, PageLink

_MOST_PAGES = 200
_LONGEST_TEXT = 60
_LONGEST_SCRIPT = 200_000
_SHORTEST_STORY = 200
_SHORTEST_HEADLINE = 12
_ANCESTORS = 4
_COMMENTS = re.compile(r"comment|kommentar|repl(?:y|ies)|disqus|pinglun|respond", re.IGNORECASE)
_CALL = re.compile(r"createPage(?:HTML|Html)?\s{0,4}\(([^(){}]{1,300})\)")
_COUNT = re.compile(r"\bcountPage\s{0,4}=\s{0,4}[\"']?(\d{1,4})")
_CURRENT = re.compile(r"\bcurrentPage\s{0,4}=\s{0,4}[\"']?(\d{1,4})")
_NUMBERED = re.compile(r"([^?#]{1,300})_(\d{1,3})(\.[a-z]{2,6})?")
_LONGEST_HREF = 320
_FILE_NAME = re.compile(r"[\w.%/-]{1,200}$")
_INDEX_NAMES = frozenset({"index", "default", "list", "node", "main"})
_DYNAMIC = "pageno="
_STORY_PARAMS = frozenset({"aid", "arcid", "id", "newsid", "articleid"})


@dataclass(frozen=True, slots=True)
class _Further:
    """One link to a page of this story."""

    url: str
    number: int
    """As its address has it."""
    form: Form
    named: int | None
    """The number that its text names."""
    label: NeighbourLabel | None
    place: Any


def _sharing(own: str, hrefs: list[str]) -> list[int]:
    """The indexes of the addresses that may be pages of this story: a test that costs little for each link."""
    name = base_name(own)
    plain = unquote(name)
    if not name:
        return []
    numbered = any(character.isdecimal() for character in own.partition(name)[2])
    every = "\n".join(["", *hrefs])
    if not (name in every or plain in every or "\n?" in every or _DYNAMIC in every):
        return []
    near = [i for i, href in enumerate(hrefs) if name in href or href[:1] == "?" or _DYNAMIC in href or plain in href]
    return [i for i in near if _may_be_page(hrefs[i], name, numbered=numbered)]


def _may_be_page(href: str, name: str, *, numbered: bool) -> bool:
    """Whether an address of this story's name has a number after it, and the name not merely in its query."""
    before, found, after = href.partition(name)
    if not found or _DYNAMIC in href:
        before, after = "", href
    return "?" not in before and (numbered or any(character.isdecimal() for character in after[:_LONGEST_TEXT]))


def _in_comments(element: Any) -> bool:
    for _ in range(_ANCESTORS):
        if element is None or element.tag in ("body", "html"):
            return False
        if _COMMENTS.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:200]):
            return True
        element = element.getparent()
    return False


def _has_story(page: Page) -> bool:
    """Whether the page prints one story: enough prose, and not as many headlines that are links, as a list has."""
    story = page.story
    if not story:
        return False
    prose = [block for block in story if block.label in TEXT_LABELS and block.link_chars * 3 < len(block.text)]
    if sum(len(block.text) for block in prose) < _SHORTEST_STORY:
        return False
    inside = page.blocks[story[0].index : story[-1].index + 1]
    teasers = sum(b.link_chars * 5 >= 4 * len(b.text) and len(b.text) >= _SHORTEST_HEADLINE for b in inside)
    return teasers <= max(2, len(prose) // 2)


def _is_declared(page: Page) -> bool | None:
    """Whether the page's metadata calls it an article; ``None`` where they don't say."""
    if page.metadata.article is not None:
        return True
    kind = page.metadata.first("og:type")
    return kind.lower().startswith(("article", "news", "video", "photo")) if kind else None


def _belong(page: Page, own: str, pages: list[_Further]) -> bool:
    """Whether these pages are a story's and not a list's."""
    declared, document = _is_declared(page), names_document(own)
    by_name = any(further.form == "own" for further in pages)
    if by_name and (document or declared):
        return True
    if declared is False or not _has_story(page):
        return False
    if declared:
        return True
    # A numbered page of 103.html is a story's; news_2.html may be a list's.
    numbered = any(character.isdecimal() for character in base_name(own))
    return document or (by_name and numbered and not is_list_page(own))


def _dynamic(href: str, named: int | None) -> StoryPage | None:
    """A numbered link to the script behind a static page: ``view.php?aid=5&pageno=2``."""
    if named is None or _DYNAMIC not in href:
        return None
    params = {name.lower(): value for name, value in parse_qsl(urlsplit(href).query)}
    if params.get("pageno") != str(named) or params.keys().isdisjoint(_STORY_PARAMS):
        return None
    return StoryPage(named, "own")


def _as_page(page: Page, own: str, href: str, text: str, *, place: Any) -> _Further | None:
    """A link as a further page; ``None`` where it is none, or neither its address nor its text proves it."""
    lexicon = page.lexicon
    url = page.absolute(href)
    if url is None or same_document(url, own) or _COMMENTS.search(href[:_LONGEST_HREF].partition("#")[2]):
        return None
    short = text if len(text) <= _LONGEST_TEXT else ""
    named = read_page_number(short, lexicon) if short else None
    sister = story_page(url, own) or _dynamic(href, named)
    if sister is None:
        return None
    label = read_label(short, lexicon) if short and may_begin(short, lexicon) else None
    if label is not None and label.kind == "article":
        return None
    if sister.form == "weak" and label is None and (named is None or abs(named - sister.number) > 1):
        return None
    return _Further(url, sister.number, sister.form, named, label, place)


def _linked(page: Page, own: str) -> Iterator[_Further]:
    for index in _sharing(own, [link.href for link in page.links]):
        link = page.links[index]
        further = _as_page(page, own, link.href, link.text, place=link.element)
        if further is not None and not _in_comments(link.element) and not _is_labelled_article(page, link):
            yield further
    for rel in ("next", "prev"):
        for href, _ in page.metadata.links.get(rel, ())[:1]:
            further = _as_page(page, own, href, "", place=f"link rel={rel}")
            if further is not None:
                yield further


def _is_labelled_article(page: Page, link: PageLink) -> bool:
    """Whether the label before a link makes it a neighbour, whatever its address."""
    outer = page.once(labels_outside).of_link.get(id(link))
    return outer is not None and outer[0].kind == "article"


def _boxed(page: Page, own: str) -> Iterator[_Further]:
    """The pages that a select box lists."""
    options = list(page.root.iter("option"))
    for index in _sharing(own, [option.get("value") or "" for option in options]):
        option = options[index]
        text = " ".join((option.text or "").split())
        further = _as_page(page, own, option.get("value"), text, place=option)
        if further is not None:
            yield further


def _in_order(pages: list[_Further], own: str) -> list[_Further]:
    """Each page once, by its number; without the first one's second address (``name-p1``) on the first page itself."""
    first = story_page(own, pages[0].url)
    on_first = first is not None and first.number == 1 and all(not same_document(p.url, own) for p in pages)
    from_zero = any(
        p.named == p.number + 1 or (p.number == 1 and p.label is not None and p.label.direction == "next")
        for p in pages
    )
    seen: dict[str, _Further] = {}
    for page in pages:
        if on_first and page.number == 1 and not from_zero and not _is_plain_first(page.url, own):
            continue
        seen.setdefault(page.url.partition("#")[0].rstrip("/"), page)
    return sorted(seen.values(), key=lambda page: page.number)


def _is_plain_first(url: str, own: str) -> bool:
    """Whether ``own`` is itself a numbered page, so that page 1 is another one."""
    sister = story_page(own, url)
    return sister is not None and sister.number > 1


def _scripts(page: Page) -> Iterator[tuple[Any, str]]:
    for script in page.root.iter("script"):
        text = script.text
        if text and len(text) < _LONGEST_SCRIPT and ("createPage" in text or "countPage" in text):
            yield script, text


def _written(page: Page, own: str) -> tuple[tuple[str, ...], Any]:
    """(addresses, script) of pages whose links a script writes; TRS calls the first ``name``, the next ``name_1``."""
    for script, text in _scripts(page):
        count, current, name, extension = _read_call(text)
        if name is None:
            stem, dot, extension = urlsplit(own).path.rpartition("/")[2].rpartition(".")
            name = re.sub(rf"_{current}$", "", stem) if dot and current else stem
        if not 1 < count <= _MOST_PAGES or not name or name.lower() in _INDEX_NAMES or name not in unquote(own):
            continue
        names = [name if number == 0 else f"{name}_{number}" for number in range(count) if number != current]
        return tuple(urljoin(own, f"{entry}.{extension}") for entry in names), script
    return (), None


def _read_call(text: str) -> tuple[int, int, str | None, str]:
    """(count, current, name, extension) as the script says; the name is ``None`` where it is built in the script."""
    count = int(m[1]) if (m := _COUNT.search(text)) else 0
    current = int(m[1]) if (m := _CURRENT.search(text)) else 0
    for call in _CALL.finditer(text):
        arguments = [argument.strip() for argument in call[1].split(",")]
        numbers = [int(argument) for argument in arguments if argument.isdecimal() and len(argument) < 5]
        words = [argument.strip("'\"") for argument in arguments if argument[:1] in "'\""]
        words = [word for word in words if word and _FILE_NAME.match(word)]
        if len(numbers) > 1:
            count, current = numbers[0], numbers[1]
        if len(words) > 1 and count:
            return count, current, words[-2], words[-1].removeprefix(".")
    return count, current, None, "htm"


def _is_index(own: str) -> bool:
    """Whether an address is that of a list: no name, or index without the id of a document."""
    name = base_name(own).lower()
    return not name or (name in _INDEX_NAMES and not names_document(own))


def _from_links(page: Page, own: str) -> Candidate | None:
    pages = list(_linked(page, own))
    if pages or page.lexicon.code == "zh":  # Only there a select box comes alone; looking for one is not free.
        pages.extend(_boxed(page, own))
    if not pages or not _belong(page, own, pages):
        return None
    ordered = _in_order(pages, own)[:_MOST_PAGES]
    if not ordered:
        return None
    printed = " ".join(str(further.named or further.number) for further in ordered)
    return Candidate(tuple(further.url for further in ordered), printed, ordered[0].place, "links to pages", 0.9)


def _guessed_address(page: Page) -> str | None:
    """The page's own address where nobody says it, as a numbered link to its second page has it (``name_2``)."""
    for link in page.links:
        number = read_page_number(link.text, page.lexicon) if 0 < len(link.text) <= _SHORTEST_HEADLINE else None
        if number is not None and (match := _NUMBERED.fullmatch(link.href[:_LONGEST_HREF])) is not None:
            own = f"{match[1]}{match[3] or ''}"
            if number - int(match[2]) in (0, 1) and names_document(own):
                return own
    return None


def offer(page: Page) -> Iterator[Candidate]:
    """The addresses of the other pages of this story, in their order."""
    own = own_address(page) or _guessed_address(page)
    if own is None or page.root is None or _is_index(own):
        return
    if (linked := _from_links(page, own)) is not None:
        yield linked
    if page.lexicon.code == "zh":
        urls, script = _written(page, own)
        if urls and (names_document(own) or _has_story(page)):
            yield Candidate(urls, f"{len(urls) + 1}", script, "script that writes the pager", 0.8)


FIELD = Field("pagination", offer)
