"""The section of the paper or site that the story stands in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.page.headline import TRAIL_END, headline_offers
from newsharvest.page.jsonld import place, text_of, texts_of
from newsharvest.page.names import calls_trail, names_of
from newsharvest.page.phrases import site_of_page, squash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.languages import Lexicon
    from newsharvest.page.jsonld import Node
    from newsharvest.page.model import Group, Page, PageBlock

MAX_SECTION = 60
MAX_CRUMBS = 250
"""A longer line, or a container of more characters, is no breadcrumb."""
LONG_TEXT = 80
"""A longer paragraph is the story itself; what stands after it is no breadcrumb."""
MAX_AROUND = 3
MAX_STEPS = 12
MAX_UNLED = 5
"""More steps that do not begin at the front page are a menu."""

_METAS = (
    ("article:section", 0.72), ("columnname", 0.65), ("section", 0.6), ("og:section", 0.6), ("parsely-section", 0.6),
)  # fmt: skip
_ARROW = re.compile(r"\s{0,3}(?:-{0,2}>{1,3}|»|›|→|≫|＞|\s/\s)\s{0,3}")
_ARROWS = re.compile("[>»›→≫＞]| / ")
_DATE = re.compile(r"\d{4}[-./年]\d|\d:\d\d")
_DASH = re.compile(r"\s[-–—|]\s")
"""Parts the steps behind a label or in a breadcrumb's own block only; elsewhere it parts anything."""
_EDGES = " >»›→≫＞/\\|-:：·[]【】()"


