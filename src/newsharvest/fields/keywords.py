"""The story's keywords: those the page shows, else those of its metadata."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.lines.keywords import (
    MARKS,
    ends_empty,
    hashtags,
    inner_label,
    keyword_label,
    keyword_starts,
    split_terms,
    unique_terms,
)
from newsharvest.page.jsonld import texts_of
from newsharvest.page.model import STORY_LABELS
from newsharvest.page.names import mention, names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsharvest.languages import Lexicon
    from newsharvest.page.model import Group, Page, PageBlock, PageLink

BEFORE, AFTER = 12, 40
"""How many blocks before and after the story may hold its keywords; menus and tag clouds are farther off."""
MAX_LIST = 40
MAX_TAG, MAX_TAGS = 50, 30
"""A longer link is a headline; more of them are a cloud."""
MAX_CELL = 100
CELLS = frozenset({"td", "th", "dt", "dd"})
CLOSED = (*MARKS, "】", "]", "〕")
"""What ends a label that words without links may follow."""
MAX_CONTAINER = 700
"""A container of more characters holds more than tags, whatever its class says."""

_TAG_WORDS = ("tag", "keyword", "topic", "subject")
_NAMED = re.compile(
    r"(?:^|[-_ ])(?:(?:article|related|post|entry|story|news|content|single)?[-_]{0,2}"
    r"(?:tags?|keywords?|topics|hashtags?|subjects?)"
    r"(?:[-_]{0,2}(?:list|links|container|wrapper|items?|box))?)(?:$|[-_ ])",
    re.IGNORECASE,
)
_NOT_NAMED = re.compile(
    r"cloud|popular|trend|hot|relat(?!ed[-_]?(?:topic|tag|keyword))|widget|side|menu|nav|card|teaser|"
    r"(?<!entry.)(?<!post.)(?<!article.)(?<!single.)footer",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(r"(?:^|\s)[^\s:：]{2,12}[:：](?!/)")
"""What else may follow keywords on their line (标签：渡轮 分类：要闻)."""
_TAG_PATH_WORDS = ("tag", "keyword", "biaoqian")
_TAG_PATH = re.compile(
    r"[/?&](?:(?<=/)(?:tags?|hashtags?|keywords?|biaoqian)/[^/]|(?<=[?&])(?:tags?|keywords?)=)", re.IGNORECASE
)
STRANGE = 0.1
"""What a list that only its class names loses if the data gives quite other keywords."""
MANY = 4
_HASHES = ("#", "＃")
_TITLE_PARTS = re.compile(r"\s?[_|｜–—»]\s?|\s-\s|-(?=[\u3400-\u9fff])")
"""What parts a page's title from the names of its section and its site."""
_OWN_WORDS = STORY_LABELS | {"title", "deck"}
_METAS = (("article:tag", 0.82), ("news_keywords", 0.81), ("parsely-tags", 0.7), ("keywords", 0.6))
_MACHINE = re.compile(r"[0-9a-f-]{16,64}|\d{1,20}|[^:]{1,40}: .{1,80}")
"""Identifiers and ``name: value`` pairs that content systems leave among the keywords of structured data."""


def _around_story(page: Page) -> range:
    """The indices of the blocks that may hold the story's keywords; empty without a story.

    From the headline on, where the page prints one: what stands above it are the site's own tags.
    """
    if not page.story:
        return range(0)
    first, last = page.story[0].index, page.story[-1].index
    begin = first - BEFORE
    title = max((block.index for block in page.labelled("title") if begin <= block.index < first), default=begin)
    return range(max(0, title), min(len(page.blocks), last + 1 + AFTER))


def _is_linked(block: PageBlock) -> bool:
    """Whether a block is links and what separates them."""
    separators = 3 * (len(block.links) - 1)
    return block.link_chars + separators >= 0.9 * len(block.text)


def _listed(page: Page, block: PageBlock) -> list[str]:
    """The texts of the link blocks that follow a bare label, as far as they stand in one container."""
    terms: list[str] = []
    home = None
    for follower in page.blocks[block.index + 1 : block.index + 1 + MAX_LIST]:
        home = home or follower.group
        texts = [link.text for link in follower.links]
        apart = not _is_linked(follower) or follower.group is not home
        if apart or any(len(text) > MAX_TAG for text in texts):
            break
        terms.extend(texts)
    if home is not None and _NOT_NAMED.search(names_of(home.element)):
        return []
    return terms if len(terms) <= MAX_TAGS else []


def _label_end(page: Page, block: PageBlock) -> int | None:
    """Where the label that begins a keyword line ends; the first link may be glued to it (Tags<a>Harbour</a>)."""
    text = block.text
    end = keyword_label(text, page.lexicon, block.link_chars)
    first = text.find(block.links[0].text) if block.links and block.links[0].text else 0
    if end is None and first > 0 and keyword_label(text[:first], page.lexicon) is not None:
        end = first
    return end


