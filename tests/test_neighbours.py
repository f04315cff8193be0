"""Previous and next article: labels as text, and the mark-up that real content systems put around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsharvest.fields.neighbours import NEXT, PREVIOUS
from newsharvest.languages import lexicon_for, lexicons
from newsharvest.lines.neighbours import (
    NeighbourLabel,
    means_none,
    read_label,
    read_label_end,
    read_labels,
    read_page_number,
)
from newsharvest.page import read_html, read_plain

if TYPE_CHECKING:
    from newsharvest.fields.candidate import Candidate, Field
    from newsharvest.page import Page

URL = "https://www.qinghe-news.cn/bendi/2021/0405/4821.html"
ZH_STORY = (
    "<p>清河镇四月五日清晨下了一场小雨，镇上的集市照常开张，卖菜的、卖苗木的早早占好了位置，"
    "路上的人也渐渐多了起来。</p>"
    "<p>镇农技站的工作人员说，今年的春播比往年早了三天，种子和化肥都已经备齐，各村的机耕队也排好了日程，"
    "预计月底前全部完成。</p>"
    "<p>在村口的育苗棚里，几位村民正忙着分苗，他们说雨水来得正是时候，今年的收成应该不会差，大家心里都踏实。</p>"
)
EN_STORY = (
    "<p>The harbour board of Westmere voted on Tuesday to rebuild the old fish market, which burned down last winter, "
    "with a smaller hall and a public quay.</p><p>Work is to begin in spring, the chair of the board said, once the "
    "county has released its share of the money; until then traders will keep to the tents beside the ferry.</p>"
    "<p>Nobody spoke against the plan, though two members asked why the second bid had not been opened in public.</p>"
)
DE_STORY = (
    "<p>Der Gemeinderat von Oberlinden hat am Dienstag beschlossen, die alte Mühle am Bach zu kaufen und in den "
    "kommenden drei Jahren zu einem Haus der Vereine umzubauen.</p><p>Die Kosten werden auf zwei Millionen Euro "
    "geschätzt, wie der Bürgermeister sagte; ein Drittel davon soll das Land übernehmen, das den Bau prüfen will.</p>"
)
JA_STORY = (
    "<p>白川町の役場は五日、町の中心にある古い橋を来年の春までに架け替えると発表した。"
    "工事の間は川下の仮橋を使うことになる。</p>"
    "<p>町長は「安全のために必要な工事で、住民の皆さんには不便をかけるが、理解をお願いしたい」と話した。"
    "説明会は来週開かれる。</p>"
)
KO_STORY = (
    "<p>한들읍은 오는 봄부터 오래된 시장 건물을 새로 짓기로 했다고 5일 밝혔다. 공사는 내년 가을까지 "
    "이어질 예정이다.</p>"
    "<p>읍장은 상인들과 여러 차례 만나 의견을 들었으며 공사 기간에는 임시 시장을 열겠다고 말했다. 주민 "
    "설명회도 곧 열린다.</p>"
)


BEFORE = ("https://www.qinghe-news.cn/bendi/2021/0404/4820.html", "村口小桥修好了")
AFTER = ("https://www.qinghe-news.cn/bendi/2021/0406/4822.html", "镇上新开一家书屋")
PLACEHOLDERS = {"@A": BEFORE[0], "@B": AFTER[0], "@a": BEFORE[1], "@b": AFTER[1]}
"""What stands for the two neighbours' addresses and headlines in the mark-up below."""


def html_page(markup: str, story: str = ZH_STORY, *, lang: str = "zh-CN", head: str = "") -> str:
    page = (
        f'<html lang="{lang}"><head><meta charset="utf-8"><title>清河镇春播</title>{head}</head><body>'
        f'<div class="nav"><a href="/">首页</a> <a href="/bendi/">本地</a></div>'
        f'<div class="art"><h1>清河镇春播比往年早三天</h1><div class="content">{story}</div>{markup}</div>'
        f"</body></html>"
    )
    for placeholder, value in PLACEHOLDERS.items():
        page = page.replace(placeholder, value)
    return page


def best(field: Field, page: Page) -> Candidate | None:
    return max(field.offer(page), key=lambda candidate: candidate.confidence, default=None)


def neighbour(field: Field, page: Page) -> tuple[str | None, str | None] | None:
    candidate = best(field, page)
    return (candidate.value.url, candidate.value.title) if candidate is not None else None


def neighbours(
    markup: str, *, story: str = ZH_STORY, lang: str = "zh-CN", head: str = "", url: str = URL
) -> list[object]:
    page = read_html(html_page(markup, story, lang=lang, head=head), url=url)
    return [neighbour(PREVIOUS, page), neighbour(NEXT, page)]


