"""What a page's story looks like from outside, and the signs that it is an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from newsharvest.fields.addresses import is_list_page, names_document, names_list, own_address
from newsharvest.fields.printed_credits import story_text
from newsharvest.page.headline import headline_offers
from newsharvest.page.jsonld import ARTICLE_RANK, WEAK_RANK, kind_of, text_of
from newsharvest.page.model import TEXT_LABELS, PageBlock
from newsharvest.page.names import names_of
from newsharvest.page.phrases import site_of_page, squash, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsharvest.page.headline import Offer
    from newsharvest.page.model import Page

LONG_PROSE, SOME_PROSE, LITTLE_PROSE = 900, 300, 120
"""Widths of a story, as :func:`newsharvest.page.phrases.width` counts them."""
MIN_ENTRY = 18
"""A narrower link is a menu's, not a headline; a narrower headline the name of a section."""
LINKED = 0.8
"""From this share of its characters on, a block is a link."""
TEASER = 2
"""An entry of a list has no more paragraphs."""
MANY_ARTICLES = 3
"""So many articles in the structured data, none of them this page's, are those of a list."""
NEAR = 4
"""How many blocks around the headline may hold the line of credits."""
ABOVE = 2
"""How many blocks before its first words a list's first headline may stand."""
SURE_HEADING = 0.93
STATED = 8.0
"""With so many points of structured data a page is an article, whatever else stands in it."""
_SAMPLE, _SAMPLES = 40, 3
_OPEN_GRAPH = frozenset({"article", "news", "newsarticle", "og:article", "article:news"})
FORUM = "forum"
"""A class word of pages that some systems call single articles, and that list a forum's topics."""
_SINGLE = frozenset({
    "single", "single-post", "single-article", "node-type-article", "page-node-type-article", "article-page",
    "articlepage", "page-article", "post-template-default", "article-detail", "news-detail", "template-article",
})  # fmt: skip
"""Class words that systems give to the body of an article's page."""


class Sign(NamedTuple):
    """One reason to take a page for something."""

    points: float
    rule: str
    where: Any
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """The story's measures."""

    blocks: Sequence[PageBlock]
    """Its text, captions left out."""
    prose: int
    """The width of its text that is no link."""
    title: Offer | None
    """The page's headline."""

    @property
    def first(self) -> int:
        """The index of its first block, -1 where there is none."""
        return self.blocks[0].index if self.blocks else -1

    @property
    def last(self) -> int:
        """The index of its last block, -1 where there is none."""
        return self.blocks[-1].index if self.blocks else -1


class Entries(NamedTuple):
    """The headlines of other pages inside a story."""

    blocks: Sequence[PageBlock]
    teased: int
    """The width of the text that stands under them."""


def story_of(page: Page) -> Story:
    """The measures of a page's story; to be had by ``page.once``."""
    blocks = page.once(story_text)
    prose = round(_scale(blocks) * sum([len(block.text) - block.link_chars for block in blocks]))
    offers = page.once(headline_offers)
    return Story(blocks, prose, offers[0] if offers else None)


def _scale(blocks: Sequence[PageBlock]) -> float:
    """How wide a character of these blocks is; a sample says it, for all of a page's text is in one script."""
    sample = "".join([block.text[:_SAMPLE] for block in blocks[:_SAMPLES]])
    return width(sample) / len(sample) if sample else 1.0


def entries_of(page: Page) -> Entries:
    """The headlines of other pages among the blocks of the story; to be had by ``page.once``."""
    story = page.once(story_of)
    entries: list[PageBlock] = []
    teased = room = 0
    for block in page.blocks[max(0, story.first - ABOVE) : story.last + 2] if story.blocks else ():
        if is_entry(page, block):
            entries.append(block)
            room = TEASER
        elif room and block.label in TEXT_LABELS:
            teased += len(block.text)
            room -= 1
    return Entries(entries, round(teased * _scale(story.blocks)))


def body_names(page: Page) -> frozenset[str]:
    """The class words and the id of the body element, lower case."""
    body = next(page.root.iterchildren("body"), None) if page.root is not None else None
    return frozenset(names_of(body).lower().split())