def _labelled(page: Page, around: range) -> Iterator[Candidate]:
    """Lines with a keyword label in front; anywhere in a page without a story."""
    starts = keyword_starts(page.lexicon)
    for block in page.blocks[around.start : around.stop] if around else page.blocks:
        text, end = block.text, None
        if terms := hashtags(text) if text[0] in "#＃" else ():
            yield Candidate(terms, text, block, "hashtags", 0.84 if around else 0.5)
            continue
        if text[:2] in starts:
            end = _label_end(page, block)
        elif block.links and len(text) <= MAX_CONTAINER:
            end = inner_label(text, page.lexicon)
        if end is None:
            continue
        rest = text[end:]
        terms = unique_terms([link.text for link in block.links if link.text and link.text in rest])
        if not terms and text[:end].rstrip().endswith(CLOSED):
            terms = split_terms(_NEXT_LABEL.split(rest, maxsplit=1)[0])
        if terms:
            yield Candidate(terms, rest, block, "keyword line", 0.94 if around else 0.5)
        elif around and not rest and (terms := unique_terms(_listed(page, block)) or _in_next_cell(page, block)):
            yield Candidate(terms, ", ".join(terms), block, "keyword label", 0.78)


def _in_next_cell(page: Page, block: PageBlock) -> tuple[str, ...]:
    """The keywords of the cell behind that of their label."""
    cell = page.blocks[block.index + 1] if block.index + 1 < len(page.blocks) else None
    if cell is None or block.tag not in CELLS or cell.tag not in CELLS or len(cell.text) > MAX_CELL:
        return ()
    return split_terms(cell.text)


def _empty_label(page: Page, around: range) -> bool:
    """Whether a label by the story says that it has no keywords."""
    blocks = page.blocks[around.start : around.stop]
    return any(
        (":" in block.text or "：" in block.text)
        and len(block.text) <= MAX_CELL
        and ends_empty(block.text, page.lexicon)
        and not (block.index + 1 < len(page.blocks) and _is_linked(page.blocks[block.index + 1]))
        for block in blocks
    )


@lru_cache(maxsize=4096)
def _calls_tags(names: str) -> bool:
    named = mention(names, _TAG_WORDS) and _NAMED.search(names)
    return bool(named) and not _NOT_NAMED.search(names)


def _holds_tags(group: Group | None) -> bool:
    """Whether class words call a small container, or the one around it, a list of tags."""
    if group is None or group.inside_chars > MAX_CONTAINER:
        return False
    names, parent = group.names, group.parent
    if parent is not None and parent.inside_chars <= MAX_CONTAINER:
        names = f"{names} {parent.names}"
    return _calls_tags(names)


def _marked(page: Page, around: range) -> Iterator[Candidate]:
    """Links around the story that rel calls tags, or whose element or container is named after tags."""
    tags = {id(link) for link in page.links if link.rel and "tag" in link.rel and _is_tag(link.rel)}
    judged: dict[int, bool] = {}
    lists: dict[tuple[int, str], list[PageBlock]] = {}
    for block in page.blocks[around.start : around.stop]:
        links = block.links
        if not links or len(block.text) > MAX_CONTAINER:
            continue
        linked, tagged = _is_linked(block), bool(tags) and any(id(link) in tags for link in links)
        if not linked and not tagged:
            continue
        key = id(block.group)
        holds = judged.get(key)
        if holds is None:
            holds = judged[key] = _holds_tags(block.group)
        own = "" if holds else names_of(block.element)
        if linked and (holds or (own and _calls_tags(own)) or _are_hashtags(block) or _lead_to_tags(links, own)):
            lists.setdefault((key, own), []).append(block)
        elif tagged and not _NOT_NAMED.search(own):
            lists.setdefault((key, "rel"), []).append(block)
    last = around.stop - AFTER
    for (_, own), blocks in lists.items():
        links = [link for block in blocks for link in block.links if own != "rel" or id(link) in tags]
        texts = [link.text for link in links]
        if len(texts) > MAX_TAGS or any(len(text) > MAX_TAG for text in texts):
            continue
        if terms := unique_terms(texts):
            # The longest list, and rather the one at the story's end than one above it.
            sure = 0.86 + 0.002 * min(len(terms), 5) + (0.01 if blocks[0].index >= last else 0.0)
            yield Candidate(terms, ", ".join(terms), blocks[0], "tag list", sure)