@pytest.mark.parametrize(
    ("language", "text", "direction", "kind", "rest"),
    [
        ("zh", "上一篇", "previous", "article", ""),
        ("zh", "上一篇：村口小桥修好了", "previous", "article", "村口小桥修好了"),
        ("zh", "下一篇:鎮上新開一家書屋", "next", "article", "鎮上新開一家書屋"),
        ("zh", "【下一篇】镇上新开一家书屋", "next", "article", "镇上新开一家书屋"),
        ("zh", "« 上一條 村口小橋", "previous", "article", "村口小橋"),
        ("zh", "後一篇：鎮上新開一家書屋 »", "next", "article", "鎮上新開一家書屋"),
        ("zh", "此分類上一篇： 春耕", "previous", "article", "春耕"),
        ("zh", "上 一 篇：春耕", "previous", "article", "春耕"),
        ("zh", "下一则", "next", "article", ""),
        ("zh", "下一页", "next", "page", ""),
        ("zh", "上一頁", "previous", "page", ""),
        ("zh", "尾页", "next", "page", ""),
        ("zh", "下一版", "next", "page", ""),
        ("zh", "阅读下一篇", "next", "page", ""),
        ("en", "Previous article", "previous", "article", ""),
        ("en", "« Older Post", "previous", "article", ""),
        ("en", "Next story →", "next", "article", ""),
        ("en", "Next Post: Harbour plan", "next", "article", "Harbour plan"),
        ("en", "Previous postHarbour plan", "previous", "article", "Harbour plan"),
        ("en", "Next", "next", "either", ""),
        ("en", "« Prev", "previous", "either", ""),
        ("en", "Next page", "next", "page", ""),
        ("en", "← Older posts", "previous", "page", ""),
        ("en", "Newer comments", "next", "page", ""),
        ("de", "Vorheriger Artikel", "previous", "article", ""),
        ("de", "Nächster Beitrag: Neue Mühle", "next", "article", "Neue Mühle"),
        ("de", "nächste Seite", "next", "page", ""),
        ("fr", "Article précédent", "previous", "article", ""),
        ("fr", "Article suivant : « Le pont »", "next", "article", "« Le pont »"),
        ("es", "Artículo anterior", "previous", "article", ""),
        ("es", "Siguiente noticia", "next", "article", ""),
        ("it", "Articolo successivo", "next", "article", ""),
        ("pt", "Próxima matéria", "next", "article", ""),
        ("nl", "Vorig bericht", "previous", "article", ""),
        ("ja", "前の記事", "previous", "article", ""),
        ("ja", "次の投稿：白川町の橋", "next", "article", "白川町の橋"),
        ("ja", "≪前の記事", "previous", "article", ""),
        ("ja", "<前の日記(2021年4月4日)", "previous", "article", "(2021年4月4日)"),
        ("ja", "次ページ→", "next", "page", ""),
        ("ja", "次のページへ", "next", "page", ""),
        ("ko", "이전글", "previous", "article", ""),
        ("ko", "다음 기사 : 한들읍 시장", "next", "article", "한들읍 시장"),
        ("ko", "다음 페이지", "next", "page", ""),
    ],
)
def test_reads_a_label(language: str, text: str, direction: str, kind: str, rest: str) -> None:
    label = read_label(text, lexicon_for(language))
    assert label is not None
    assert (label.direction, label.kind, label.rest, label.none) == (direction, kind, rest, False)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Next steps for the harbour"),
        ("en", "Next-gen ferries are coming"),
        ("en", "Nextgen"),
        ("en", "Previously in Westmere"),
        ("en", "Next: the harbour votes"),
        ("en", ""),
        ("en", "Next article " + "x" * 300),
        ("zh", "下一条红线在哪里"),
        ("zh", "下一篇章正在打开"),
        ("zh", "下一步怎么走"),
        ("zh", "上一周的雨"),
        ("de", "Weiter geht die Suche"),
        ("ko", "이전글이 없습니다"),
    ],
)
def test_reads_no_label_in_prose(language: str, text: str) -> None:
    assert read_label(text, lexicon_for(language)) is None


def test_a_loose_reading_says_that_nothing_parts_label_and_headline() -> None:
    zh, en = lexicon_for("zh"), lexicon_for("en")
    assert read_label("下一篇镇上新开一家书屋", zh, loose=True) == NeighbourLabel(
        "next", "article", "镇上新开一家书屋", False, False
    )
    assert read_label("Next Harbour plan", en, loose=True) == NeighbourLabel(
        "next", "either", "Harbour plan", False, False
    )
    assert read_label("Next-gen ferries", en, loose=True) is None


