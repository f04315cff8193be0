"""The further pages of one story: pagers, select boxes, scripts; and the pagers that are none of the story's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsharvest.fields.addresses import (
    base_name,
    is_below,
    is_dead_end,
    is_list_page,
    names_document,
    names_section,
    same_document,
    story_page,
)
from newsharvest.fields.pagination import FIELD
from newsharvest.page import read_html, read_plain

if TYPE_CHECKING:
    from newsharvest.fields.candidate import Candidate

HOST = "https://www.qinghe-news.cn"
URL = f"{HOST}/bendi/2021/0405/48213.html"
STORY = (
    "<p>清河镇四月五日清晨下了一场小雨，镇上的集市照常开张，卖菜的、卖苗木的早早占好了位置，"
    "路上的人也渐渐多了起来。</p>"
    "<p>镇农技站的工作人员说，今年的春播比往年早了三天，种子和化肥都已经备齐，各村的机耕队也排好了日程，"
    "预计月底前全部完成。</p>"
    "<p>在村口的育苗棚里，几位村民正忙着分苗，他们说雨水来得正是时候，今年的收成应该不会差，大家心里都踏实。</p>"
    "<p>镇里还请来县里的老师傅，给年轻人讲怎样看土、怎样留种，课就开在地头，听的人从早到晚没有断过，"
    "本子记得满满的。</p>"
)
EN_STORY = (
    "<p>The harbour board of Westmere voted on Tuesday to rebuild the old fish market, which burned down last winter, "
    "with a smaller hall and a public quay.</p><p>Work is to begin in spring, the chair of the board said, once the "
    "county has released its share of the money; until then traders will keep to the tents beside the ferry.</p>"
    "<p>Nobody spoke against the plan, though two members asked why the second bid had not been opened in public.</p>"
)
ARTICLE = "<meta property='og:type' content='article'>"


def best(
    markup: str, *, url: str | None = URL, head: str = "", lang: str = "zh-CN", story: str = STORY
) -> Candidate | None:
    page = read_html(
        f'<html lang="{lang}"><head><title>清河镇春播</title>{head}</head><body><h1>清河镇春播比往年早三天</h1>'
        f'<div class="content">{story}</div>{markup}</body></html>',
        url=url,
    )
    return max(FIELD.offer(page), key=lambda candidate: candidate.confidence, default=None)


def pages(markup: str, *, url: str | None = URL, head: str = "", lang: str = "zh-CN", story: str = STORY) -> list[str]:
    found = best(markup, url=url, head=head, lang=lang, story=story)
    return [address.removeprefix(HOST) for address in found.value] if found is not None else []


TWO_THREE = ["/bendi/2021/0405/48213_2.html", "/bendi/2021/0405/48213_3.html"]
PAGERS = {
    "dedecms": "<ul class='pagelist'><li><a>共3页: </a></li><li><a href='#'>上一页</a></li>"
    "<li class='thisclass'><a href='#'>1</a></li>"
    "<li><a href='48213_2.html'>2</a></li><li><a href='48213_3.html'>3</a></li><li>"
    "<a href='48213_2.html'>下一页</a></li></ul>",
    "phpcms titled": "<fieldset><legend>本文导航</legend><ul><li><a href='48213.html'>第1页：春雨</a>"
    "</li><li><a href='48213_2.html'>"
    "第2页：育苗</a></li><li><a href='48213_3.html'>第3页：讲课</a></li></ul></fieldset>",
    "titles of their own": (
        "<div class='pages'><a href='48213_2.html'>育苗棚里的一天</a><a href='48213_3.html'>老师傅讲课</a></div>"
    ),
    "empirecms select": "<select onchange='location=this.value'>"
    "<option value='/bendi/2021/0405/48213.html' selected>第1页</option>"
    "<option value='/bendi/2021/0405/48213_2.html'>第2页</option>"
    "<option value='/bendi/2021/0405/48213_3.html'>第3页</option></select>",
    "images": "<div><a href='48213_3.html'><img src='3.jpg'></a><a href='48213_2.html'><img src='2.jpg'></a></div>",
    "twice": (
        "<div><a href='48213_2.html'>2</a></div><div><a href='48213_2.html'>2</a><a href='48213_3.html'>末页</a></div>"
    ),
}


@pytest.mark.parametrize("name", PAGERS)
def test_finds_the_further_pages_in_order(name: str) -> None:
    assert pages(PAGERS[name]) == TWO_THREE


def test_finds_them_inside_the_body_too() -> None:
    assert pages("", story=STORY + PAGERS["dedecms"]) == TWO_THREE


def test_the_next_article_is_no_page() -> None:
    neighbours = "<p>上一篇：<a href='48212.html'>村口小桥修好了</a></p><p>下一篇：<a href='48213_9.html'>书屋</a></p>"
    assert pages(PAGERS["dedecms"] + neighbours.replace("48213_9", "48214")) == TWO_THREE
    assert pages(neighbours) == []


@pytest.mark.parametrize(
    ("url", "markup", "head", "expected"),
    [
        (
            f"{HOST}/bendi/2021/0405/48213_2.html",
            "<a href='48213.html'>1</a> 2 <a href='48213_3.html'>3</a>",
            "",
            ["/bendi/2021/0405/48213.html", "/bendi/2021/0405/48213_3.html"],
        ),
        (
            f"{HOST}/show-7-48213-1.html",
            "<p><a href='/show-7-48213-1.html'>上一页</a> <span>1</span> <a href='/show-7-48213-2.html'>2</a></p>",
            "",
            ["/show-7-48213-2.html"],
        ),
        (
            f"{HOST}/plus/view.php?aid=48213",
            "<a href='view.php?aid=48213&pageno=2'>2</a><a href='view.php?aid=48213&pageno=3'>3</a>",
            "",
            ["/plus/view.php?aid=48213&pageno=2", "/plus/view.php?aid=48213&pageno=3"],
        ),
        (URL, "<a href='/plus/view.php?aid=48213&pageno=2'>2</a>", "", ["/plus/view.php?aid=48213&pageno=2"]),
        (
            f"{HOST}/index.php?a=show&catid=7&id=48213",
            "<a href='?a=show&catid=7&id=48213&page=2'>下一页</a>",
            "",
            ["/index.php?a=show&catid=7&id=48213&page=2"],
        ),
        (
            f"{HOST}/a/market-20210405",
            "<a href='/a/market-20210405?page=2'>2</a>",
            ARTICLE,
            ["/a/market-20210405?page=2"],
        ),
        (
            f"{HOST}/2021/04/market/",
            "<nav>Page: 1 <a href='/2021/04/market/2/'>2</a></nav>",
            ARTICLE,
            ["/2021/04/market/2/"],
        ),
        (
            f"{HOST}/a/market-48213.html",
            "",
            "<link rel='next' href='/a/market-48213-p2.html'>",
            ["/a/market-48213-p2.html"],
        ),
        (
            URL,
            "<a href='48213_1.html'>2</a><a href='48213_2.html'>3</a>",
            "",
            [TWO_THREE[0].replace("_2", "_1"), TWO_THREE[0]],
        ),
        (f"{HOST}/2020/wenhua/103_2.html", "<a href='103.html'>1</a> 2", "", ["/2020/wenhua/103.html"]),
        (URL, "<a href='48213_1.html'>下一页</a>", "", [TWO_THREE[0].replace("_2", "_1")]),
        (
            f"{HOST}/galeri/kus-gozlem-4821g.htm",
            """<a rel='prev' href='kus-gozlem-4821g-p3.htm'></a><a href='kus-gozlem-4821g-p1.htm'><i></i></a>
            <a href='kus-gozlem-4821g-p2.htm'><i></i></a><a href='kus-gozlem-4821g-p3.htm'><i></i></a>""",
            "",
            ["/galeri/kus-gozlem-4821g-p2.htm", "/galeri/kus-gozlem-4821g-p3.htm"],
        ),
        (
            f"{HOST}/a/no-comment-48213.html",
            "<a href='no-comment-48213_2.html'>2</a>",
            "",
            ["/a/no-comment-48213_2.html"],
        ),
        (None, "1 <a href='/bendi/48213_2'>2</a>", "", ["/bendi/48213_2"]),
        (
            None,
            "1 <a href='/bendi/48213_2.html'>2</a> <a href='/bendi/48213_3.html'>3</a>",
            "",
            ["/bendi/48213_2.html", "/bendi/48213_3.html"],
        ),
    ],
)
def test_reads_the_ways_pages_are_numbered(url: str | None, markup: str, head: str, expected: list[str]) -> None:
    assert pages(markup, url=url, head=head) == expected


SCRIPTS = {
    "numbers": "createPageHTML(3, 0, 't20210405_48213', 'html');",
    "variables": (
        "var currentPage = 0;//所在页从0开始\nvar countPage = 3; createPageHTML(countPage, currentPage, "
        '"t20210405_48213", "html");'
    ),
    "place and rows": "createPageHTML('page_div',3, 0,'t20210405_48213','html',40);",
    "own links": (
        "var currentPage = 0; var prevPage = currentPage-1; var countPage = 3; document.write('<a "
        'href="t20210405_48213_1.html">\');'
    ),
    "definition first": "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){ return; }\n"
    "createPageHTML(3, 0, 't20210405_48213', 'html');",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_reads_the_script_that_writes_the_pager(name: str) -> None:
    url = f"{HOST}/zwgk/202104/t20210405_48213.html"
    script = f"<script>{SCRIPTS[name]}</script>"
    assert pages(script, url=url) == ["/zwgk/202104/t20210405_48213_1.html", "/zwgk/202104/t20210405_48213_2.html"]


def test_a_script_on_the_second_page_names_the_others() -> None:
    url = f"{HOST}/zwgk/202104/t20210405_48213_1.htm"
    script = "<script>createPageHTML(3, 1, 't20210405_48213', 'htm')</script>"
    assert pages(script, url=url) == ["/zwgk/202104/t20210405_48213.htm", "/zwgk/202104/t20210405_48213_2.htm"]
    script = "<script>var currentPage = 1; var countPage = 2;</script>"
    assert pages(script, url=url) == ["/zwgk/202104/t20210405_48213.htm"]


@pytest.mark.parametrize(
    "script",
    [
        "createPageHTML(1, 0, 't20210405_48213', 'html');",
        "var countPage = 1; var currentPage = 0;",
        "createPageHTML(40, 0, 'index', 'html');",
        "createPageHTML(99999, 0, 't20210405_48213', 'html');",
        "createPageHTML(3, 0, '../../etc/passwd', 'html');",
        "createPageHTML(3, 0, 't20210401_77777', 'html');",
        "createPageHTML(" + "(" * 5000,
        "createPageHTML(" + "1," * 5000,
        "var countPage" + " " * 5000 + "= 3",
    ],
)
def test_reads_nothing_from_other_scripts(script: str) -> None:
    assert pages(f"<script>{script}</script>", url=f"{HOST}/zwgk/202104/t20210405_48213.html") == []


NONE = {
    "one page": "<div>上一页 1 下一页</div>",
    "dead links": "<a href='#'>上一页</a><a href='javascript:;'>2</a><a href=''>下一页</a>",
    "itself": "<a href='48213.html#top'>1</a><a href='48213.html'>下一页</a>",
    "a list's pager": (
        "<a href='/bendi/index_2.html'>2</a><a href='/bendi/?page=2'>下一页</a><a href='list_7_2.html'>3</a>"
    ),
    "comments": (
        "<div class='comment-list'><a href='48213.html?page=2'>2</a></div><a href='48213_2.html#comments'>2</a>"
    ),
    "another story of the same name": "<ul><li><a href='48213-2.html'>清河镇春播又一天</a></li></ul>",
    "print and share": "<a href='48213.html?print=1'>打印</a><a href='48213.html?utm_source=2'>分享</a>",
    "years": "<a href='2020.html'>2020</a><a href='48213_2020.html'>2020</a>",
    "another host": "<a href='https://elsewhere.example/bendi/2021/0405/48213_2.html'>2</a>",
    "neighbours": "<a rel='prev' href='48212.html'>上一篇</a><a rel='next' href='48214.html'>下一篇</a>",
}


@pytest.mark.parametrize("name", NONE)
def test_claims_no_pages(name: str) -> None:
    assert pages(NONE[name]) == []


TEASERS = "".join(
    f"<h2><a href='/a/{n}.html'>Harbour news of day {n} in Westmere</a></h2>"
    f"<p>The board met again on day {n} of the month and "
    "heard reports on the ferry, the quay and the market hall, as our reporter was told by two of its members.</p>"
    for n in range(8)
)


@pytest.mark.parametrize(
    ("url", "pager", "head"),
    [
        (f"{HOST}/news/", "<a href='/news/page/2/'>2</a><a href='/news/page/2/'>Next</a>", ""),
        (f"{HOST}/", "<a href='/page/2/'>2</a>", ""),
        (f"{HOST}/news/page/7/", "<a href='/news/page/6/'>6</a><a href='/news/page/8/'>8</a>", ""),
        (f"{HOST}/category/harbour", "<a href='?page=2'>2</a>", "<meta property='og:type' content='website'>"),
        (f"{HOST}/2021/04/", "<a href='/2021/04/02/'>2</a><a href='/2021/04/05/'>5</a>", ""),
        (f"{HOST}/list_7_1.html", "<a href='list_7_2.html'>2</a>", ""),
        (f"{HOST}/news.html", "<a href='news_2.html'>2</a><a href='news_3.html'>3</a>", ""),
        (f"{HOST}/wine/herkunft/", "<a rel='next' href='?start=10'>Next page</a>", ""),
        (f"{HOST}/forum/thread-48213.html", "<a href='?page=2'>2</a>", "<meta property='og:type' content='website'>"),
    ],
)
def test_a_list_has_no_further_pages_of_a_story(url: str, pager: str, head: str) -> None:
    assert pages(pager, url=url, head=head, lang="en", story=TEASERS) == []


@pytest.mark.parametrize("url", ["http://[bad", "", "no address", "https://h.example", f"{HOST}/a?page=²"])
def test_a_strange_address_does_no_harm(url: str) -> None:
    assert isinstance(pages(PAGERS["dedecms"] + "<script>createPageHTML(²,0,'x','htm')</script>", url=url), list)


def test_plain_text_has_no_pages() -> None:
    page = read_plain("清河镇春播\n" + STORY.replace("<p>", "").replace("</p>", "\n") + "上一页 1 2 下一页")
    assert list(FIELD.offer(page)) == []


def test_evidence_names_the_rule() -> None:
    found = best(PAGERS["dedecms"])
    assert found is not None
    assert (found.rule, found.printed) == ("links to pages", "2 3")


@pytest.mark.parametrize(
    ("url", "own", "expected"),
    [
        ("/a/x_2.html", "https://h.example/a/x.html", (2, "own")),
        ("x-p3.html", "https://h.example/a/x.html", (3, "own")),
        ("https://www.h.example/a/x_2.html", "https://h.example/a/x.html", (2, "own")),
        ("/a/x.html", "https://h.example/a/x_2.html", (1, "own")),
        ("/a/x/page/2/", "https://h.example/a/x/", (2, "common")),
        ("?page=3", "https://h.example/a/x", (3, "common")),
        ("?id=7&page=3", "https://h.example/show.php?id=7", (3, "common")),
        ("?p=3", "https://h.example/a/x", (3, "weak")),
        ("/a/x/2/", "https://h.example/a/x/", (2, "weak")),
        ("/news/13", "https://h.example/news/12", (13, "weak")),
        ("x_13.html", "https://h.example/a/x_12.html", (13, "weak")),
        ("x-page-3.html", "https://h.example/a/x-page-2.html", (3, "own")),
        ("?id=8", "https://h.example/show.php?id=7", None),
        ("?id=7&print=1", "https://h.example/show.php?id=7", None),
        ("/a/y_2.html", "https://h.example/a/x.html", None),
        ("https://other.example/a/x_2.html", "https://h.example/a/x.html", None),
        ("/2/", "https://h.example/", None),
        ("/a/x_2.html", None, None),
        ("http://[bad/x_2.html", "https://h.example/a/x.html", None),
    ],
)
def test_which_page_of_a_story_an_address_names(url: str, own: str | None, expected: tuple[int, str] | None) -> None:
    page = story_page(url, own)
    assert ((page.number, page.form) if page is not None else None) == expected


OWN = "https://www.h.example/a/x.html"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (same_document("http://h.example/a/x.html/#top", OWN), True),
        (same_document("x.html?id=2", OWN), False),
        (same_document("x.html", None), False),
        (is_dead_end("https://h.example/"), True),
        (is_dead_end("/show.php?id="), True),
        (is_dead_end("/show.php?aid=0&x=1"), True),
        (is_dead_end("/show.php?id=10"), False),
        (is_list_page("/news/page/3/"), True),
        (is_list_page("/a/index_2.html"), True),
        (is_list_page("/?offset=20"), True),
        (is_list_page("/a/x.html?id=2"), False),
        (is_list_page("/p/48213"), False),
        (is_below("/a/x-id-3.html", OWN), True),
        (is_below("/a/xy.html", OWN), False),
        (is_below("/a/x.html", None), False),
        (names_section("https://h.example/next"), True),
        (names_section("https://h.example/next-year"), False),
        (names_document("/2021/48213.html"), True),
        (names_document("/show.php?id=7"), True),
        (names_document("/a/the-board-of-westmere"), True),
        (names_document("/news/"), False),
        (base_name("https://h.example/a/x_2.html"), "x"),
        (base_name("https://h.example/a/x/2/"), "x"),
        (base_name("https://h.example/a/x-p3.htm"), "x"),
        (base_name("https://h.example/"), ""),
    ],
)
def test_what_addresses_say(answer: object, expected: object) -> None:
    assert answer == expected
