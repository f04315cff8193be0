"""The pages of one story as one article: which belong together, in which order, and what the whole says."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from newsharvest.article import Article
from newsharvest.fields.addresses import document_of, story_order
from newsharvest.page.phrases import squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsharvest.article import Block, Contributor, Image, Link, Span

MIN_TITLE = 6
"""A shorter headline, squashed, says nothing by standing inside another."""
_TOGETHER = (("published", "published_raw"), ("modified", "modified_raw"))
"""Attributes that one page has to say together."""
_OWN = frozenset({
    "blocks", "images", "spans", "contributors", "previous", "next", "pagination", "accessible_for_free", "warnings",
    "evidence", "decoding", "schema_version",
})  # fmt: skip
"""Attributes that are put together by rules of their own; of the others the first page that has one says it."""


def merge(articles: Iterable[Article]) -> Article:
    """The pages of one story, each read by itself, as one article.

    They are put in the order of their addresses; pages without one stay where they are. ``Block.page`` says which
    page a block stands on, and what later pages only repeat from the first (a lead, a picture, a closing line) is
    left out. What the first page does not say is taken from the others: a neighbour or an editor that the last page
    alone prints. ``pagination`` keeps the further pages, those that were not read among them. One page alone is given
    back as it is; ``ValueError`` for none. ``warnings`` names a page that neither its headline nor a pager ties to the
    others.
    """
    pages = _distinct(_in_order(list(articles)))
    if not pages:
        raise ValueError("no pages to merge")
    first = pages[0]
    if len(pages) == 1:
        return first
    values: dict[str, Any] = {f.name: _first_of(pages, f.name) for f in fields(Article) if f.name not in _OWN}
    for names in _TOGETHER:
        donor = next((page for page in pages if getattr(page, names[0])), first)
        values.update((name, getattr(donor, name)) for name in names)
    blocks, images, spans = _body(pages, values)
    story = _documents(_addresses(pages))
    free = [page.accessible_for_free for page in pages]
    return replace(
        first,
        **values,
        blocks=blocks,
        images=images,
        spans=spans,
        contributors=_contributors(pages),
        previous=_neighbour([page.previous for page in pages], story),
        next=_neighbour([page.next for page in pages], story),
        pagination=_further(pages),
        accessible_for_free=False if False in free else _first_of(pages, "accessible_for_free"),
        warnings=(*_warnings(pages), *_doubts(pages)),
    )


def unread(pages: Sequence[Article], asked: Iterable[str] = ()) -> list[str]:
    """The addresses of a story's pages that are neither among ``pages`` nor ``asked``, in the order of the pager."""
    known = _documents([*(page.url for page in pages if page.url), *asked])
    found = {document_of(url): url for page in reversed(pages) for url in reversed(page.pagination)}
    return [url for document, url in reversed(found.items()) if document not in known]


def belongs(page: Article, pages: Sequence[Article]) -> bool:
    """Whether a page continues the story of ``pages``: its pager leads to one of them, or it has their headline."""
    if _documents(page.pagination) & (_documents(_addresses(pages)) - _documents([page.url or ""])):
        return True
    title, known = squash(page.title or ""), squash(pages[0].title or "")
    if min(len(title), len(known)) < MIN_TITLE:
        return title == known
    return title in known or known in title


def _doubts(pages: Sequence[Article]) -> Iterator[str]:
    """A warning for each page that may be of another story: its headline is another, and no pager leads to it."""
    if not pages[0].title:
        return
    known = [page for page in pages if page is pages[0] or not page.title]
    waiting = {number: page for number, page in enumerate(pages[1:], start=2) if page.title}
    while tied := [number for number, page in waiting.items() if _linked(page, known) or belongs(page, known)]:
        known += map(waiting.pop, tied)  # These may lead to more of them.
    for number, page in waiting.items():
        named = f"page {number} ({page.url})" if page.url else f"page {number}"
        yield f"merge: {named} may be another story: neither its headline nor a pager ties it to the first page"