def is_entry(page: Page, block: PageBlock) -> bool:
    """Whether a block is the headline of another page of this site: a wide link."""
    size = len(block.text)
    if size * LINKED >= block.link_chars or size <= MIN_ENTRY // 3:
        return False
    wide = size >= MIN_ENTRY or width(block.text) >= MIN_ENTRY
    return wide and bool(block.links) and _leads_on(page.url, block.links[0].href)


def _leads_on(own: str | None, href: str) -> bool:
    """Whether an address is that of another page of this site; a front page, an anchor, another site is none."""
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return False
    if "://" not in href[:9]:
        return bool(href.strip("./"))
    host, _, path = href.partition("://")[2].partition("/")
    here = own.partition("://")[2].partition("/")[0] if own else host
    return bool(path) and host.removeprefix("www.") == here.removeprefix("www.")


def article_signs(page: Page, story: Story) -> Iterator[Sign]:
    """That the page tells one story."""
    yield from page.once(_stated)
    sure = states_article(page)
    yield from _told(page, story, 0 if sure else page.once(entries_of).teased)
    if sure:
        return
    names = body_names(page)
    if FORUM not in names and (word := min(names & _SINGLE, default=None)):
        yield Sign(2.0, "class of an article's page", "body class", word)
    if own := document_address(page):
        yield Sign(1.0, "address of a document", "url", own)


def states_article(page: Page) -> bool:
    """Whether structured data alone settles that the page is an article."""
    return sum(sign.points for sign in page.once(_stated)) >= STATED


def document_address(page: Page) -> str | None:
    """The page's address where it is one of a document and not of a list; ``None`` for all else."""
    own = own_address(page)
    return own if own and names_document(own) and not is_list_page(own) and not names_list(own) else None


def calls_itself_article(page: Page) -> bool:
    """Whether Open Graph says that the page is an article, which some systems say of lists too."""
    return (page.metadata.first("og:type") or "").lower() in _OPEN_GRAPH


def _stated(page: Page) -> tuple[Sign, ...]:
    """What structured data says; to be had by ``page.once``."""
    return tuple(_statements(page, page.once(story_of)))


def _statements(page: Page, story: Story) -> Iterator[Sign]:
    metadata = page.metadata
    node = metadata.article
    if node is not None and _is_article(kind_of(node)):
        headline = squash(text_of(node.get("headline")) or text_of(node.get("name")) or "")
        title = squash(story.title.text) if story.title else ""
        own = bool(headline and title) and (headline in title or title in headline)
        if own or sum(_is_article(kind_of(each)) for each in metadata.nodes) < MANY_ARTICLES:
            yield Sign(5.0 if own else 2.0, "article in structured data", metadata.place("headline"), kind_of(node))
    kind = (metadata.first("og:type") or "").lower()
    if kind in _OPEN_GRAPH:
        yield Sign(4.0, "article in Open Graph", "meta og:type", kind)
    elif time := metadata.first("article:published_time"):
        yield Sign(2.0, "time of publication", "meta article:published_time", time)


def _is_article(kind: str) -> bool:
    return ARTICLE_RANK.get(kind.lower(), WEAK_RANK) < WEAK_RANK


def _told(page: Page, story: Story, teased: int) -> Iterator[Sign]:
    """What the page shows: a headline of its own, running text under it, a line of credits."""
    own, title = story.prose - teased, story.title
    shown = title is not None and title.rule != "metadata" and not page.once(site_of_page).is_name(title.text)
    shown = shown or page.root is None
    if own >= LITTLE_PROSE:
        points = 3.0 if own >= LONG_PROSE else 2.0 if own >= SOME_PROSE else 1.5
        # Text without a headline may be anything.
        yield Sign(
            points if shown else max(1.0, points - 1.0), "running text", story.blocks[0], story.blocks[0].text[:80]
        )
    if title is not None and shown and title.confidence >= SURE_HEADING:
        yield Sign(1.5 if width(title.text) > MIN_ENTRY else 0.5, "headline", title.place, title.text)
    for block in page.labelled("title")[:1]:
        around = page.blocks[max(0, block.index - NEAR) : block.index + NEAR + 1]
        if line := next((block for block in around if block.label == "byline"), None):
            yield Sign(1.0, "line of credits", line, line.text)
