"""The pages of one story as one article: their order, what repeats, what only one of them says, what is missing."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from newsharvest import Article, Block, Contributor, Fetcher, Image, Link, Span, aharvest, extract, harvest, merge
from newsharvest.fields.addresses import story_order
from tests.servers import Answer, Site, answer, redirect
from tests.tools.golden import GoldenPage, golden_pages

LOOPBACK = ("127.0.0.0/8",)
SITE = "https://news.example"


def text(words: str, page: int = 1) -> Block:
    return Block(kind="paragraph", text=words, page=page)


def part(number: int, *words: str, count: int = 3, **more: Any) -> Article:
    """One page of a story whose pager names all the others."""
    urls = [f"{SITE}/a/88.html", *(f"{SITE}/a/88_{n}.html" for n in range(2, count + 1))]
    own = urls.pop(number - 1)
    given: dict[str, Any] = {"title": "渡轮复航", "pagination": tuple(urls), "blocks": tuple(map(text, words))}
    return Article(url=own, **(given | more))


# ------------------------------------------------------------------ the pure function


def test_pages_are_put_in_order() -> None:
    merged = merge([part(3, "three"), part(1, "one"), part(2, "two")])
    assert [(block.text, block.page) for block in merged.blocks] == [("one", 1), ("two", 2), ("three", 3)]
    assert merged.url == f"{SITE}/a/88.html"
    assert merged.pagination == (f"{SITE}/a/88_2.html", f"{SITE}/a/88_3.html")
    assert Article.from_json(merged.to_json()) == merged


@pytest.mark.parametrize(
    "urls",
    [
        ["/a/88.html", "/a/88_2.html", "/a/88_3.html", "/a/88_10.html"],
        ["/t20200207_301.html", "/t20200207_301_1.html", "/t20200207_301_2.html"],
        ["/show-6-41-1.html", "/show-6-41-2.html", "/show-6-41-3.html"],
        ["/story", "/story?page=2", "/story?page=3"],
        ["/story?id=4", "/story?id=4&page=1", "/story?id=4&page=2"],
        ["/2024/ferry/", "/2024/ferry/2/", "/2024/ferry/3/"],
        ["/2024/ferry", "/2024/ferry/page/2", "/2024/ferry/page/11"],
        ["/ferry-p1.html", "/ferry-p2.html", "/ferry-p3.html"],
    ],
)
def test_addresses_say_the_order(urls: list[str]) -> None:
    absolute = [SITE + url for url in urls]
    assert story_order(absolute[::-1]) == absolute
    assert story_order([*absolute[1:], absolute[0]]) == absolute


def test_pages_without_addresses_stay_in_their_order() -> None:
    pages = [Article(title="a", blocks=(text(words),)) for words in ("one", "two")]
    assert merge(pages).text == "one\ntwo"


def test_one_page_is_given_back_as_it_is() -> None:
    page = part(2, "two", warnings=("residue: ...",))
    assert merge([page]) is page


def test_no_page_is_no_story() -> None:
    with pytest.raises(ValueError, match="no pages"):
        merge([])


def test_what_later_pages_repeat_is_left_out() -> None:
    pages = [part(1, "lead", "one", "（未完）"), part(2, "lead", "two", "（未完）"), part(3, "lead", "three")]
    assert merge(pages).text == "lead\none\n（未完）\ntwo\nthree"


def test_what_stands_twice_inside_pages_is_kept() -> None:
    assert merge([part(1, "one", "so it goes", "x"), part(2, "two", "so it goes", "y")]).text.count("so it goes") == 2


def test_a_page_that_is_another_ones_copy_is_left_out() -> None:
    merged = merge([part(1, "one", "and"), part(2, "one", "and"), part(3, "three")])
    assert [(block.text, block.page) for block in merged.blocks] == [("one", 1), ("and", 1), ("three", 2)]


def test_images_and_spans_move_with_their_blocks() -> None:
    picture = Image(url="/1.jpg", position=0)
    one = part(1, "lead", "one", dateline="港口讯", images=(picture,))
    two = part(
        2, "lead", "港口讯 two", "more", dateline="港口讯",
        images=(picture, Image(url="/2.jpg", position=1), Image(url="/3.jpg", position=3)),
        spans=(Span(field="dateline", block=1, start=0, end=3), Span(field="byline", block=0, start=0, end=1)),
    )  # fmt: skip
    merged = merge([one, two])
    assert [block.text for block in merged.blocks] == ["lead", "one", "港口讯 two", "more"]
    assert [(image.url, image.position) for image in merged.images] == [("/1.jpg", 0), ("/2.jpg", 2), ("/3.jpg", 4)]
    assert merged.spans == (Span(field="dateline", block=2, start=0, end=3),)


def test_a_span_of_another_value_is_dropped() -> None:
    span = Span(field="dateline", block=0, start=0, end=3)
    pages = [part(1, "港口讯 one", dateline="港口讯"), part(2, "北岸讯 two", dateline="北岸讯", spans=(span,))]
    assert merge(pages).dateline == "港口讯"
    assert merge(pages).spans == ()


def test_what_the_last_page_alone_prints_is_taken_from_it() -> None:
    editor = Contributor(name="姚远", role="editor", printed="责任编辑：姚远")
    writer = Contributor(name="韩江雪", role="author", printed="作者：韩江雪")
    last = part(
        3, "three", contributors=(writer, editor), published="2020-02-05", published_raw="2月5日", source="海港日报",
        previous=Link(url=f"{SITE}/a/87.html"), next=Link(title="没有链接"), keywords=("渡轮",), language="zh-Hans",
    )  # fmt: skip
    merged = merge([part(1, "one", contributors=(writer,)), part(2, "two"), last])
    assert merged.contributors == (writer, editor)
    assert (merged.published, merged.published_raw, merged.source) == ("2020-02-05", "2月5日", "海港日报")
    assert (merged.previous, merged.next) == (last.previous, last.next)
    assert (merged.keywords, merged.language) == (("渡轮",), "zh-Hans")


def test_a_date_and_its_words_come_from_one_page() -> None:
    pages = [part(1, "one", published_raw="3小时前"), part(2, "two", published="2020-02-05")]
    assert (merge(pages).published, merge(pages).published_raw) == ("2020-02-05", None)


def test_the_first_page_has_the_say() -> None:
    merged = merge(
        [part(1, "one", title="渡轮复航", section="要闻"), part(2, "two", title="渡轮复航(2)", section="港口")]
    )
    assert (merged.title, merged.section) == ("渡轮复航", "要闻")


def test_a_page_of_the_story_is_no_neighbour() -> None:
    pages = [
        part(1, "one", next=Link(url=f"{SITE}/a/88_2.html#top")),
        part(2, "two", next=Link(url=f"{SITE}/a/89.html")),
    ]
    assert merge(pages).next == Link(url=f"{SITE}/a/89.html")


@pytest.mark.parametrize(
    ("said", "whole"), [((None, None), None), ((True, None), True), ((None, True), True), ((True, False), False)]
)
def test_a_story_is_as_free_as_its_least_free_page(said: tuple[bool | None, ...], whole: bool | None) -> None:
    pages = [part(n, str(n), accessible_for_free=free) for n, free in enumerate(said, start=1)]
    assert merge(pages).accessible_for_free is whole


def test_a_page_of_another_story_is_named() -> None:
    ferry = [part(1, "one"), part(2, "two")]
    other = Article(url="https://other.example/5.html", title="春茶开采", blocks=(text("tea"),))
    merged = merge([*ferry, other])
    assert merged.text == "one\ntwo\ntea"
    (warning,) = merged.warnings
    assert warning.startswith("merge: page 3 (https://other.example/5.html) may be another story: neither its headline")
    nameless = [Article(title=title, blocks=(text(title),)) for title in ("渡轮复航", "春茶开采")]
    assert [warning[:30] for warning in merge(nameless).warnings] == ["merge: page 2 may be another s"]


def test_two_strangers_that_know_each_other_are_both_named() -> None:
    others = [
        replace(
            part(n, f"tea {n}"),
            url=f"https://other.example/{n}",
            title="春茶开采",
            pagination=(f"https://other.example/{3 - n}",),
        )
        for n in (1, 2)
    ]
    warnings = merge([part(1, "one"), part(2, "two"), *others]).warnings
    assert len(warnings) == 2
    assert all("other.example" in warning for warning in warnings)


@pytest.mark.parametrize(
    "second",
    [
        {"title": "渡轮复航"},
        {"title": None},
        {"url": f"{SITE}/a/88_2.html", "title": "第二页：船长的话"},
        {"url": f"{SITE}/b/9.html", "title": "船长的话", "pagination": (f"{SITE}/a/88.html",)},
        {"url": f"{SITE}/b/9.html", "title": "船长的话", "pagination": (f"{SITE}/a/88_2.html",)},
    ],
)
def test_one_tie_is_enough(second: dict[str, Any]) -> None:
    assert merge([part(1, "one"), Article(blocks=(text("two"),), **second)]).warnings == ()


def test_a_page_is_tied_by_way_of_another() -> None:
    middle = part(2, "two", title="船长的话", pagination=(f"{SITE}/a/88.html", f"{SITE}/b/9.html"))
    last = Article(url=f"{SITE}/b/9.html", title="乘客的话", blocks=(text("three"),))
    assert merge([part(1, "one", count=1), last, middle]).warnings == ()


def test_warnings_say_which_page_they_are_about() -> None:
    pages = [part(1, "one", warnings=("cut",)), part(2, "two", warnings=("cut", "cut"))]
    assert merge(pages).warnings == ("cut", "page 2: cut")


# ------------------------------------------------------------------ over the wire


def html(number: int, count: int, *, title: str = "The ferry leaves the north quay again", pager: str = "") -> str:
    pages = [("ferry-20240509.html" if n == 1 else f"ferry-20240509_{n}.html", n) for n in range(1, count + 1)]
    listed = "".join(f"<a href='{url}'>{n}</a>" for url, n in pages if n != number)
    return f"""<html lang="en"><head><title>{title}</title></head><body><div class="article"><h1>{title}</h1>
    <p>Page {number} begins: the old ferry left the north quay at dawn with nineteen people and salt on board.</p>
    <p>On page {number} nobody had believed that the pump would last, said Orla Venn, who keeps the books of the
    ferry since the spring and has seen three pumps come and go.</p></div>
    <div class="pager">{pager or listed}</div>
    <p>Previous article: <a href="/2024/salt.html">The price of salt</a></p>
    <p>Next article: <a href="/2024/storm.html">The storm takes the pier</a></p></body></html>"""


def story(count: int) -> dict[str, Answer]:
    names = ["/2024/ferry-20240509.html", *(f"/2024/ferry-20240509_{n}.html" for n in range(2, count + 1))]
    return {name: answer(html(n, count)) for n, name in enumerate(names, start=1)}


def page_numbers(article: Article) -> list[int]:
    return [block.page for block in article.blocks]


def test_the_further_pages_are_read_and_nothing_else() -> None:
    with Site(story(3)) as site:
        article = harvest(site.url("/2024/ferry-20240509.html"), allow=LOOPBACK)
    assert site.paths == ["/2024/ferry-20240509.html", "/2024/ferry-20240509_2.html", "/2024/ferry-20240509_3.html"]
    assert page_numbers(article) == [1, 1, 2, 2, 3, 3]
    assert article.next
    assert article.next.url == site.url("/2024/storm.html")
    assert article.warnings == ()


def test_a_story_is_whole_from_whichever_page_one_begins() -> None:
    with Site(story(4)) as site:
        articles = [harvest(site.url(path), allow=LOOPBACK) for path in story(4)]
    assert all(each == articles[0] for each in articles)
    assert page_numbers(articles[0]) == [1, 1, 2, 2, 3, 3, 4, 4]


def test_a_pager_that_names_only_the_next_page_is_followed() -> None:
    def linked(n: int) -> Answer:
        return answer(html(n, 3, pager="" if n == 3 else f"<a href='ferry-20240509_{n + 1}.html'>Next page</a>"))

    pages = {
        "/2024/ferry-20240509.html": linked(1),
        "/2024/ferry-20240509_2.html": linked(2),
        "/2024/ferry-20240509_3.html": linked(3),
    }
    with Site(pages) as site:
        article = harvest(site.url("/2024/ferry-20240509.html"), allow=LOOPBACK)
    assert page_numbers(article) == [1, 1, 2, 2, 3, 3]


def test_one_page_alone_if_one_wants_that() -> None:
    with Site(story(3)) as site:
        article = harvest(site.url("/2024/ferry-20240509.html"), allow=LOOPBACK, max_pages=1)
    assert site.paths == ["/2024/ferry-20240509.html"]
    assert page_numbers(article) == [1, 1]
    assert article.warnings == ("pagination: 2 further pages were not read",)


def test_the_number_of_pages_is_bounded() -> None:
    with Site(story(25)) as site:
        article = harvest(site.url("/2024/ferry-20240509.html"), allow=LOOPBACK)
    assert len(site.paths) == 20
    assert page_numbers(article)[-1] == 20
    assert article.warnings == ("pagination: 5 further pages were not read",)
    assert len(article.pagination) == 24


def test_a_page_that_failed_is_said_and_the_others_are_kept() -> None:
    pages = story(4) | {"/2024/ferry-20240509_3.html": answer(b"gone", status="410 Gone")}
    with Site(pages) as site:
        article = harvest(site.url("/2024/ferry-20240509.html"), allow=LOOPBACK)
    assert [block.text.split()[1] for block in article.blocks if block.text.startswith("Page")] == ["1", "2", "4"]
    (warning,) = article.warnings
    assert warning.startswith(f"pagination: {site.url('/2024/ferry-20240509_3.html')} could not be read: ")
    assert site.url("/2024/ferry-20240509_3.html") in article.pagination


def test_a_broken_story_is_not_asked_for_to_its_end() -> None:
    pages = {
        path: body if path.endswith("9.html") else answer(b"", status="404 Not Found")
        for path, body in story(9).items()
    }
    with Site(pages) as site:
        article = harvest(site.url("/2024/ferry-20240509.html"), allow=LOOPBACK)
    assert len(site.paths) == 4
    assert article.warnings[-1] == "pagination: 5 further pages were not read"


def test_another_story_behind_the_pager_is_left_out() -> None:
    other = html(1, 1, title="A school for the north bank opens", pager=" ")
    with Site(story(2) | {"/2024/ferry-20240509_2.html": answer(other)}) as site:
        article = harvest(site.url("/2024/ferry-20240509.html"), allow=LOOPBACK)
    assert page_numbers(article) == [1, 1]
    assert article.warnings == (
        f"pagination: {site.url('/2024/ferry-20240509_2.html')} is another story and was left out",
    )


@pytest.mark.parametrize(
    "second", [redirect("/2024/ferry-20240509.html"), answer(html(1, 2))], ids=["sent back", "same again"]
)
def test_a_page_that_is_not_there_adds_nothing(second: bytes) -> None:
    with Site(story(2) | {"/2024/ferry-20240509_2.html": second}) as site:
        article = harvest(site.url("/2024/ferry-20240509.html"), allow=LOOPBACK)
    assert page_numbers(article) == [1, 1]


@pytest.mark.parametrize("most", [0, -1])
def test_no_page_at_all_cannot_be_wanted(most: int) -> None:
    with pytest.raises(ValueError, match="max_pages"):
        harvest("http://news.example/", max_pages=most)


def test_a_fetcher_of_ones_own_reads_the_further_pages_too() -> None:
    async def run(site: Site) -> Article:
        async with Fetcher(allow=LOOPBACK) as fetcher:
            return await aharvest(site.url("/2024/ferry-20240509.html"), fetcher=fetcher)

    with Site(story(2)) as site:
        assert page_numbers(asyncio.run(run(site))) == [1, 1, 2, 2]


# ------------------------------------------------------------------ the example site's stories

GOLDEN = {page.slug: page for page in golden_pages()}
STORIES = [("phpcms-pages", "phpcms-pages-2"), ("trs-script-pager", "trs-script-pager-2")]


def path_of(page: GoldenPage) -> str:
    return page.url.removeprefix("http://newsstand.example")


@pytest.mark.parametrize("slugs", STORIES)
@pytest.mark.parametrize("start", [0, 1])
def test_stories_of_the_example_site(slugs: tuple[str, str], start: int) -> None:
    pages = [GOLDEN[slug] for slug in slugs]
    everything = {
        path_of(page): answer(page.raw, content_type=page.content_type or "text/html") for page in GOLDEN.values()
    }
    with Site(everything) as site:
        article = harvest(site.url(path_of(pages[start])), allow=LOOPBACK)
    assert sorted(site.paths) == sorted(path_of(page) for page in pages)
    bodies = [page.expected["body"] for page in pages]
    assert article.text == "\n".join(bodies)
    assert page_numbers(article) == sorted(page_numbers(article))
    assert set(page_numbers(article)) == {1, 2}
    assert article.title == pages[0].expected["title"]
    for name in ("previous", "next"):
        there, expected = getattr(article, name), pages[0].expected[name]
        assert (there.url, there.title) == (
            expected["url"].replace("newsstand.example", site.host),
            expected["title"],
        )


@pytest.mark.parametrize("number", range(5))
def test_a_script_names_all_pages_to_each_of_them(number: int) -> None:
    """TRS calls the first page ``name`` and the second ``name_1``; each page's script knows the count."""
    name = "t20200207_301" + (f"_{number}" if number else "")
    page = f"""<html lang="zh"><head><title>云麓县部署春耕备耕</title></head><body><h1>云麓县部署春耕备耕</h1>
    <div class="TRS_Editor"><p>会议指出，当前正值备耕关键期，各乡镇要错开人员聚集时段，第{number}页。</p></div>
    <script>createPageHTML(5, {number}, "t20200207_301", "html");</script></body></html>"""
    article = extract(page, url=f"{SITE}/zwyw/{name}.html")
    others = [f"{SITE}/zwyw/t20200207_301{f'_{n}' if n else ''}.html" for n in range(5) if n != number]
    assert article.pagination == tuple(others)


def test_merging_keeps_what_the_pages_say_of_themselves() -> None:
    pages = [extract(GOLDEN[slug].raw, url=GOLDEN[slug].url) for slug in STORIES[0]]
    merged = merge(pages)
    assert merged.decoding == pages[0].decoding
    assert replace(merged, blocks=(), images=(), pagination=()) == replace(
        pages[0], blocks=(), images=(), pagination=()
    )