@pytest.mark.parametrize(
    ("language", "text", "direction", "rest"),
    [
        ("zh", "上一篇：", "previous", ""),
        ("zh", "没有了 下一篇： ", "next", "没有了"),
        ("zh", "[下一篇] ", "next", ""),
        ("en", "Harbour planPrevious article", "previous", "Harbour plan"),
        ("en", "Share | Next story: ", "next", "Share"),
        ("de", "Nächster Beitrag »", "next", ""),
    ],
)
def test_reads_a_label_at_the_end(language: str, text: str, direction: str, rest: str) -> None:
    label = read_label_end(text, lexicon_for(language))
    assert label is not None
    assert (label.direction, label.rest) == (direction, rest)


@pytest.mark.parametrize("text", ["", "The board met next", "镇上的集市", "annext"])
def test_reads_no_label_at_the_end_of_other_words(text: str) -> None:
    label = read_label_end(text, lexicon_for("zh"))
    assert label is None or label.kind != "article"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "没有了"),
        ("zh", "沒有了！"),
        ("zh", "无"),
        ("zh", "返回列表"),
        ("zh", "第一篇"),
        ("zh", "最后一页"),
        ("zh", "已经是第一篇了"),
        ("zh", "对不起，没有上一图集了！"),
        ("zh", "（暂无）"),
        ("en", "None"),
        ("en", "No newer articles"),
        ("ja", "記事はありません"),
        ("ko", "다음글이 없습니다."),
        ("de", "Kein vorheriger Beitrag"),
    ],
)
def test_knows_the_many_forms_of_none(language: str, text: str) -> None:
    assert means_none(text, lexicon_for(language))


@pytest.mark.parametrize("text", ["", "没有一个冬天不可逾越", "返回舱着陆成功", "第一篇小说的来历", "无名桥的故事"])
def test_a_headline_is_not_none(text: str) -> None:
    assert not means_none(text, lexicon_for("zh"))


def test_reads_both_labels_of_one_line() -> None:
    zh = lexicon_for("zh")
    labels = read_labels("上一篇：村口小桥修好了 下一篇：镇上新开一家书屋", zh)
    assert [(label.direction, label.rest) for label in labels] == [("previous", BEFORE[1]), ("next", AFTER[1])]
    labels = read_labels("上一篇：没有了 下一篇：镇上新开一家书屋", zh)
    assert [(label.direction, label.none) for label in labels] == [("previous", True), ("next", False)]


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("[3]", 3), ("第2页", 2), ("第 十 页", 10), ("第2页：播种", 2), ("Page 4", 4), ("（5）", 5)]
    + [(text, None) for text in ("", "2021", "10岁", "3 people", "下一页", "第2集", "0")],
)
def test_reads_the_number_of_a_page(text: str, number: int | None) -> None:
    assert read_page_number(text, lexicon_for("zh")) == number


@pytest.mark.parametrize("code", sorted(lexicons()))
def test_every_label_of_every_language_reads_as_itself(code: str) -> None:
    words = lexicons()[code].neighbours
    lexicon = lexicon_for(code)
    for direction, kind, entries in (
        ("previous", "article", words.previous),
        ("next", "article", words.next),
        ("previous", "page", words.page_previous),
        ("next", "page", words.page_next),
    ):
        for word in entries:
            label = read_label(f"{word}：", lexicon)
            assert label is not None, word
            assert (label.direction, label.kind) == (direction, kind), word


@pytest.mark.parametrize(
    "text",
    ["上一篇" * 200, "« " * 4000 + "Next", "Next article " * 500, "[" * 5000, "上一篇：" + "　" * 5000, "：" * 9000],
)
def test_long_texts_cost_little(text: str) -> None:
    lexicon = lexicon_for("zh")
    for read in (read_label, read_label_end, read_labels, read_page_number):
        read(text, lexicon)


