"""Pages made to hurt: whatever the bytes, the time is bounded and grows with the page, and the JSON is strict."""

from __future__ import annotations

import gc
import random
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from newsharvest import Article, NewsharvestError, extract
from tests.tools.golden import SITE, GoldenPage, golden_pages

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_CPU_SECONDS = 2.0
MOST_GROWTH = 8
"""A page of four times the length may take so many times as long: 4 is linear, 16 would be its square."""
NOISE = 0.2
"""Seconds; less says nothing."""

STORY = "".join(
    f"<p>The old bridge over the river Lenz was opened to traffic again, said speaker {number} on Tuesday.</p>"
    for number in range(5)
)

HOSTILE: dict[str, tuple[Callable[[int], str], int]] = {
    "short paragraphs": (lambda n: "<p>x y</p>" * n, 80_000),
    "long paragraphs": (lambda n: "<p>The fox jumps over the lazy dog, and then it runs far away.</p>" * n, 25_000),
    "one endless paragraph": (lambda n: "<p>" + "word and word, " * n, 300_000),
    "lines of one paragraph": (lambda n: "<p>" + "hello world, this is a line<br>" * n, 50_000),
    "opening brackets": (lambda n: STORY + "<" * n, 1_500_000),
    "ampersands": (lambda n: STORY + "&" * n, 1_500_000),
    "declarations": (lambda n: STORY + "<!" * n, 800_000),
    "open quotes": (lambda n: STORY + "<a href='" * n, 150_000),
    "links": (lambda n: STORY + "<a href=/x>y</a>" * n, 50_000),
    "links never closed": (lambda n: STORY + "<a href=/x>y" * n, 50_000),
    "images": (lambda n: STORY + "<img src=/a.jpg>" * n, 50_000),
    "figures": (lambda n: STORY + "<figure><img src=/a.jpg><figcaption>A photo</figcaption></figure>" * n, 15_000),
    "tables": (lambda n: STORY + "<table><tr><td>a b c<td>d</table>" * n, 15_000),
    "lists": (lambda n: STORY + "<ul><li>x</li></ul>" * n, 30_000),
    "quotes in quotes": (lambda n: "<blockquote><p>Some words of a quote, and more</p>" * n, 1_900),
    "reporters": (lambda n: "<p>記者張三報導</p>" * n, 40_000),
    "bylines": (lambda n: STORY + "<p>By John Smith</p>" * n, 40_000),
    "correspondents never closed": (lambda n: STORY + "<p>" + "(通訊員 " * n, 150_000),
    "dates": (lambda n: STORY + "<p>2020-02-03 10:10</p>" * n, 40_000),
    "headlines": (lambda n: STORY + "<h1>Old bridge reopens</h1>" * n, 40_000),
    "neighbours": (lambda n: STORY + "<p>下一篇：<a href=/2>春茶</a></p>" * n, 30_000),
    "further pages": (lambda n: STORY + "".join(f"<a href=/1_{i}.html>{i}</a> " for i in range(n)), 30_000),
    "residue": (lambda n: "<p>" + "發(fā)展" * n, 150_000),
    "blanks": (lambda n: STORY + "<p>" + " " * n + "x", 1_500_000),
    "class words": (lambda n: STORY + "<div class='" + "a " * n + "'>x</div>", 300_000),
    "meta elements": (lambda n: "<meta name=description content='abc def'>" * n + STORY, 40_000),
    "deep JSON-LD": (lambda n: "<script type='application/ld+json'>" + '{"a":' * n + "</script>" + STORY, 80_000),
    "long JSON-LD": (
        lambda n: "<script type='application/ld+json'>[" + '{"@type":"NewsArticle","author":{"name":"A B"}},' * n
        + "1]</script>" + STORY,
        15_000,
    ),
    "microdata": (
        lambda n: STORY + "<div itemscope itemtype='http://schema.org/Article'><b itemprop=author>x</b>" * n, 15_000
    ),
}  # fmt: skip


def _seconds(page: str) -> float:
    gc.disable()  # Its rounds cost what the heap of the whole test run holds.
    try:
        started = time.process_time()
        with suppress(NewsharvestError):
            extract(page, url="https://news.example/1.html")
        return time.process_time() - started
    finally:
        gc.enable()


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_page_and_no_faster(name: str) -> None:
    make, size = HOSTILE[name]
    quarter, whole = (min(_seconds(make(n)) for _ in range(2)) for n in (size // 4, size))
    assert whole < MOST_CPU_SECONDS
    assert whole < NOISE or whole <= MOST_GROWTH * quarter


def _damaged(page: bytes, chance: random.Random) -> bytes:
    """The page with bytes lost, repeated, replaced, and with mark-up that belongs nowhere."""
    data = bytearray(page)
    strays = [b"<", b"'", b"&#0;", b"&#xD800;", b"<!--", b"<script>", b"</div>" * 50, b"<div>" * 50, b"\x00", b"\xff"]
    for _ in range(chance.randint(1, 20)):
        start = chance.randrange(len(data))
        end = min(len(data), start + chance.randint(0, 600))
        match chance.randrange(5):
            case 0 if end - start < len(data):
                del data[start:end]
            case 1:
                data[start:start] = data[start:end]
            case 2:
                data[start] = chance.randrange(256)
            case 3:
                data[start:start] = chance.choice(strays)
            case _:
                data[chance.randrange(len(data)) :] = data[start:end] or b"x"
    return bytes(data) or b"x"


@pytest.mark.parametrize("page", golden_pages(SITE), ids=lambda page: page.slug)
def test_a_damaged_page_gives_strict_json_or_a_typed_error(page: GoldenPage) -> None:
    chance = random.Random(page.slug)  # noqa: S311 - damage, not secrets
    for _ in range(25):
        try:
            article = extract(_damaged(page.raw, chance), url=page.url, content_type=page.content_type)
        except NewsharvestError:
            continue
        written = article.to_json()
        assert Article.from_json(written) == article
        written.encode()  # No lone surrogate.
        assert not any(character < " " and character not in "\n\t" for character in article.to_text())