def _linked(page: Article, pages: Sequence[Article]) -> bool:
    return page.url is not None and document_of(page.url) in _documents(_addresses(pages))


def _addresses(pages: Sequence[Article]) -> list[str]:
    """The addresses of all pages of the story, as far as the pages that were read know them."""
    return [url for page in pages for url in (page.url, *page.pagination) if url]


def _documents(urls: Iterable[str]) -> set[tuple[str, str, str] | None]:
    return {document_of(url) for url in urls}


def _in_order(articles: list[Article]) -> list[Article]:
    places = {url: place for place, url in enumerate(story_order([page.url for page in articles if page.url]))}
    return (
        sorted(articles, key=lambda page: places.get(page.url or "", -1)) if len(places) == len(articles) else articles
    )


def _distinct(pages: list[Article]) -> list[Article]:
    """The pages without those that print the same once more, as systems do that know no such page."""
    told: dict[tuple[tuple[str, str], ...], Article] = {}
    for page in pages:
        words = tuple([(block.kind, block.text) for block in page.blocks])
        told.setdefault(words or (("", page.url or ""),), page)
    return list(told.values())


def _first_of(pages: Sequence[Article], name: str) -> Any:
    """What the first page that says anything there says; else what the first page has in its place."""
    said = (value for page in pages if (value := getattr(page, name)) not in (None, ()))
    return next(said, getattr(pages[0], name))


def _body(
    pages: Sequence[Article], values: dict[str, Any]
) -> tuple[tuple[Block, ...], tuple[Image, ...], tuple[Span, ...]]:
    blocks: list[Block] = []
    images: dict[str, Image] = {}
    spans: list[Span] = []
    for number, page in enumerate(pages, start=1):
        start, end = (0, len(page.blocks)) if number == 1 else _own_part(page.blocks, pages[0].blocks)
        shift = len(blocks) - start
        blocks.extend(replace(block, page=number) for block in page.blocks[start:end])
        for image in page.images:
            position = min(max(image.position, start), end) + shift
            images.setdefault(image.url, replace(image, position=position))
        spans.extend(
            replace(span, block=span.block + shift)
            for span in page.spans
            if start <= span.block < end and values.get(span.field) == getattr(page, span.field, None)
        )
    return tuple(blocks), tuple(images.values()), tuple(spans)


def _own_part(blocks: Sequence[Block], first: Sequence[Block]) -> tuple[int, int]:
    """From where to where a page says something that the first page's beginning and end do not."""
    most = min(len(blocks), len(first))
    start = next((i for i in range(most) if not _same(blocks[i], first[i])), most)
    end = next((i for i in range(most - start) if not _same(blocks[-1 - i], first[-1 - i])), most - start)
    return start, len(blocks) - end


def _same(block: Block, other: Block) -> bool:
    return (block.kind, block.text) == (other.kind, other.text)


def _contributors(pages: Sequence[Article]) -> tuple[Contributor, ...]:
    people = {(person.name, person.role): person for page in reversed(pages) for person in reversed(page.contributors)}
    return tuple(reversed(people.values()))


def _neighbour(links: Sequence[Link | None], story: set[tuple[str, str, str] | None]) -> Link | None:
    """The first neighbour with an address that is no page of this story; else the first that has a title alone."""
    given = [link for link in links if link is not None]
    outside = [link for link in given if link.url and document_of(link.url) not in story]
    return next(iter([*outside, *(link for link in given if not link.url)]), None)


def _further(pages: Sequence[Article]) -> tuple[str, ...]:
    every = story_order([*(page.url for page in pages if page.url), *unread(pages)])
    return tuple(url for url in every if url != pages[0].url)


def _warnings(pages: Sequence[Article]) -> tuple[str, ...]:
    later = [f"page {number}: {warning}" for number, page in enumerate(pages[1:], start=2) for warning in page.warnings]
    return tuple(dict.fromkeys([*pages[0].warnings, *later]))