MARKUP = {
    "phpcms": (
        '<p class="f14"><strong>上一篇：</strong><a href="@A">@a</a><br /><strong>下一篇：</strong>'
        '<a href="@B">@b</a></p>'
    ),
    "dedecms": (
        '<div class="context"><ul><li>上一篇：<a href="@A">@a</a> </li><li>下一篇：<a href="@B">@b</a> </li></ul></div>'
    ),
    "empirecms": '<table><tr><td>上一篇：<a href="@A">@a</a><br>下一篇：<a href="@B">@b</a></td></tr></table>',
    "discuz": '<div class="pren pbm cl"><em>上一篇：<a href="@A">@a</a></em><em>下一篇：<a href="@B">@b</a></em></div>',
    "siteserver": '<div>上一篇:<a href="@A">@a</a> 下一篇:<a href="@B">@b</a></div>',
    "one line of links": '<div><a href="@A">上一篇：@a</a> | <a href="@B">下一篇：@b</a></div>',
    "label as its own line": (
        '<div class="pn"><p>上一篇</p><p><a href="@A">@a</a></p><p>下一篇</p><p><a href="@B">@b</a></p></div>'
    ),
    "dl": '<dl><dt>上一條</dt><dd><a href="@A">@a</a></dd><dt>下一條</dt><dd><a href="@B">@b</a></dd></dl>',
    "dux": (
        '<nav class="article-nav"><span class="article-nav-prev">上一篇<br><a href="@A" rel="prev">@a</a></span>'
        '<span class="article-nav-next">下一篇<br><a href="@B" rel="next">@b</a></span></nav>'
    ),
    "begin": (
        '<nav class="nav-single"><a href="@A" rel="prev"><span class="meta-nav">'
        '<span class="post-nav">上一篇</span><br/>@a'
        '</span></a><a href="@B" rel="next"><span class="meta-nav"><span class="post-nav">下一篇</span>'
        "<br/>@b</span></a>"
        '</nav><nav class="navigation"><div class="nav-links"></div></nav>'
    ),
    "reversed rel": (
        '<div><span>上一篇</span><a href="@A" rel="next">@a</a></div><div><span>下一篇</span>'
        '<a href="@B" rel="prev">@b</a></div>'
    ),
    "nothing between": '<div><a rel="prev" href="@A">上一篇@a</a><a rel="next" href="@B">下一篇@b</a></div>',
    "label after the headline": (
        '<div><a href="@A"><b>@a</b><i>上一篇</i></a><a href="@B"><b>@b</b><i>下一篇</i></a></div>'
    ),
    "label in the title attribute": (
        '<div><a href="@A" title="上一篇：@a">@a</a><a href="@B" title="下一篇：@b">@b</a></div>'
    ),
    "icons": (
        '<div><a href="@A" title="上一篇：@a"><i class="l"></i></a><a href="@B" title="下一篇：@b">'
        '<i class="r"></i></a></div>'
    ),
    "class names": '<div class="post-prev"><a href="@A">@a</a></div><div class="post-next"><a href="@B">@b</a></div>',
    "rel alone": '<p><a href="@A" rel="prev">@a</a></p><p><a href="@B" rel="next nofollow">@b</a></p>',
    "two copies, one without text": (
        '<div class="post-previous"><a rel="prev" href="@A"><img src="a.jpg"></a></div>'
        '<div class="post-next"><a rel="next" href="@B"><img src="b.jpg"></a></div>'
        '<div><a rel="prev" href="@A">@a</a></div><div><a rel="next" href="@B">@b</a></div>'
    ),
    "label and headline as two links": (
        '<div><a href="@A">上一篇</a><h4><a href="@A">@a</a></h4></div><div><a href="@B">下一篇</a><h4>'
        '<a href="@B">@b</a></h4></div>'
    ),
    "label in the link, headline beside it": (
        '<div><a href="@A">上一篇</a><span>：@a</span></div><div><a href="@B">下一篇</a><p>@b</p></div>'
    ),
    "icons whose labels stand in alt": (
        '<p><a href="@A" title="@a"><img src="p.gif" alt="上一篇"></a> '
        '<a href="/bendi/"><img src="b.gif" alt="返回"></a> '
        '<a href="@B" title="@b"><img src="n.gif" alt="下一篇"></a></p>'
    ),
    "short labels": '<ul><li><b>上篇</b><a href="@A">@a</a></li><li><b>下篇</b><a href="@B">@b</a></li></ul>',
    "two labels with icons in one cell": (
        '<table><tr><td><a href="@A" title="@a"><img src="l.gif">上一篇</a>&nbsp;'
        '<a href="@B" title="@b">下一篇<img src="r.gif"></a></td></tr></table>'
    ),
    "headline cut": (
        '<p>上一篇：<a href="@A" title="@a">村口小桥…</a></p><p>下一篇：<a href="@B" title="@b">镇上新开...</a></p>'
    ),
    "hidden": ('<div style="display:none"><p>上一篇：<a href="@A">@a</a></p><p>下一篇：<a href="@B">@b</a></p></div>'),
    "blanks and brackets": '<p>上一篇 ：<a href="@A">&nbsp;@a&nbsp;</a></p><p>[下一篇] <a href="@B">@b</a></p>',
    "relative": (
        '<p>上一篇：<a href="../0404/4820.html">@a</a></p><p>下一篇：<a href="/bendi/2021/0406/4822.html">@b</a></p>'
    ),
    "card": '<a href="@A"><div>上一篇</div><div>@a</div></a><a href="@B"><div>下一篇</div><div>@b</div></a>',
    "a break inside the link": '<p>上一篇：<a href="@A">村口小桥<br>修好了</a></p><p>下一篇：<a href="@B">@b</a></p>',
}


