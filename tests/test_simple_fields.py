"""Fields that one place of the page says: deck, description, section, keywords, publisher, address, paywall."""

from __future__ import annotations

from typing import Any

import pytest

from newsharvest.fields import (
    accessible_for_free,
    canonical_url,
    description,
    keywords,
    language,
    publisher,
    section,
    subtitle,
)
from newsharvest.fields.accessible_for_free import truth_of
from newsharvest.languages import lexicon_for, lexicons
from newsharvest.lines.keywords import keyword_label, split_terms, unique_terms
from newsharvest.page import Page, read_html, read_plain

URL = "https://www.harbourpost.example/news/ferry"
STORY = "".join(
    f"<p>The ferry between the two banks of the harbour runs again after a month of repairs, part {n} of the story "
    "says, and the people who live there are glad, because the way by road is long.</p>"
    for n in range(4)
)
GESCHICHTE = "".join(
    f"<p>记者从市交通局获悉，连接两岸的渡轮经过一个月的检修后恢复通航，这是第{n}批参加试航的居民，他们说路上的时间缩短了一半。</p>"
    for n in range(4)
)


def page_of(head: str = "", before: str = "", after: str = "", *, story: str = STORY, url: str | None = URL) -> Page:
    body = f"{before}<div class='article-body'>{story}</div>{after}"
    return read_html(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", url=url)


def value_of(field: Any, page: Page) -> Any:
    offers = list(field.FIELD.offer(page))
    assert all(0 <= offer.confidence <= 1 and offer.printed for offer in offers)
    return max(offers, key=lambda offer: offer.confidence).value if offers else None


def ld(more: str, kind: str = "NewsArticle") -> str:
    return f'<script type="application/ld+json">{{"@type": "{kind}", "headline": "Ferry runs again", {more}}}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize(
    "field",
    [subtitle, description, section, keywords, publisher, canonical_url, accessible_for_free],
    ids=lambda field: field.FIELD.name,
)
def test_absent_is_absent(field: Any) -> None:
    assert value_of(field, page_of("<title>Ferry runs again</title>", "<h1>Ferry runs again</h1>")) is None


def test_language_is_the_page_s() -> None:
    page = page_of()
    assert value_of(language, page) == page.language == "en"
    page.language = None
    assert value_of(language, page) is None


# Description


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (meta("description", "After a month."), "After a month."),
        (meta("description", "After a mo...") + meta("og:description", "After a month."), "After a month."),
        (meta("description", "After a mo...") + meta("og:description", "After…"), "After a mo..."),
        (ld('"description": "After <b>a</b> month."'), "After a month."),
        (meta("description", " - ") + meta("twitter:description", "After a month."), "After a month."),
        (meta("description", "x" * 4000), None),
    ],
)
def test_description(head: str, expected: str | None) -> None:
    assert value_of(description, page_of(head)) == expected


# Deck


def test_deck_blocks_are_joined() -> None:
    page = page_of(before="<h1>Ferry runs again</h1><p class=x>One line.</p><p class=x>Another line.</p>")
    for block in page.blocks:
        block.label = "deck" if block.text in ("One line.", "Another line.") else "paragraph"
    assert value_of(subtitle, page) == "One line.\nAnother line."


@pytest.mark.parametrize(
    ("lines", "deck"),
    [
        ("<p class='standfirst'>The fare stays what it was.</p>", "The fare stays what it was."),
        # Of an offer to subscribe too, parts have the names of a deck.
        ("<form class='paywall'><p class='paywall__box standfirst'>Read this for one crown.</p></form>", None),
        ("<div><p class='newsletter standfirst'>The harbour in your mail, each Friday.</p></div>", None),
        # The headline once more, with its kicker, below the one in the breadcrumb.
        ("<h2 class='standfirst'>Traffic : Ferry runs again after a whole month</h2>", None),
        ("<h2 class='standfirst'>The fare stays what it was</h2>", "The fare stays what it was"),
    ],
)
def test_what_stands_below_the_headline(lines: str, deck: str | None) -> None:
    page = page_of(
        '<meta property="og:title" content="Ferry runs again after a whole month">',
        before=f"<h1>Ferry runs again after a whole month</h1>{lines}",
    )
    assert value_of(subtitle, page) == deck


