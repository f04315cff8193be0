"""The signs that a page lists other pages: a section front, a tag, a forum, a search, a month of an archive."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from newsharvest.fields.addresses import is_list_page, names_list, same_document
from newsharvest.fields.pagination import offer as offer_pages
from newsharvest.fields.type_signs import (
    FORUM,
    LITTLE_PROSE,
    LONG_PROSE,
    SOME_PROSE,
    Sign,
    Story,
    body_names,
    calls_itself_article,
    document_address,
    entries_of,
    is_entry,
)
from newsharvest.lines.neighbours import may_begin, read_label
from newsharvest.page.jsonld import kind_of
from newsharvest.page.phrases import parts_of, site_of_page, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page, PageLink

FEW, MANY = 3, 8
"""Numbers of headlines."""
TEASED = 0.6
"""From this share on, the text of a page is teasers."""
MOSTLY_LINKS = 0.6
MAX_TITLE = 60
"""The title of a list is no longer."""
MAX_ADDRESS = 40
"""In a longer address the last part is a document's, also where the headline is one word."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_MAX_LABEL, _MAX_DIGITS = 24, 3
_KINDS = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "Blog", "OfferCatalog"})
_CLASSES = frozenset({
    "archive", "category", "tag", "search", "search-results", "post-type-archive", "paged", "tag-page", "category-page",
    "page-taxonomy", "path-taxonomy", "section-front", "listing", "section-page", "author", "date", "tax", FORUM,
})  # fmt: skip
"""Class words that systems give to the body of a list's page."""
_SITE_TYPES = frozenset({"website", "blog", "object", "company", "profile"})


def list_signs(page: Page, story: Story) -> Iterator[Sign]:
    """That the page lists other pages."""
    yield from _of_address(page)
    yield from _of_title(page, story)
    if not (calls_itself_article(page) and document_address(page)):  # There they are recommended, or replies.
        yield from _of_entries(page, story)
        yield from _of_headlines(page, story)
    yield from _of_pager(page, story)
    yield from _stated(page)


def _of_address(page: Page) -> Iterator[Sign]:
    own = page.url
    if own is None:
        return
    path = _path(own)
    if path in ("", "/") and "?" not in own:
        yield Sign(2.0, "address of a front page", "url", own)
    elif is_list_page(own):
        yield Sign(2.5, "address of a list", "url", own)
    elif names_list(own):
        yield Sign(2.0, "address of a list", "url", own)
    elif path.endswith("/") and len(path) <= MAX_ADDRESS and not any(map(str.isdecimal, path)):
        yield Sign(0.5, "address of a section", "url", own)


def _path(url: str) -> str:
    rest = url.partition("://")[2].partition("?")[0].partition("#")[0]
    return rest[rest.find("/") :] if "/" in rest else ""


def _of_title(page: Page, story: Story) -> Iterator[Sign]:
    title = story.title
    if title is None:
        return
    lowered = title.text.casefold()
    words = page.lexicon.pages.listing
    whole = page.metadata.title or ""
    first = whole[slice(*parts_of(whole)[0])].casefold() if whole else lowered
    if any(len(each) <= MAX_TITLE and (each.startswith(words) or each.endswith(words)) for each in (lowered, first)):
        yield Sign(2.0, "title of a list", title.place, title.text)
    elif page.once(site_of_page).is_name(title.text):
        yield Sign(2.0, "title is the site's name", title.place, title.text)
    path = _path(page.url or "")
    if len(path) <= MAX_ADDRESS and lowered in unquote(path).casefold().split("/"):
        yield Sign(2.0, "title is a part of the address", title.place, title.text)
    if (href := _headline_link(page)) is not None:
        yield Sign(2.5, "headline leads to another page", title.place, href)


def _headline_link(page: Page) -> str | None:
    """Where the headline leads, if that is another page; ``None`` for a headline that is no link."""
    own = page.url
    block = next(iter(page.labelled("title")), None)
    if own is None or block is None or not is_entry(page, block):
        return None
    href = page.absolute(block.links[0].href)
    canonical = [link for link, _ in page.metadata.links.get("canonical", ())]
    return href if href and not any(same_document(href, other) for other in (own, *canonical)) else None


def _of_entries(page: Page, story: Story) -> Iterator[Sign]:
    """Headlines of other pages among the blocks of what was taken for the story."""
    entries, teased = page.once(entries_of)
    if len(entries) >= FEW and teased >= TEASED * story.prose:
        yield Sign(5.0 if len(entries) >= MANY else 4.0, "headlines of other pages", entries[0], entries[0].text)
    heads = [entry for entry in entries if entry.tag in HEADINGS]
    if len(heads) > 1:
        yield Sign(2.5 if len(heads) > FEW else 1.5, "stories under linked headings", heads[0], heads[0].text)


def _of_headlines(page: Page, story: Story) -> Iterator[Sign]:
    """More words in headlines that lead elsewhere than in the story."""
    found = [block for block in page.blocks if block.link_chars and is_entry(page, block)]
    if len(found) >= MANY and sum(width(block.text) for block in found) > story.prose:
        steps = ((LITTLE_PROSE, 4.0), (SOME_PROSE, 2.0), (LONG_PROSE, 1.5))
        points = next((points for prose, points in steps if story.prose < prose), 1.0)
        yield Sign(points, "more headlines than text", found[0], found[0].text)
    if story.prose < SOME_PROSE:
        chars = sum([len(block.text) for block in page.blocks])
        if sum([block.link_chars for block in page.blocks]) > MOSTLY_LINKS * chars:
            yield Sign(1.5, "links for the most part", page.blocks[0])


def _of_pager(page: Page, story: Story) -> Iterator[Sign]:
    """Links to the list's other pages, by number or by a label such as older posts; those of a story count not."""
    if page.url is None:
        return
    numbered: dict[str, PageLink] = {}
    for link in page.links:
        text = link.text
        if not text or len(text) > _MAX_LABEL:
            continue
        if text.isdecimal():
            if len(text) <= _MAX_DIGITS and link.href:
                numbered.setdefault(text, link)
        elif may_begin(text, page.lexicon) and _leads_to_more(page, link):
            yield Sign(2.0, "link to more of the list", link.element, text)
            break
    if len(numbered) > 1 and next(offer_pages(page), None) is None:
        # A story's pager stands below its text, a list's above what a shop has to say of it.
        above = all(link.block < story.first for link in numbered.values())
        place = next(iter(numbered.values())).element
        yield Sign(4.0 if above else 2.5, "numbered pages", place, " ".join(numbered)[:MAX_TITLE])


def _leads_to_more(page: Page, link: PageLink) -> bool:
    """Whether a label says that another page follows. It may be that of an article (Older); the address tells."""
    label = read_label(link.text, page.lexicon)
    return label is not None and label.kind != "article" and is_list_page(page.absolute(link.href) or "")


def _stated(page: Page) -> Iterator[Sign]:
    metadata = page.metadata
    kind = (metadata.first("og:type") or "").lower()
    if kind in _SITE_TYPES:
        yield Sign(0.5, "no article in Open Graph", "meta og:type", kind)
    node = next(metadata.of_kind(*_KINDS), None)
    if node is not None and metadata.article is None:
        yield Sign(2.0, "list in structured data", f"json-ld {kind_of(node)}", kind_of(node))
    names = body_names(page)
    word = "home blog" if names >= {"home", "blog"} else min(names & _CLASSES, default=None)
    if word is not None and ("single" not in names or FORUM in names):
        yield Sign(3.5, "class of a list's page", "body class", word)
