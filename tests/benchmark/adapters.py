"""The peers, each called as its own documentation says, giving predictions in the scorer's form.

Every adapter has the form of ``reading.read_page``: bytes, URL and corpus in, fields out. A peer is imported when it is
first asked, for it is installed only in the environment that ``peers --make`` makes.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from lxml import etree

from newsharvest.text import decode

from .reading import read_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .reading import Prediction

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "center", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "option", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip


def trafilatura(raw: bytes, url: str | None, _corpus: str) -> Prediction:
    """trafilatura given bytes, as it comes: metadata, tables, no comments."""
    return _trafilatura(raw, url)


def trafilatura_decoded(raw: bytes, url: str | None, _corpus: str) -> Prediction:
    """The same given text that newsharvest has decoded."""
    return _trafilatura(_decoded(raw), url)


def _trafilatura(page: bytes | str, url: str | None) -> Prediction:
    found = import_module("trafilatura").bare_extraction(page, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {}
    authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
    return {"title": found.title, "body": found.text or "", "authors": authors, "published": found.date}


def magic_html(raw: bytes, url: str | None, _corpus: str) -> Prediction:
    """magic-html, which takes text: what newsharvest has decoded; the text of the mark-up that it gives."""
    found = _magic_html().extract(_decoded(raw), base_url=url or "")
    return {"title": found.get("title"), "body": text_of(found.get("html") or "")}


@cache
def _magic_html() -> Any:
    return import_module("magic_html").GeneralExtractor()


def resiliparse(raw: bytes, _url: str | None, _corpus: str) -> Prediction:
    """resiliparse given bytes, with its own detection of the encoding."""
    detect = import_module("resiliparse.parse.encoding").detect_encoding
    tree = import_module("resiliparse.parse.html").HTMLTree.parse_from_bytes(raw, detect(raw))
    plain_text = import_module("resiliparse.extract.html2text").extract_plain_text
    body = plain_text(tree, main_content=True, alt_texts=False, list_bullets=False, comments=False)
    return {"title": tree.title, "body": body}


def readability_lxml(raw: bytes, url: str | None, _corpus: str) -> Prediction:
    """readability-lxml given text that newsharvest has decoded; the text of the mark-up that it gives."""
    document = import_module("readability").Document(_decoded(raw), url=url)
    return {"title": document.short_title(), "body": text_of(document.summary(html_partial=True))}


def text_of(markup: str) -> str:
    """The text of a piece of HTML, with a line feed wherever a block begins or ends."""
    if not markup.strip():
        return ""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    if root is None:
        return ""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("start", "end") and element.tag in BLOCKS:
            parts.append("\n")
        if event == "start":
            parts.append(element.text or "")
        else:
            parts.append(element.tail or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _decoded(raw: bytes) -> str:
    return decode(raw).text


ADAPTERS: Mapping[str, Callable[[bytes, str | None, str], Prediction]] = {
    "newsharvest": read_page,
    "trafilatura": trafilatura,
    "trafilatura, decoded": trafilatura_decoded,
    "magic-html": magic_html,
    "resiliparse": resiliparse,
    "readability-lxml": readability_lxml,
}
"""By the name that --run takes and that the tables print."""

PINNED = {
    "trafilatura": "2.3.1",
    "magic-html": "0.1.8",
    "resiliparse": "2.0.1",
    "readability-lxml": "0.9",
}
"""The distributions that --make installs."""