@pytest.mark.parametrize(
    ("printed", "language", "deck"),
    [
        ("摘要: 渡轮恢复通航。", "zh", "渡轮恢复通航。"),
        ("核心提示：渡轮：恢复通航。", "zh", "渡轮：恢复通航。"),
        ("渡轮：恢复通航。", "zh", "渡轮：恢复通航。"),
        ("Summary: The ferry is back.", "en", "The ferry is back."),
        ("摘要：", "zh", None),
    ],
)
def test_the_label_of_a_deck_is_no_part_of_it(printed: str, language: str, deck: str | None) -> None:
    page = page_of(before=f"<h1>Ferry runs again</h1><p class=x>{printed}</p>")
    page.lexicon = lexicon_for(language)
    for block in page.blocks:
        block.label = "deck" if block.text == printed else "paragraph"
    assert value_of(subtitle, page) == deck


LONG_DECK = "A month of repairs ends two days sooner than planned, and the fare stays what it was."


@pytest.mark.parametrize(
    ("alternative", "expected"),
    [
        (LONG_DECK, LONG_DECK),
        (
            "为期一个月的检修比原计划提前两天结束，两岸居民出行更方便",
            "为期一个月的检修比原计划提前两天结束，两岸居民出行更方便",
        ),
        ("A month of repairs ends sooner than planned", None),
        ("Ferry  runs AGAIN after a whole month", None),
        ("Ferry is back", None),
        ("", None),
    ],
)
def test_alternative_headline_is_a_deck_unless_it_is_a_headline(alternative: str, expected: str | None) -> None:
    head = meta("og:title", "Ferry runs again after a whole month") + ld(f'"alternativeHeadline": "{alternative}"')
    assert value_of(subtitle, page_of(head)) == expected


# Section


@pytest.mark.parametrize(
    ("crumbs", "expected"),
    [
        ('<div class="crumbs"><a href="/">Home</a> &gt; <a href="/l">Local</a> &gt; Ferry runs again</div>', "Local"),
        ('<ul class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/l">Local</a></li></ul>', "Local"),
        ('<p><a href="/">Home</a> / <a href="/n">News</a> / <a href="/l">Local</a></p>', "Local"),
        ('<p>You are here: <a href="/">Home</a> » <a href="/l">Local</a> » Article</p>', "Local"),
        ('<p><a href="/">Home</a> » Ferry runs again</p>', None),
        ('<p><a href="/a">One</a> &gt; <a href="/b">Two</a></p>', None),
        ('<div class="crumbs"><a href="/">Home</a></div>', None),
        ('<ul class="loc"><li><a href="/">Home</a></li><li>&gt;</li><li><a href="/l">Local</a></li></ul>', "Local"),
        ('<p><a href="/">Home</a> | <a href="/l">Local</a> | <a href="/s">Sport</a></p>', None),
    ],
)
def test_section_of_a_breadcrumb(crumbs: str, expected: str | None) -> None:
    assert value_of(section, page_of(before=f"{crumbs}<h1>Ferry runs again</h1>")) == expected


@pytest.mark.parametrize(
    "crumbs",
    [
        "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/x'>新闻</a> &gt; <a href='/l'>港口动态</a> &gt; 正文</div>",
        "<div>您的位置:<a href='/'>首页</a>&gt;<a href='/l'>港口动态</a>&gt;正文</div>",
        "<div><a href='/'>海港网首页</a> -&gt; <a href='/l'>港口动态</a> -&gt; 正文</div>",
        "<div><a href='/'>海港网</a> &gt; <a href='/l'>港口动态</a> &gt; 正文</div>",
        "<nav class='bread'><a href='/'>首页</a><i class='r'></i><a href='/l'>港口动态</a><i class='r'></i>正文</nav>",
        (
            "<div class='path w' id='navpath'><a href='/'>海港网</a>&gt;&gt;<a href='/x'>海港频道</a>&gt;&gt;"
            "<a href='/l'>港口动态</a></div>"
        ),
        "<div>当前位置：<a href='/'>首页</a> - <a href='/l'>港口动态</a> - 正文</div>",
        "<table><tr><td>目前位置：</td><td><a href='/'>首頁</a></td><td><a href='/l'>港口动态</a></td></tr></table>",
    ],
)
def test_section_of_a_chinese_breadcrumb(crumbs: str) -> None:
    page = page_of(before=f"{crumbs}<h1>渡轮恢复通航</h1>", story=GESCHICHTE)
    assert page.lexicon.code == "zh"
    assert value_of(section, page) == "港口动态"


def test_section_of_a_plain_text_page() -> None:
    page = read_plain("当前位置：首页 > 港口动态 > 正文\n渡轮恢复通航\n" + "记者从市交通局获悉，渡轮恢复通航。" * 9)
    assert value_of(section, page) == "港口动态"