def _are_hashtags(block: PageBlock) -> bool:
    """Whether every link of a block is a hashtag."""
    hashes = "#" in block.text or "＃" in block.text
    return hashes and all(link.text.startswith(_HASHES) for link in block.links if link.text)


def _lead_to_tags(links: Sequence[PageLink], own: str) -> bool:
    """Whether every link leads to the page of a tag."""
    if not mention(links[0].href, _TAG_PATH_WORDS):  # So it is with nearly every link.
        return False
    return all(_TAG_PATH.search(link.href) for link in links) and not _NOT_NAMED.search(own)


def _is_tag(rel: str) -> bool:
    return "tag" in rel.split() and "category" not in rel


def _terms(given: list[str]) -> tuple[str, ...]:
    """Of several values each is a keyword; a single one is a list."""
    return unique_terms(given) if len(given) > 1 else split_terms(given[0]) if given else ()


def _in_story(page: Page, terms: tuple[str, ...]) -> bool:
    """Whether the story uses most of the terms; many sites give every page the same ones for search."""
    parts = [block.text for block in page.blocks if block.label in _OWN_WORDS]
    story = "\n".join(parts).casefold()
    return 2 * sum(term.casefold() in story for term in terms) >= len(terms)


def _is_headline(page: Page, terms: tuple[str, ...]) -> bool:
    """Whether the terms are the headline cut into words."""
    title = frozenset(re.findall(r"\w+", (page.metadata.title or "").casefold()))
    return len(terms) >= MANY and sum(term.casefold() in title for term in terms) * 5 >= 4 * len(terms)


def _of_story(page: Page, terms: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of the element for search engines that speak of the story: neither its headline nor the site's name."""
    title = (page.metadata.title or "").casefold().strip()
    names = {block.text.casefold() for block in page.labelled("title")}
    site = {part.strip() for part in _TITLE_PARTS.split(title)[1:]}
    left = tuple(term for term in terms if term.casefold() not in names and term.casefold() not in site)
    return left if left and _in_story(page, left) and not _is_headline(page, left) else ()


def _given(page: Page, around: range) -> Iterator[Candidate]:
    """What the metadata gives; no words for search engines where an empty label by the story says there are none."""
    metadata = page.metadata
    article = metadata.article or {}
    given = [text for text in texts_of(article.get("keywords")) if not _MACHINE.fullmatch(text)]
    if terms := _terms(given):
        yield Candidate(terms, ", ".join(given), metadata.place("keywords"), "json-ld", 0.8)
    for name, confidence in _METAS:
        contents = metadata.meta.get(name, [])
        terms = _terms(contents)
        if terms and name == "keywords":
            terms = () if _empty_label(page, around) else _of_story(page, terms)
        if terms:
            yield Candidate(terms, ", ".join(contents), f"meta {name}", "meta", confidence)
    for element, value in metadata.microdata.get("keywords", ())[:1]:
        if terms := split_terms(value):
            yield Candidate(terms, value, element, "microdata", 0.7)


def read_terms(page: Page, place: Any) -> tuple[str, ...] | None:
    """The keywords at a place: its links' texts, else its words as a list; ``None`` for none."""
    links = [] if isinstance(place, str) else ["".join(link.itertext()) for link in place.iter("a")]
    return unique_terms(links) or split_terms(text_at(page, place) or "") or None


def _without_furniture(page: Page, terms: tuple[str, ...]) -> tuple[str, ...]:
    """The terms without the links that lead to more of them."""
    no_keywords = _no_keywords(page.lexicon)
    return tuple(term for term in terms if term.casefold() not in no_keywords)


@lru_cache(maxsize=64)
def _no_keywords(lexicon: Lexicon) -> frozenset[str]:
    return frozenset((*lexicon.furniture.keywords, *lexicon.furniture.no_keywords))


def _keys(terms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(term.casefold() for term in terms)


def offer(page: Page) -> Iterator[Candidate]:
    """Keywords as a tuple, in the page's order.

    A list that holds a shorter one and more is worth as much; one that only its class names, and that has nothing in
    common with the data's, is worth less.
    """
    around = _around_story(page)
    given = list(_given(page, around))
    known = frozenset(key for candidate in given for key in _keys(candidate.value))
    best, sure = frozenset[str](), 0.0
    for candidate in (*_labelled(page, around), *_marked(page, around)):
        if terms := _without_furniture(page, candidate.value):
            keys, confidence = _keys(terms), candidate.confidence
            if best and keys > best:
                confidence = sure + 0.005
            elif candidate.rule == "tag list" and known and known.isdisjoint(keys):
                confidence -= STRANGE
            if confidence > sure:
                best, sure = keys, confidence
            yield candidate._replace(value=terms, confidence=confidence)
    yield from given


FIELD = Field("keywords", offer, read=read_terms)
