"""What a page says does not hang on how it is written: golden pages changed in ways that no reader would see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from newsharvest import extract
from newsharvest.text import decode
from tests.tools.golden import GoldenPage, differences, golden_pages

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = [page for page in golden_pages() if next(page.folder.glob("page.[ht]*")).suffix == ".html"]
LEAST_RECALL = 0.9
OPAQUE = re.compile(r"(?is)(<(script|style|textarea|title|xmp)\b.*?</\2\s*>|<!--.*?-->|<![^>]*>|<\?[^>]*>)")
"""What is no mark-up to be rewritten."""
TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]{0,30})"""
    r"""(?P<attributes>(?:\s+[^\s<>"'=/]{1,80}(?:\s{0,4}=\s{0,4}(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s{0,9}(?P<void>/?)>"""
)
ATTRIBUTE = re.compile(r"""([^\s<>"'=/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?""")
HEADLINES = {"zh": "另一行毫不相干的文字摆在这里", "en": "Quite other words that say nothing of it"}


CHARSETS = {
    "zh-Hans": ("gb18030",),
    "zh-Hant": ("gb18030", "big5-hkscs"),
    "ja": ("cp932", "euc-jp"),
    "ko": ("cp949",),
    "de": ("windows-1252",),
    "fr": ("windows-1252",),
}


def read(page: GoldenPage, html: str, charset: str = "utf-8") -> dict[str, Any]:
    """The reading of a page's changed text, without what its bytes say."""
    raw = html.encode(charset, "xmlcharrefreplace")
    article = extract(raw, url=page.url, content_type=f"text/html; charset={charset}")
    return {key: value for key, value in article.to_dict().items() if key != "decoding"}


def text_of(page: GoldenPage) -> str:
    return decode(page.raw, content_type=page.content_type).text


def rewritten(html: str, change: Callable[[re.Match[str]], str], words: Callable[[str], str] = str) -> str:
    """The page with every tag and every text between tags changed; scripts and comments stay."""
    parts = OPAQUE.split(html)
    parts[2::3] = [""] * len(parts[2::3])
    for at in range(0, len(parts), 3):
        part, done, end = parts[at], [], 0
        for tag in TAG.finditer(part):
            done += [words(part[end : tag.start()]), change(tag)]
            end = tag.end()
        parts[at] = "".join([*done, words(part[end:])])
    return "".join(parts)


def other_case(tag: re.Match[str]) -> str:
    name = tag["name"].swapcase() if ":" not in tag["name"] else tag["name"]
    return f"<{tag['end']}{name}{tag['attributes']}{tag['void'] and ' /'}>"


def other_order(tag: re.Match[str]) -> str:
    found = [(name, value) for name, value in ATTRIBUTE.findall(tag["attributes"])]
    if len({name.lower() for name, _ in found}) < len(found):  # Of two with one name the first counts.
        return tag[0]
    written = "".join(f"\n  {name}{'=' + value if value else ''}" for name, value in reversed(found))
    return f"<{tag['end']}{tag['name']}{written}{tag['void'] and ' /'}>"


def commented(tag: re.Match[str]) -> str:
    return f"<!-- {tag['name']} -->{tag[0]}<!---->"


def unnamed(tag: re.Match[str]) -> str:
    """A tag without class and id; meta and link elements keep theirs."""
    kept = [
        (name, value) for name, value in ATTRIBUTE.findall(tag["attributes"]) if name.lower() not in ("class", "id")
    ]
    written = "".join(f" {name}{'=' + value if value else ''}" for name, value in kept)
    return f"<{tag['end']}{tag['name']}{written}{tag['void'] and ' /'}>"


def whole(tag: re.Match[str]) -> str:
    return tag[0]


def wide(words: str) -> str:
    """Every blank between words as several, with a line end among them."""
    return re.sub(r"[ \n\t\r]+", " \n\t ", words)


def wrapped(html: str) -> str:
    """The page's body with one more element around all it holds."""
    opened = re.sub(r"(?i)(<body\b[^>]*>)", r"\1<div>", html, count=1)
    return re.sub(r"(?i)(</body\s*>)", r"</div>\1", opened, count=1)


SAME: dict[str, Callable[[str], str]] = {
    "case of tags": lambda html: rewritten(html, other_case),
    "order of attributes": lambda html: rewritten(html, other_order),
    "comments around tags": lambda html: rewritten(html, commented),
    "white space": lambda html: rewritten(html, whole, wide),
    "one more div": wrapped,
    "ends of lines": lambda html: html.replace("\r\n", "\n").replace("\n", "\r\n"),
}

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)


@pytest.mark.parametrize("name", SAME)
@every_page
def test_mark_up_that_means_the_same_is_read_the_same(page: GoldenPage, name: str) -> None:
    html = text_of(page)
    changed = SAME[name](html)
    assert changed != html or name == "ends of lines"
    assert list(differences(read(page, html), read(page, changed))) == []


@every_page
def test_bytes_of_two_charsets_are_read_the_same(page: GoldenPage) -> None:
    """Characters that a charset has not are written as numbers, as content systems do."""
    html = text_of(page)
    for charset in CHARSETS.get(page.expected["language"], ()):
        assert list(differences(read(page, html), read(page, html, charset))) == [], charset


@every_page
def test_the_story_is_found_without_class_names(page: GoldenPage) -> None:
    lines = page.expected["body"].split("\n")
    found = set(read(page, rewritten(text_of(page), unnamed))["body"].split("\n"))
    recall = sum(len(line) for line in lines if line in found) / sum(map(len, lines))
    assert recall >= LEAST_RECALL


def titled() -> list[GoldenPage]:
    """The pages whose headline is printed in one piece, and not in the story too."""
    return [
        page
        for page in PAGES
        if (title := page.expected["title"]) in text_of(page) and title not in page.expected["body"]
    ]


@pytest.mark.parametrize("page", titled(), ids=lambda page: page.slug)
def test_another_headline_makes_no_other_story(page: GoldenPage) -> None:
    html, title = text_of(page), page.expected["title"]
    headline = HEADLINES["zh" if page.expected["language"].startswith("zh") else "en"]
    changed = read(page, html.replace(title, headline))
    assert changed["title"] == headline
    assert list(differences(read(page, html)["body"], changed["body"])) == []


def test_nearly_every_page_can_have_another_headline() -> None:
    assert len(titled()) * 4 > len(PAGES) * 3