LIST = """<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [
 {"@type": "ListItem", "position": 2, "item": {"@id": "/l", "name": "Local"}},
 {"@type": "ListItem", "position": 1, "name": "Home", "item": "/"},
 {"@type": "ListItem", "position": 3, "name": "Ferry runs again"}]}</script>"""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (LIST, "Local"),
        (ld('"articleSection": ["Harbour", "News"]'), "Harbour"),
        (ld('"articleSection": "Harbour, News"'), "Harbour"),
        (meta("article:section", "Harbour"), "Harbour"),
        (meta("ColumnName", "Harbour"), "Harbour"),
        (LIST + meta("article:section", "Harbour"), "Local"),
        ('<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": 7}</script>', None),
        (
            '<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [null, "x"]}</script>',
            None,
        ),
    ],
)
def test_section_of_the_metadata(head: str, expected: str | None) -> None:
    assert value_of(section, page_of(head, "<h1>Ferry runs again</h1>")) == expected


# Keywords


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("<p>Tags: harbour, ferries; repairs</p>", ("harbour", "ferries", "repairs")),
        ("<p>Tags: <a href='/1'>Harbour</a> <a href='/2'>The Ferries</a></p>", ("Harbour", "The Ferries")),
        ("<div><b>Topics</b> <a href='/1'>Harbour</a> <a href='/2'>Ferries</a></div>", ("Harbour", "Ferries")),
        (
            "<div><p>Filed under:</p><ul><li><a href='/1'>Harbour</a></li><li><a href='/2'>Ferries</a></li></ul></div>",
            ("Harbour", "Ferries"),
        ),
        ("<ul class='article-tags'><li><a href='/1'>#Harbour</a></li><li><a href='/2'>#Ferries</a></li></ul>",
         ("Harbour", "Ferries")),
        (
            "<footer class='entry-meta'><a rel='author' href='/w'>W.</a> <a rel='tag' href='/1'>Harbour</a></footer>",
            ("Harbour",),
        ),
        ("<footer class='entry-footer'>Filed<a rel='tag' href='/1'>Harbour</a></footer>", ("Harbour",)),
        ("<ul class='related-topics'><li><a href='/1'>Harbour</a></li></ul>", ("Harbour",)),
        ("<ul class='related-stories'><li><a href='/1'>Harbour opens</a></li></ul>", None),
        ("<p><a href='/1'>#Harbour</a> <a href='/2'>#Ferries</a></p>", ("Harbour", "Ferries")),
        ("<p>Topics: <a href='/1'>Harbour</a> <a href='/2'>Ferries</a> <a href='/3'>All topics</a></p>",
         ("Harbour", "Ferries")),
        ("<p>Tags: <a href='/1'>Harbour (12)</a> <a href='/2'>Ferries (3 posts)</a></p>", ("Harbour", "Ferries")),
        ("<p>Tags: „Harbour“, „Ferries“</p>", ("Harbour", "Ferries")),
        ("<p>Tags: Harbour</p><ul class='tags'><li><a href='/1'>Harbour</a></li><li><a href='/2'>Cod</a></li></ul>",
         ("Harbour", "Cod")),
        ("<p>In <a rel='category tag' href='/n'>News</a></p>", None),
        ("<div class='tag-cloud'><a rel='tag' href='/1'>Harbour</a></div>", None),
        ("<div><h4>Topics</h4><ul class='widget'><li><a href='/1'>Harbour</a></li></ul></div>", None),
        ("<div class='tag-cloud'><a href='/1'>Harbour</a> <a href='/2'>Ferries</a></div>", None),
        ("<p>Tags are a thing that people use.</p>", None),
        ("<p>Tags:</p>", None),
    ],
)  # fmt: skip
def test_visible_keywords(after: str, expected: tuple[str, ...] | None) -> None:
    assert value_of(keywords, page_of(after=after)) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("<p><strong>相关热词搜索：</strong><a href='/1'>渡轮</a> <a href='/2'>港口</a></p>", ("渡轮", "港口")),
        ("<p>标签：渡轮 港口 渡轮</p>", ("渡轮", "港口")),
        ("<p>關鍵字:渡輪、港口</p>", ("渡輪", "港口")),
        ("<p>关键词 &gt;&gt; 渡轮</p>", ("渡轮",)),
        ("<p><strong>相关热词搜索：</strong></p>", None),
        ("<p>【关键词】渡轮 港口</p>", ("渡轮", "港口")),
        ("<p>#渡轮 #港口</p>", ("渡轮", "港口")),
        ("<p>#渡轮# #港口#</p>", ("渡轮", "港口")),
        ("<table><tr><td>关键词：</td><td>渡轮 港口</td></tr></table>", ("渡轮", "港口")),
        ("<p>分类：<a href='/c'>要闻</a> 标签：<a href='/1'>渡轮</a> <a href='/2'>港口</a></p>", ("渡轮", "港口")),
        ("<div><span>TAGS</span><a href='/1'>渡轮</a><a href='/2'>港口</a></div>", ("渡轮", "港口")),
        ("<div><a href='/tags/1.html'>渡轮</a><a href='/tags/2.html'>港口</a></div>", ("渡轮", "港口")),
        ("<div><a href='/cat/1.html'>渡轮</a><a href='/cat/2.html'>港口</a></div>", None),
        ("<p>#渡轮</p>", None),
    ],
)
def test_visible_chinese_keywords(after: str, expected: tuple[str, ...] | None) -> None:
    assert value_of(keywords, page_of(after=after, story=GESCHICHTE)) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (ld('"keywords": ["Harbour", "Ferries, big and small"]'), ("Harbour", "Ferries, big and small")),
        (ld('"keywords": "Harbour, Ferries,harbour"'), ("Harbour", "Ferries")),
        (
            ld('"keywords": [{"@type": "DefinedTerm", "name": "Harbour"}, "Section: News", "9f1e88a0-1234-5678"]'),
            ("Harbour",),
        ),
        (meta("article:tag", "Harbour") + meta("article:tag", "Ferries"), ("Harbour", "Ferries")),
        (meta("keywords", "ferry, repairs, news, papers"), ("ferry", "repairs", "news", "papers")),
        (meta("keywords", "cheap flights, hotels, ferry"), None),
        (meta("keywords", ",,  , "), None),
        (meta("keywords", "ferry, The Daily Quay") + "<title>Ferry runs again - The Daily Quay</title>", ("ferry",)),
        ("<title>Old ferry runs again today</title>" + meta("keywords", "old, ferry, runs, again, today"), None),
    ],
)
def test_keywords_of_the_metadata(head: str, expected: tuple[str, ...] | None) -> None:
    assert value_of(keywords, page_of(head)) == expected


