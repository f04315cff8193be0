"""The whole flow through its public face: inputs, errors, site rules, explanations, threads."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from bs4 import BeautifulSoup

from newsharvest import EmptyPage, Link, NotHTML, PageTooLarge, RuleError, explain, extract, read_rule

if TYPE_CHECKING:
    from collections.abc import Callable

STORY = (
    "The old bridge over the river Lenz was opened to traffic again on Tuesday, two years after the flood.",
    "The town paid for most of the repairs, and the province gave what was missing, the mayor told visitors.",
    "Some two hundred people walked across it in the rain, many of them with children, flags and umbrellas.",
)
PAGE = f"""<html lang="en"><head><title>Old bridge reopens - Lenz Gazette</title>
<meta property="og:site_name" content="Lenz Gazette"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/town">Town</a></li></ul></nav>
<h1>Old bridge reopens</h1><p class="byline">By Mona Quill</p>
<div class="story">{"".join(f"<p>{text}</p>" for text in STORY)}</div>
<footer><p>Copyright Lenz Gazette</p></footer></body></html>"""


@pytest.mark.parametrize("page", [PAGE, PAGE.encode(), bytearray(PAGE.encode()), BeautifulSoup(PAGE, "lxml")])
def test_bytes_text_and_soup_say_the_same(page: str | bytes | BeautifulSoup) -> None:
    article = extract(page)
    assert (article.title, article.authors, article.text) == ("Old bridge reopens", ("Mona Quill",), "\n".join(STORY))


@pytest.mark.parametrize("read", [extract, explain])
@pytest.mark.parametrize(
    ("given", "says"),
    [
        (None, "a page is bytes, a str or a BeautifulSoup, not NoneType"),
        (123, "not int"),
        ([], "not list"),
        ([PAGE], "not list"),
        (Path("page.html"), r"read_bytes\(\)"),
        (BytesIO(PAGE.encode()), r"read\(\)"),
        (httpx.Response(200, text=PAGE), "content"),
    ],
)
def test_what_is_no_page_is_refused(read: Callable[[Any], Any], given: Any, says: str) -> None:
    with pytest.raises(TypeError, match=says):
        read(given)


@pytest.mark.parametrize("given", ["https://gazette.example/1.html", " HTTP://gazette.example/a?b=c\n"])
def test_an_address_is_no_page(given: str) -> None:
    with pytest.raises(ValueError, match="harvest fetches it"):
        extract(given)
    assert extract(f"<p>{given}</p>").url is None
    assert extract(f"{given} is where the paper has moved to.", content_type="text/plain").url is None


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"url": 123}, TypeError, "url must be a str, not int"),
        ({"url": b"https://gazette.example/"}, TypeError, "url must be a str, not bytes"),
        ({"content_type": 5}, TypeError, "content_type must be a str, not int"),
        ({"headers": {"Content-Type": 5}}, TypeError, "content_type must be a str, not int"),
        ({"fetched_at": "2020-02-03"}, TypeError, "fetched_at must be a datetime, not str"),
        ({"fetched_at": datetime(2020, 2, 3, 16, 0)}, ValueError, "must say its time zone"),
        ({"content_type": "application/pdf"}, NotHTML, "application/pdf is no page"),
        ({"headers": {"content-type": "Image/PNG"}}, NotHTML, "Image/PNG is no page"),
    ],
)
def test_what_is_said_of_a_page_is_checked(options: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        extract(PAGE, **options)


@pytest.mark.parametrize("kind", ["", "text/xml", "application/octet-stream", "application/xhtml+xml", "pdf"])
def test_a_vague_content_type_is_no_obstacle(kind: str) -> None:
    assert extract(PAGE, content_type=kind).title == "Old bridge reopens"


def test_the_header_names_the_charset() -> None:
    page = PAGE.replace("Old bridge", "Öld brüdge").encode("cp1252")
    article = extract(page, headers={"Content-Type": "text/html; charset=windows-1252"})
    assert article.title == "Öld brüdge reopens"
    assert article.decoding is not None
    assert (article.decoding.encoding, article.decoding.source) == ("cp1252", "header")


@pytest.mark.parametrize(
    ("page", "error"),
    [
        (b"", EmptyPage),
        (" \n\t ", EmptyPage),
        (b"<html><body></body></html>", EmptyPage),
        (b"<!-- nothing -->", EmptyPage),
        (b"%PDF-1.7 \x00\x01", NotHTML),
        (b"\x89PNG\r\n\x1a\n", NotHTML),
        ("<p>", EmptyPage),
        ("<p>x</p><div " + " ".join(f"a{i}=1" for i in range(20_000)) + ">y</div>", PageTooLarge),
    ],
)
def test_what_is_no_page_is_a_typed_error(page: bytes | str, error: type[Exception]) -> None:
    with pytest.raises(error):
        extract(page)


@pytest.mark.parametrize(
    "page",
    [
        "text alone",
        "<html><head><title>t</title></head></html>",
        "<table><tr><td><p>" * 300 + "deep",
        "<p>\ud800 lone surrogate &#xD800; \x01\x08</p>",
        "<button><nav><p>" + STORY[0],
        "<script type='application/ld+json'>{{{{</script><p>x",
        "<a href='http://[bad'>x</a><img src='http://[bad'><p>y",
    ],
)
def test_bad_mark_up_never_raises_and_gives_valid_json(page: str) -> None:
    article = extract(page, url="https://news.example/1")
    assert type(article).from_json(article.to_json()) == article


@pytest.mark.parametrize("depth", [2_500, 7_000])
@pytest.mark.parametrize("wrapper", ["<div>", "<table><tr>", "<span>", "<font>", "<b><div>", "<select><option>"])
def test_a_page_nested_too_deeply_is_read_whole_and_says_so(wrapper: str, depth: int) -> None:
    article = extract(f"<h1>Bridge</h1>{wrapper * depth}" + "".join(f"<p>{text}</p>" for text in STORY))
    assert [warning.partition(":")[0] for warning in article.warnings] == ["flattened"]
    assert article.text == "\n".join(STORY)


@pytest.mark.parametrize("wrapper", ["<div>", "<table><tr><td>", "<span>", "<select><option>"])
def test_an_abyss_ends_in_time_and_says_that_text_is_missing(wrapper: str) -> None:
    started = time.process_time()
    article = extract("<p>" + "</p><p>".join(STORY) + "</p>" + wrapper * 100_000 + "<p>deeper" + "</div>" * 100_000)
    assert time.process_time() - started < 2
    assert [warning.partition(":")[0] for warning in article.warnings] == ["flattened", "truncated"]
    assert article.text == "\n".join(STORY)


def test_links_and_images_below_the_deepest_level_are_kept() -> None:
    deep = "<h1>Old bridge reopens</h1>" + "<div>" * 3_000 + "".join(f"<p>{text}</p>" for text in STORY)
    page = deep + "<p><img src=/bridge.jpg width=600></p><p>" + STORY[0][::-1] + "</p><a href=/2>Previous article</a>"
    article = extract(page, url="https://news.example/1")
    assert [image.url for image in article.images] == ["https://news.example/bridge.jpg"]
    assert article.previous is not None
    assert article.previous.url == "https://news.example/2"


@pytest.mark.parametrize(
    "opened",
    ["<button type=button>Menu", "<select><option>Day", "<object><param name=a>", "<video><source src=v.mp4>", "<map>"],
)
def test_an_article_inside_an_element_left_open_is_read(opened: str) -> None:
    assert extract(PAGE.replace("<nav>", f"{opened}<nav>")).text == "\n".join(STORY)


def test_choices_and_fallbacks_are_no_text() -> None:
    silent = "<select><option>One<option>Two</select><object><p>Please install a player.</p></object>"
    assert extract(PAGE.replace("<p>" + STORY[1], silent + "<p>" + STORY[1])).text == "\n".join(STORY)


def test_relative_times_need_the_moment_of_the_fetch() -> None:
    page = PAGE.replace("By Mona Quill", "By Mona Quill, 3 hours ago")
    assert (extract(page).published, extract(page).published_raw) == (None, "3 hours ago")
    fetched = datetime(2020, 2, 3, 16, 0, tzinfo=UTC)
    assert (extract(page, fetched_at=fetched).published or "").startswith("2020-02-03T13:00")


def test_a_site_rule_says_where_and_the_field_says_how() -> None:
    rule = read_rule(
        "gazette.toml",
        """
        domain = "gazette.example"
        [where]
        title = "//p[@class='byline']"
        body = "//footer"
        published = "//em"
        next = "//nav/ul/li[2]"
        """,
    )
    page = PAGE.replace("Copyright", "Printed by").replace("</footer>", "<em>Feb 3, 2020</em></footer>")
    ruled = extract(page, url="https://www.gazette.example/1", rules=[rule])
    assert (ruled.title, ruled.text.splitlines()[0]) == ("By Mona Quill", "Printed by Lenz Gazette")
    assert (ruled.published, ruled.published_raw) == ("2020-02-03", "Feb 3, 2020")
    assert ruled.next == Link(url="https://www.gazette.example/town", title="Town")
    other = extract(page, url="https://other.example/1", rules=[rule])
    assert other.title == "Old bridge reopens"


@pytest.mark.parametrize(
    "text",
    ["domain = 1", "domain = 'a'", "domain = 'a'\n[where]\ntitle = '//['", "domain = 'a'\n[where]\ntitle = 1", "="],
)
def test_a_rule_that_cannot_be_used_names_its_file(text: str) -> None:
    with pytest.raises(RuleError, match=r"broken\.toml"):
        read_rule("broken.toml", text)


def test_explain_gives_every_block_and_why_each_winner_won() -> None:
    explanation = explain(PAGE, url="https://gazette.example/1")
    assert explanation.article.to_dict() | {"evidence": []} == extract(PAGE, url="https://gazette.example/1").to_dict()
    labels = {block.text: block.label for block in explanation.blocks}
    assert labels[STORY[0]] == "paragraph"
    assert labels["Old bridge reopens"] == "title"
    assert labels["By Mona Quill"] == "byline"
    assert labels["Home"] == "navigation"
    for name, considered in explanation.fields.items():
        assert [one.won for one in considered] == [place == 0 for place in range(len(considered))], name
        assert all(one.why and one.rule and one.found for one in considered), name
    title = explanation.fields["title"][0]
    assert title.found == "/html/body/h1"
    assert {evidence.field for evidence in explanation.article.evidence} >= {"title", "blocks", "byline"}


def test_threads_say_the_same() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({article.to_json() for article in pool.map(extract, [PAGE] * 64)}) == 1