@lru_cache(maxsize=64)
def _words(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """The words for the front page, for this page, and the labels before a breadcrumb."""
    furniture = lexicon.furniture
    labels = sorted(furniture.position, key=len, reverse=True)
    return frozenset(furniture.home), frozenset(furniture.body), tuple(labels)


def _is_named(group: Group | None, known: dict[int, bool]) -> bool:
    """Whether class words of a container, or of the containers close around it, call it a breadcrumb.

    ``known`` keeps what was found of each container, for neighbours share the ones around them.
    """
    for _ in range(MAX_AROUND):
        if group is None or group.inside_chars > MAX_CRUMBS:
            return False
        own = known.get(id(group))
        if own is None:
            own = known[id(group)] = calls_trail(group.names)
        if own:
            return True
        group = group.parent
    return False


def _steps(text: str) -> list[str]:
    return [bare for step in _ARROW.split(text) if (bare := " ".join(step.split()).strip(_EDGES))]


def _is_trail(steps: list[str], page: Page) -> bool:
    """Whether steps lead from the front page, or end at "this page"."""
    home, body, _ = _words(page.lexicon)
    if len(steps) == 1 or not steps:
        return False
    first = steps[0].casefold()
    # 网易首页 is a front page too.
    if first in home or first[-2:] in home or steps[-1].casefold().split()[0] in body:
        return True
    return len(steps) > 2 and page.once(site_of_page).is_name(steps[0])


def _crumb_steps(page: Page) -> tuple[list[str], PageBlock] | None:
    """The steps of the visible breadcrumb, and its first block."""
    home, _, labels = _words(page.lexicon)
    starts = {label[:2] for label in labels}
    judged: dict[int, bool] = {}
    named: dict[int, bool] = {}
    for block in page.blocks:
        text = block.text
        end = _label_end(text, labels) if text[:2].lower() in starts else 0
        if len(text) > MAX_CRUMBS or not (block.links or end):
            if block.label == "paragraph" and len(text) > LONG_TEXT:
                return None
            continue
        steps = _trail(page, block, end) if end or _has_arrow(text) else []
        if not steps and len(block.links) > 1 and calls_trail(names_of(block.element)):
            steps = _links_of_trail(block, text[end:])
        if steps:
            return steps, block
        key = id(block.group)
        if not end and key not in judged:
            judged[key] = _is_named(block.group, named) or (text.casefold() in home and _leads_on(page, block))
        if end or judged[key]:
            steps = _continued(page, block, _steps(text[end:]))
            if end or 1 < len(steps) <= MAX_UNLED:
                return steps, block
    return None


def _trail(page: Page, block: PageBlock, end: int) -> list[str]:
    """The steps that arrows part in one block, or dashes behind its label; empty where they are no breadcrumb's."""
    text = block.text[end:]
    steps = _steps(text)
    if _is_trail(steps, page):
        return steps
    steps = _steps(_DASH.sub(" > ", text)) if end and block.links else []
    return steps if _is_trail(steps, page) else []


def _links_of_trail(block: PageBlock, text: str) -> list[str]:
    """The steps in a block that its class words call a breadcrumb; empty for too many of them."""
    steps = _steps(text)
    if len(steps) == 1:  # Icons part them, or the style sheet does.
        steps = [bare for piece in block.element.itertext() if (bare := piece.strip().strip(_EDGES))]
    return steps if 1 < len(steps) <= MAX_UNLED else []


def _has_arrow(text: str) -> bool:
    """Whether one of the _ARROWS stands in a text; substring tests, for nearly every link of a menu is plain words."""
    return ">" in text or " / " in text or (not text.isascii() and _ARROWS.search(text) is not None)


def _leads_on(page: Page, block: PageBlock) -> bool:
    """Whether the next block of the same container begins with an arrow."""
    follower = page.blocks[block.index + 1] if block.index + 1 < len(page.blocks) else block
    return follower.group is block.group and bool(_ARROWS.match(follower.text))


def _label_end(text: str, labels: tuple[str, ...]) -> int:
    """The length of the breadcrumb's label at the beginning of a line; 0 without one."""
    lowered = text[:40].casefold()
    return next((len(word) for word in labels if lowered.startswith(word)), 0)


def _continued(page: Page, block: PageBlock, steps: list[str]) -> list[str]:
    """The steps of a breadcrumb each of whose steps is a block of its own."""
    home = block.group
    for follower in page.blocks[block.index + 1 : block.index + MAX_STEPS]:
        if follower.group is not home or len(follower.text) > MAX_CRUMBS or follower.label == "title":
            break
        steps = [*steps, *_steps(follower.text)]
    return steps


def _is_same(step: str, title: str) -> bool:
    """Whether a step (squashed) is a title of the story, which sites cut short there, or print without its kicker."""
    return bool(title) and (title in step or (step in title and len(step) * 2 > len(title)))


def _last_step(page: Page, steps: list[str]) -> str | None:
    """The last step that is neither the front page nor this page."""
    home, body, _ = _words(page.lexicon)
    offers = page.once(headline_offers)
    titles = {squash(offer.text) for offer in (*offers[:1], *(one for one in offers if one.rule == TRAIL_END))}
    steps = steps[:MAX_STEPS]
    for index, step in reversed(list(enumerate(steps))):
        folded = squash(step)
        lowered = step.casefold()
        if not folded or lowered.split()[0] in body or _DATE.search(step):
            continue
        if any(_is_same(folded, title) for title in titles):
            continue
        front = index == 0 and (lowered in home or page.once(site_of_page).is_name(step))
        return None if front or len(step) > MAX_SECTION else step
    return None


def _listed(node: Node) -> list[str]:
    """The names of a BreadcrumbList's steps, by their position."""
    items = node.get("itemListElement")
    steps = [item for item in items[:MAX_STEPS] if isinstance(item, dict)] if isinstance(items, list) else []
    if all(isinstance(item.get("position"), int) for item in steps):
        steps.sort(key=lambda item: int(item["position"]))
    return [text_of(item.get("name")) or text_of(item.get("item")) or "" for item in steps]


def _given(page: Page) -> Iterator[Candidate]:
    """What the metadata calls the section."""
    metadata = page.metadata
    if metadata.article:
        for name in texts_of(metadata.article.get("articleSection"))[:1]:
            if first := name.partition(",")[0].strip():
                yield Candidate(first, name, metadata.place("articleSection"), "json-ld", 0.75)
    for element, name in metadata.microdata.get("articleSection", ())[:1]:
        yield Candidate(name, name, element, "microdata", 0.7)
    for key, confidence in _METAS:
        for name in metadata.meta.get(key, ())[:1]:
            yield Candidate(name, name, f"meta {key}", "meta", confidence)


def offer(page: Page) -> Iterator[Candidate]:
    """The breadcrumb's last real step, and what the metadata calls the section."""
    listed = False
    for node in page.metadata.of_kind("BreadcrumbList"):
        steps = _listed(node)
        if step := _last_step(page, steps):
            listed = True
            yield Candidate(step, " > ".join(steps), place(node, "itemListElement"), "breadcrumb list", 0.85)
    # The visible one says the same where there are both, and costs a walk over the blocks.
    if not listed and (crumbs := _crumb_steps(page)):
        steps, block = crumbs
        step = _last_step(page, steps)
        # The first of several steps is the front page, whatever it is called.
        if step and (step != steps[0] or len(steps) == 1):
            yield Candidate(step, " > ".join(steps), block, "breadcrumb", 0.8)
    yield from _given(page)


FIELD = Field("section", offer, read=text_at)