@pytest.mark.parametrize("line", ["<p>Tags:</p>", "<p>News Tags: </p>", "<p>Tags: Section: News</p>"])
def test_an_empty_label_says_that_words_for_search_engines_are_none(line: str) -> None:
    head = meta("keywords", "ferry, repairs")
    assert value_of(keywords, page_of(head)) == ("ferry", "repairs")
    assert value_of(keywords, page_of(head, after=line)) is None


def test_tags_above_the_headline_are_the_site_s() -> None:
    tags = "<ul class='tags'><li><a href='/1'>Elections</a></li></ul>"
    page = page_of(before=f"<p>Tags: elections</p>{tags}<h1>Ferry runs again</h1>")
    assert value_of(keywords, page) is None
    page = page_of(before=f"<h1>Ferry runs again</h1>{tags}")
    assert value_of(keywords, page) == ("Elections",)


def test_a_list_that_only_its_class_names_needs_something_in_common_with_the_data() -> None:
    after = "<ul class='tags'><li><a href='/1'>Ferry strike enters second week</a></li></ul>"
    assert value_of(keywords, page_of(ld('"keywords": "Harbour, Ferries"'), after=after)) == ("Harbour", "Ferries")


def test_what_the_page_shows_comes_before_its_metadata() -> None:
    page = page_of(ld('"keywords": "seo, words"'), after="<p>Tags: harbour, ferries</p>")
    assert value_of(keywords, page) == ("harbour", "ferries")


@pytest.mark.parametrize(
    ("text", "language", "links", "end"),
    [
        ("标签：苹果", "zh", 0, 3),
        ("标签", "zh", 0, 2),
        ("标签 苹果", "zh", 2, 2),
        ("标签 苹果", "zh", 0, None),
        ("标签化的报道越来越多", "zh", 0, None),
        ("Tags: apples", "zh", 0, 6),
        ("TAGS | apples", "en", 0, 7),
        ("Schlagwörter: Äpfel", "de", 0, 14),
        ("Schlagwörter: Äpfel", "en", 0, None),
        ("", "en", 0, None),
        ("Tags: " + "x" * 700, "en", 0, None),
    ],
)
def test_label_of_a_keyword_line(text: str, language: str, links: int, end: int | None) -> None:
    assert keyword_label(text, lexicon_for(language), links) == end


