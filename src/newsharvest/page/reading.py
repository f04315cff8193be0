"""Text to Page: tree, metadata, blocks, language, repair, labels; each once, none looking back."""

from __future__ import annotations

from itertools import chain
from math import ceil
from typing import TYPE_CHECKING

from newsharvest.errors import EmptyPage
from newsharvest.languages import detect, lexicon_for
from newsharvest.page.blocks import cut_blocks
from newsharvest.page.embedded import embedded_story
from newsharvest.page.labeller import score_blocks, stated_by
from newsharvest.page.labels import give_labels
from newsharvest.page.metadata import Metadata, read_metadata
from newsharvest.page.model import Page
from newsharvest.page.plain import cut_lines, label_lines
from newsharvest.page.tree import parse
from newsharvest.text import find_residue

if TYPE_CHECKING:
    from newsharvest.page.model import PageBlock
    from newsharvest.sites import SiteRule

SAMPLE_CHARS = 1_000


def read_html(source: bytes | str, *, url: str | None = None, rule: SiteRule | None = None) -> Page:
    """The page of an HTML text, or of its UTF-8 bytes; :class:`EmptyPage` where it shows and states nothing."""
    data = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
    tree = parse(data)
    metadata = read_metadata(tree.root, microdata=b"itemprop" in data, url=url)
    cut = cut_blocks(tree.root)
    stated = (metadata.article or {}).get("articleBody")
    hidden = None if cut.groups[-1].inside_long else embedded_story(tree.root, stated)
    if hidden is not None:
        cut = cut_blocks(hidden)
    if not (cut.blocks or cut.images or metadata.title or metadata.meta or metadata.nodes or metadata.microdata):
        raise EmptyPage("no visible word and no metadata")
    page = Page(url=url, root=tree.root, metadata=metadata)
    page.rule = rule
    if tree.flattened:
        page.warnings.append("flattened: the page is nested too deeply; what is deeper was read as lines")
    if tree.truncated:
        page.warnings.append("truncated: the parser gave up before the end of the page; text may be missing")
    if hidden is not None:
        page.warnings.append("embedded: the page shows no text; its story was read from the data of a script")
    page.warnings.extend(metadata.warnings)
    page.blocks, page.links, page.images = cut.blocks, cut.links, cut.images
    page.base = page.absolute(metadata.base) or url
    score_blocks(cut, stated_by(metadata))
    if rule is not None:
        _obey(rule, page)
    _read_language(page, metadata.lang)
    _repair(page)
    give_labels(page)
    return page


def _obey(rule: SiteRule, page: Page) -> None:
    """Let a site rule say where the story is, in place of the labeller."""
    inside = {element for place in rule.find("body", page.root) for element in place.iter()}
    if inside:
        for block in page.blocks:
            block.score = float(block.element in inside)
    ignored = {element for place in rule.find("ignore", page.root) for element in place.iter()}
    for block in page.blocks:
        if block.element in ignored:
            block.score = 0.0


def read_plain(text: str, *, url: str | None = None) -> Page:
    """The page of a plain text, one line a block; :class:`EmptyPage` for white space."""
    cut = cut_lines(text)
    if not cut.blocks:
        raise EmptyPage("no visible word")
    page = Page(url=url, root=None, metadata=Metadata())
    page.blocks = cut.blocks
    _read_language(page, None)
    _repair(page)
    label_lines(page)
    return page


def _sample(blocks: list[PageBlock]) -> str:
    """The page's likeliest prose: what the labeller believes in, else the longest blocks."""
    prose = (block for block in blocks if block.score > 0.5 and block.link_chars * 2 < len(block.text))
    first = next(prose, None)  # Most of the blocks behind it need no look.
    chosen = sorted(blocks, key=lambda block: -len(block.text))[:8] if first is None else chain((first,), prose)
    text = ""
    for block in chosen:
        text += block.text[:SAMPLE_CHARS] + "\n"
        if len(text) > SAMPLE_CHARS:
            break
    return text


def _read_language(page: Page, declared: str | None) -> None:
    page.language = detect(_sample(page.blocks), declared)
    page.lexicon = lexicon_for(page.language)


def _repair(page: Page) -> None:
    """Remove pinyin residue from every text of the page, keeping the untouched text beside it."""
    if page.lexicon.code != "zh":
        return
    residue = find_residue("\n".join(block.text for block in page.blocks))
    if residue is None:
        return
    if residue.doubtful:
        page.warnings.append(
            "residue: parentheses that look like pinyin residue were left, for they may be the author's"
        )
        return
    for link in page.links:
        link.text = residue.clean(link.text)
    for block in page.blocks:
        clean = residue.clean(block.text)
        if clean != block.text:
            kept = len(clean) / len(block.text)
            block.raw, block.text = block.text, clean
            block.bold_chars = min(len(clean), ceil(block.bold_chars * kept))
            block.link_chars = min(len(clean), sum(len(link.text) for link in block.links))
    page.metadata = page.metadata.repaired(residue.clean)
    page.warnings.append(
        f"residue: {residue.count} syllables of pinyin removed after the characters {residue.characters}; "
        "such a page is probably not the publisher's own copy"
    )