@pytest.mark.parametrize("name", MARKUP)
def test_finds_both_neighbours_with_their_headlines(name: str) -> None:
    before = (BEFORE[0], "村口小桥 修好了") if "break" in name else BEFORE
    assert neighbours(MARKUP[name]) == [before, AFTER]


@pytest.mark.parametrize("name", ["phpcms", "dedecms", "discuz", "one line of links", "label as its own line"])
def test_finds_them_before_the_story_and_inside_its_last_paragraph(name: str) -> None:
    assert neighbours("", story=MARKUP[name] + ZH_STORY) == [BEFORE, AFTER]
    assert neighbours("", story=f"<font>{ZH_STORY}{MARKUP[name]}</font>") == [BEFORE, AFTER]


@pytest.mark.parametrize("name", ["phpcms", "dedecms", "siteserver", "dux"])
def test_traditional_script_is_read_alike(name: str) -> None:
    markup = MARKUP[name].replace("@b", "鎮上新開一家書屋").replace("：", ":")
    assert neighbours(markup, lang="zh-TW") == [BEFORE, (AFTER[0], "鎮上新開一家書屋")]


WEST = "https://westmere.example"
FERRY, QUAY = (f"{WEST}/2021/04/ferry/", "Ferry late again"), (f"{WEST}/2021/04/quay/", "Quay opens in May")
WELL, BATH = (f"{WEST}/a/brunnen", "Wer den Brunnen zahlt"), (f"{WEST}/a/bad", "Bad öffnet früher")
WESTERN: dict[str, tuple[str, str, list[object], str]] = {
    "tagdiv": (
        EN_STORY,
        "en",
        [FERRY, QUAY],
        """<div class="td-block-row td-post-next-prev"><div class="td-post-prev-post"><span>Previous article</span>
        <a href="/2021/04/ferry/">Ferry late again</a></div><div class="td-post-next-post"><span>Next article</span>
        <a href="/2021/04/quay/">Quay opens in May</a></div></div>""",
    ),
    "twentytwenty": (
        EN_STORY,
        "en",
        [FERRY, QUAY],
        """<nav class="pagination-single"><a class="previous-post" href="/2021/04/ferry/"><span class="arrow">←</span>
        <span class="title"><span class="title-inner">Ferry late again</span></span></a>
        <a class="next-post" href="/2021/04/quay/"><span class="arrow">→</span>
        <span class="title">Quay opens in May</span>
        </a></nav>""",
    ),
    "words of its own": (
        DE_STORY,
        "de",
        [(WELL[0], "Brunnen: Wer zahlt?"), BATH],
        """<div class="nav-links"><div class="nav-previous"><a href="/a/brunnen" rel="prev">
        <span class="nav-subtitle">Nicht
        verpassen:</span> <span class="nav-title">Brunnen: Wer zahlt?</span></a></div><div class="nav-next">
        <a href="/a/bad" rel="next"><span>Danach:</span> <span>Bad öffnet früher</span></a></div></div>""",
    ),
    "glued": (
        DE_STORY,
        "de",
        [WELL, BATH],
        """<div><a rel="prev" href="/a/brunnen"><span>Zurück</span><span>Wer den Brunnen zahlt</span></a>
        <a rel="next" href="/a/bad"><span>Bad öffnet früher</span><span>Nächster</span></a></div>""",
    ),
    "labels only, next first": (
        DE_STORY,
        "de",
        [(WELL[0], None), (BATH[0], None)],
        """<div><span><a href="/a/bad">Nächster Artikel</a></span>
        <span><a href="/a/brunnen">Vorheriger Artikel</a></span></div>""",
    ),
    "bare words and rel": (
        EN_STORY,
        "en",
        [FERRY, QUAY],
        """<ul><li><strong>previous</strong><a href="/2021/04/ferry/" rel="prev">Ferry late again</a></li>
        <li><strong>next</strong><a href="/2021/04/quay/" rel="next">Quay opens in May</a></li></ul>""",
    ),
    "rel and label contradict": (
        DE_STORY,
        "de",
        [WELL, BATH],
        """<div class="prev_page"><span>vorheriger beitrag</span>
        <a href="/a/brunnen" rel="next">Wer den Brunnen zahlt</a>
        </div><div class="next_page"><span>nächster beitrag</span><a href="/a/bad" rel="prev">Bad öffnet früher</a>
        </div>""",
    ),
    "french quotes stay": (
        EN_STORY,
        "fr",
        [(f"{WEST}/a/pont", "« Le pont » rouvre"), (f"{WEST}/a/quai", "Le quai")],
        """<p><a rel="prev" href="/a/pont">« Le pont » rouvre</a></p><p>"
        "<a rel="next" href="/a/quai">Le quai »</a></p>""",
    ),
    "label and headline in one item": (
        EN_STORY,
        "en",
        [FERRY, QUAY],
        """<nav><ul><li>Next article <a href="/2021/04/quay/"><h2>Quay opens in May</h2></a></li>
        <li>Previous article <a href="/2021/04/ferry/"><h2>Ferry late again</h2></a></li></ul></nav>""",
    ),
    "label in the title attribute of a headline": (
        EN_STORY,
        "en",
        [FERRY, QUAY],
        """<p class="meta"><a href="/2021/04/ferry/" title="Previous Post: Ferry late again">&laquo; Ferry
        late again</a>
        <a href="/2021/04/quay/" title="Next Post: Quay opens in May">Quay opens in May &raquo;</a></p>""",
    ),
    "cards with a wordless link": (
        EN_STORY,
        "en",
        [FERRY, QUAY],
        """<div class="nav"><div class="nav-prev"><span>Previous article</span><article>
        <a href="/2021/04/ferry/" aria-label="Ferry late again"></a><img src="f.jpg"><div><a href="/all/">All</a>
        <span class="title">Ferry late again</span><p>The ferry left an hour late.</p></div></article></div>
        <div class="nav-next"><span>Next article</span><article><a href="/2021/04/quay/" aria-label="Quay opens in May">
        </a><img src="q.jpg"><div><a href="/all/">All</a><span class="title">Quay opens in May</span></div></article>
        </div></div>""",
    ),
    "cards whose link stands before the label": (
        EN_STORY,
        "en",
        [FERRY, QUAY],
        """<div class="pair"><div><a class="over" href="/2021/04/ferry/"></a><div><h5>Previous Post</h5></div>
        <div><img src="f.jpg"><h2><a href="/2021/04/ferry/">Ferry late again</a></h2></div></div>
        <div><a class="over" href="/2021/04/quay/"></a><div><h5>Next Post</h5></div>
        <div><img src="q.jpg"><h2><a href="/2021/04/quay/">Quay opens in May</a></h2></div></div></div>""",
    ),
    "a word of the theme, and the headline elsewhere": (
        DE_STORY,
        "de",
        [WELL, BATH],
        """<nav><a href="/a/brunnen" rel="prev">rück</a> <a href="/a/bad" rel="next">vor</a></nav>
        <div class="nav-previous"><a href="/a/brunnen" rel="prev">Wer den Brunnen zahlt</a></div>
        <div class="nav-next"><a href="/a/bad" rel="next">Bad öffnet früher</a></div>""",
    ),
    "japanese": (
        JA_STORY,
        "ja",
        [(f"{WEST}/a/1.html", "駅前の市が再開"), (f"{WEST}/a/3.html", "図書館の新しい本棚")],
        """<div class="post-nav"><p>前の記事</p><p><a href="/a/1.html">駅前の市が再開</a></p><p>次の記事</p>
        <p><a href="/a/3.html">図書館の新しい本棚</a></p></div>""",
    ),
    "gnuboard": (
        KO_STORY,
        "ko",
        [(f"{WEST}/bbs/board.php?wr_id=7", "한들천 다리 개통"), (f"{WEST}/bbs/board.php?wr_id=9", "새 도서관 문 열어")],
        """<ul class="bo_v_nb"><li class="btn_prv"><span>이전글</span>
        <a href="/bbs/board.php?wr_id=7">한들천 다리 개통</a></li>
        <li class="btn_next"><span>다음글</span><a href="/bbs/board.php?wr_id=9">새 도서관 문 열어</a></li></ul>""",
    ),
}