@pytest.mark.parametrize("code", sorted(lexicons()))
def test_every_label_of_every_language_is_found(code: str) -> None:
    lexicon = lexicon_for(code)
    for word in lexicons()[code].furniture.keywords:
        assert word == word.lower()
        assert keyword_label(f"{word}: x", lexicon) == len(word) + 2


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a, b；c、d|e", ("a", "b", "c", "d", "e")),
        ("#apples #pears", ("apples", "pears")),
        ("ハードウェア / SSD / AC/DC", ("ハードウェア", "SSD", "AC/DC")),
        ("New York", ("New York",)),
        ("苹果 香蕉 苹果", ("苹果", "香蕉")),
        ("“A”, Inc., a", ("A", "Inc.")),
        (" , ", ()),
        ("x" * 61, ()),
    ],
)
def test_terms(text: str, terms: tuple[str, ...]) -> None:
    assert split_terms(text) == terms


def test_terms_are_bounded() -> None:
    assert len(unique_terms([str(n) for n in range(1000)])) == 60


# Publisher

ORGANISED = """<script type="application/ld+json">{"@graph": [
 {"@type": "Article", "publisher": {"@id": "#o"}},
 {"@type": "NewsMediaOrganization", "@id": "#o", "name": "Harbour Post"}]}</script>"""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (ld('"publisher": {"@type": "Organization", "name": "Harbour Post"}'), "Harbour Post"),
        (ld('"publisher": [{"name": "Harbour Post"}]') + meta("og:site_name", "Other"), "Harbour Post"),
        (meta("og:site_name", "Harbour Post") + meta("application-name", "HP"), "Harbour Post"),
        (meta("og:site_name", "https://harbourpost.example") + meta("application-name", "HP"), "HP"),
        (meta("og:site_name", "@harbour"), None),
        (meta("SiteName", "Harbour Post"), "Harbour Post"),
        ('<script type="application/ld+json">{"@type": "WebSite", "name": "Harbour Post"}</script>', "Harbour Post"),
        (ORGANISED, "Harbour Post"),
    ],
)  # fmt: skip
def test_publisher(head: str, expected: str | None) -> None:
    assert value_of(publisher, page_of(head)) == expected


# Canonical address


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        ('<link rel="canonical" href="/ferry">', URL, "https://www.harbourpost.example/ferry"),
        ('<link rel="canonical" href="https://other.example/a?b=1">', URL, "https://other.example/a?b=1"),
        ('<link rel="canonical" href="/ferry">' + meta("og:url", "https://a.example/f"), None, "https://a.example/f"),
        ('<link rel="canonical" href="//a.example/f">', None, "https://a.example/f"),
        ('<link rel="canonical" href="https://www.harbourpost.example/">' + meta("og:url", "https://a.example/f"), URL,
         "https://a.example/f"),
        ('<link rel="canonical" href="javascript:void(0)">', URL, None),
        ('<link rel="canonical" href="http://[broken">', URL, None),
        (ld('"mainEntityOfPage": {"@id": "https://a.example/f"}'), URL, "https://a.example/f"),
    ],
)  # fmt: skip
def test_canonical_url(head: str, url: str | None, expected: str | None) -> None:
    assert value_of(canonical_url, page_of(head, url=url)) == expected


# Paywall


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        (True, True), ("False", False), ("true", True), ("http://schema.org/False", False), (["True"], True),
        ({"@value": "false"}, False), ("perhaps", None), (None, None), (1, None), ([], None),
    ],
)  # fmt: skip
def test_truth_in_json_ld(value: object, truth: bool | None) -> None:
    assert truth_of(value) is truth


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (ld('"isAccessibleForFree": true'), True),
        (ld('"isAccessibleForFree": "False"'), False),
        (ld('"isAccessibleForFree": true, "hasPart": {"isAccessibleForFree": false, "cssSelector": ".pay"}'), False),
        (ld('"hasPart": [null, {"isAccessibleForFree": "False"}]'), False),
        (ld('"hasPart": [{"isAccessibleForFree": "True"}]'), None),
        (meta("article:content_tier", "locked"), False),
        (meta("article:content_tier", "metered"), None),
        ('<script type="application/ld+json">{"@type": "Product", "isAccessibleForFree": false}</script>', None),
    ],
)
def test_accessible_for_free(head: str, expected: bool | None) -> None:
    assert value_of(accessible_for_free, page_of(head)) is expected