@pytest.mark.parametrize("name", WESTERN)
def test_finds_neighbours_in_other_languages(name: str) -> None:
    story, lang, expected, markup = WESTERN[name]
    assert neighbours(markup, story=story, lang=lang, url=f"{WEST}/a/market") == expected


NOTHING = {
    "phpcms": """<p class='f14'><strong>上一篇：</strong><a href="javascript:alert('第一页');">第一页</a><br>
    <strong>下一篇：</strong><a href="javascript:alert('最后一页');">最后一页</a></p>""",
    "dedecms": "<ul><li>上一篇：没有了</li><li>下一篇：没有了</li></ul>",
    "empirecms": "<p>上一篇：<a href='/bendi/'>返回列表</a></p><p>下一篇：<a href='/bendi/'>返回列表</a></p>",
    "siteserver": "<div>上一篇:无 下一篇:无</div>",
    "picture set": "<p>上一篇：对不起，没有上一图集了！</p><p>下一篇：对不起，没有下一图集了！</p>",
    "empty labels": (
        "<p>上一篇：</p><p>下一篇：</p><h3>相关阅读</h3><ul><li><a href='/a/1.html'>春播进行时</a></li></ul>"
    ),
    "label before a list": """<p>下一篇：</p><ul><li><a href='/a/1.html'>春播进行时</a></li>
    <li><a href='/a/2.html'>雨后的集市</a></li></ul>""",
    "hash": "<a class='nav-next' href='#'>下一篇</a><a class='nextpage' href='###'>阅读下一篇</a><a href=''>上一篇</a>",
    "empty id": "<a href='/show.php?id='>上一篇</a><a href='/show.php?catid=3&id='>下一篇：春播</a>",
    "itself": f"<a href='{URL}#top'>上一篇</a><a href='{URL}'>下一篇：清河镇春播比往年早三天</a>",
    "front page": "<a href='/'>上一篇</a><a href='https://www.qinghe-news.cn'>下一篇</a>",
    "pages of this story": """<div id='pages'><a href='4821.html'>上一页</a> 1 <a href='4821_2.html'>2</a>
    <a href='4821_2.html'>下一页</a></div>""",
    "pages with rel": "<a rel='prev' href='4821_1.html'>1</a><a rel='next' href='4821_3.html'>3</a>",
    "pages labelled as articles": "<a href='4821_2.html'>下一篇</a>",
    "list of pages": (
        "<a rel='prev' href='/bendi/index_1.html'>上一页</a><a rel='next' href='/bendi/?page=3'>下一页</a>"
    ),
    "newspaper pages": """<a href='/html/2021-04/05/node_2.htm'>上一版</a>
    <a href='/html/2021-04/05/content_4.htm'>下一版</a>""",
    "read next": """<div class='post_next'><div><i>/</i><span>阅读下一篇</span><i>/</i></div>
    <h3><a href='@B'>@b</a></h3></div><div class='post-prev'><a href='#'>@a</a></div>""",
    "lone box": "<div class='post_next'><h3><a href='@B'>@b</a></h3></div>",
    "headlines": (
        "<ul><li><a href='/a/8.html'>下一条红线在哪里</a></li><li><a href='/a/9.html'>上一个冬天</a></li></ul>"
    ),
    "carousel": """<div class='slider'><a class='prev' rel='prev' href='@A'>Prev</a>
    <a class='next' rel='next' href='@B'>Next</a></div>""",
    "comments": """<div id='comments'><div class='nav-previous'>
    <a href='/bendi/comment-page-1/#comments'>Older Comments</a>
    </div><a rel='next' href='/bendi/4821.html?cpage=2'>更多</a></div>""",
    "gallery": """<div class='gallery'><a rel='prev' href='4821-p9.html' title='上一张'></a>
    <a rel='next' href='4821-p2.html' title='下一张'></a></div>""",
    "older and newer posts": "<a href='/bendi/page/3/'>Older Posts</a><a href='/bendi/page/1/'>Newer Posts</a>",
    "searches": "<a rel='next' href='/search?updated-max=2021-04-01&max-results=7'>Older Post</a>",
    "sections": """<div class='nav-item-prev'><a href='/life'>生活</a></div>
    <div class='nav-item-next'><a href='/next'>Next</a></div>""",
    "bare words": "<p><a href='@A'>« Prev</a> <a href='@B'>Next »</a></p>",
    "both directions in one rel": "<a rel='prev next' href='@A'>更多</a>",
    "menu of class names": """<nav><div class='header-nav-item--prev nav-item-prev'><a href='@A'>@a</a></div>
    <div class='nav-item-prev'><a href='@B'>@b</a></div><div class='nav-item-next'>
    <a href='/a/1.html'>春播进行时</a></div>
    <div class='nav-item-next'><a href='/a/2.html'>雨后的集市</a></div></nav>""",
    "button": """<div class='bar'><div><button>下一篇</button></div><div><a href='/u/7'><img src='face.jpg'></a></div>
    </div>""",
    "prose": f"""<div class='content'><p>{"镇上的渡口今年修好了，" * 8}详情见我们的<a href='@A'>上一篇报道</a>，
    不再重复。</p></div>""",
}


@pytest.mark.parametrize("name", NOTHING)
def test_claims_no_neighbour(name: str) -> None:
    assert neighbours(NOTHING[name]) == [None, None]


@pytest.mark.parametrize(
    "head",
    [
        "<link rel='prev' href='/bendi/page/2/'><link rel='next' href='/bendi/page/4/'>",
        "<link rel='next' href='/bendi/2021/0405/4821_2.html'>",
        "<link rel='next' href='/bendi/2021/0405/4821-id-77.html'>",
        "<link rel='prev next' href='/bendi/2021/0404/4820.html'>",
        "<link rel='next' href='/'>",
        "<link rel='next' href='/bendi/2021/0405/4821.html?next=0001H67U'>",
    ],
)
def test_claims_no_neighbour_from_the_head(head: str) -> None:
    assert neighbours("", head=head) == [None, None]


def test_a_link_in_the_head_is_a_neighbour_unless_a_visible_label_contradicts() -> None:
    head = "<link rel='prev' href='@A' title='@a'><link rel='next' href='@B'>"
    assert neighbours("", head=head) == [BEFORE, (AFTER[0], None)]
    assert neighbours("<p>上一篇：没有了</p>", head=head) == [None, (AFTER[0], None)]
    stale = "<link rel='prev' href='/bendi/2021/0401/4700.html'><link rel='next' href='@A'>"
    assert neighbours("<p>上一篇：<a href='@A'>@a</a></p>", head=stale) == [BEFORE, None]


def test_one_neighbour_and_none() -> None:
    markup = (
        '<p><strong>上一篇：</strong><a href="@A">@a</a><strong>下一篇：</strong><a href="/bendi/">返回列表</a></p>'
    )
    assert neighbours(markup) == [BEFORE, None]
    assert neighbours("<div>上一篇:无 下一篇:<a href='@B'>@b</a></div>") == [None, AFTER]


def test_stories_with_numbered_addresses_are_neighbours_where_the_label_says_so() -> None:
    assert neighbours(
        "<p>上一篇：<a href='/news/11'>村口小桥修好了</a></p><p>下一篇：<a href='/news/13'>书屋</a></p>",
        url="https://a.example/news/12",
    ) == [("https://a.example/news/11", "村口小桥修好了"), ("https://a.example/news/13", "书屋")]
    query = "<p>上一篇：<a href='?id=11'>村口小桥修好了</a></p>"
    assert neighbours(query, url="https://a.example/show.php?id=12")[0] == (
        "https://a.example/show.php?id=11",
        "村口小桥修好了",
    )


def test_story_and_page_controls_on_one_page() -> None:
    markup = (
        "<nav class='page-numbers'>Page: 1 <a href='/a/market/2/'>2</a> <a href='/a/market/2/'>Next →</a></nav>"
        "<div><a href='/a/ferry/' rel='prev'>← Previous story</a> <a href='/a/quay/' rel='next'>Next story →</a></div>"
    )
    assert neighbours(markup, story=EN_STORY, lang="en", url="https://a.example/a/market/") == [
        ("https://a.example/a/ferry/", None),
        ("https://a.example/a/quay/", None),
    ]


def test_without_an_address_links_stay_as_printed() -> None:
    page = read_html(html_page('<p>上一篇：<a href="/x/1.html">村口小桥修好了</a></p>'))
    assert neighbour(PREVIOUS, page) == ("/x/1.html", "村口小桥修好了")


def test_plain_text_gives_headlines_without_addresses() -> None:
    story = ZH_STORY.replace("<p>", "").replace("</p>", "\n")
    page = read_plain(
        f"清河镇春播比往年早三天\n{story}相关热词搜索:\n上一篇:村口小桥修好了\n下一篇:春雨||您好,最美的清晨"
    )
    assert neighbour(PREVIOUS, page) == (None, "村口小桥修好了")
    assert neighbour(NEXT, page) == (None, "春雨||您好,最美的清晨")
    page = read_plain(f"清河镇春播比往年早三天\n{story}上一篇:没有了\n下一篇:返回列表")
    assert [neighbour(PREVIOUS, page), neighbour(NEXT, page)] == [None, None]


def test_evidence_says_where_and_why() -> None:
    page = read_html(html_page(MARKUP["phpcms"]), url=URL)
    candidate = best(NEXT, page)
    assert candidate is not None
    assert (candidate.rule, candidate.printed, candidate.confidence > 0.9) == ("label", AFTER[1], True)
    assert "/p" in page.where(candidate.where)
