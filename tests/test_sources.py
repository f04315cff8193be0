"""Whom a line, and a page, names as the source of the story."""

from __future__ import annotations

import pytest

from newsharvest import extract
from newsharvest.languages import lexicon_for
from newsharvest.lines.sources import read_source

FOUND = [
    ("zh", "来源：河川日报", "河川日报"),
    ("zh", "來源：河川日報", "河川日報"),
    ("zh", "稿源：河川网", "河川网"),
    ("zh", "信息来源：县发改局", "县发改局"),
    ("zh", "文章来源: 河川在线", "河川在线"),
    ("zh", "转载自河川在线", "河川在线"),
    ("zh", "来源 | 河川在线", "河川在线"),
    ("zh", "来源：本站原创 作者：宣传科", "本站原创"),
    ("zh", "来源：河川网-《河川日报》2024-05-20 03:15", "河川网-《河川日报》"),
    ("zh", "2024-05-20 03:15:22来源：河川网", "河川网"),
    ("zh", "2024-05-20 来源: 河川周刊 举报", "河川周刊"),
    ("zh", "来源: 河川日报 网友评论 0 条", "河川日报"),
    ("zh", "本文来源：河川周刊 责任编辑：高敏", "河川周刊"),
    ("zh", "（来源：河川视频）", "河川视频"),
    ("zh", "来 源：河川日报　作 者：林涛", "河川日报"),
    ("zh", "转载：河川日报", "河川日报"),
    ("zh", "2020-05-03 10:20 来源 河川日报", "河川日报"),
    ("zh", "新聞來源：河川日報 / 記者林涛", "河川日報"),
    ("zh", "来源：[ 河川日报 ]", "河川日报"),
    ("zh", "来源 河川日报", "河川日报"),
    ("zh", "來源／河川日報", "河川日報"),
    ("zh", "来源：河川日报记者 林涛", "河川日报"),
    ("zh", "来源：《河川日报》林涛/文", "《河川日报》"),
    ("en", "Source: Xinhua", "Xinhua"),
    ("en", "Originally published by The River Post on May 3, 2020.", "The River Post"),
    ("en", "This article first appeared in The River Post.", "The River Post"),
    ("ko", "[출처] 한강뉴스", "한강뉴스"),
    ("ko", "출처=한강뉴스", "한강뉴스"),
    ("en", "Source: River Post | Published: Jan 5, 2020", "River Post"),
    ("de", "Quelle: R.A.S.", "R.A.S."),
    ("de", "Quelle: example.de, abc/dpa", "example.de, abc/dpa"),
    ("fr", "Source : AFP", "AFP"),
    ("es", "Fuente: EFE", "EFE"),
    ("it", "Fonte: ANSA", "ANSA"),
    ("nl", "Bron: ANP", "ANP"),
    ("ja", "出典：共同通信", "共同通信"),
    ("ko", "출처 : 한강뉴스", "한강뉴스"),
]


@pytest.mark.parametrize(("language", "text", "expected"), FOUND)
def test_sources(language: str, text: str, expected: str) -> None:
    found = read_source(text, lexicon_for(language))
    assert found is not None
    assert (found.name, found.own) == (expected, False)
    assert text[found.start : found.end].endswith(expected)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "来源："),
        ("zh", "来源： 作者：林涛"),
        ("zh", "图片来源：河川视觉"),
        ("zh", "会议要求各村进一步落实责任"),
        ("zh", "收入来源：主要靠种地"),
        ("zh", "来源：http://www.river.example/"),
        ("en", "Image source: Studio"),
        ("en", "Originally, the bridge was made of wood"),
        ("en", "Source:"),
        ("en", "A source said the vote was close"),
        ("de", "Die Quelle des Flusses"),
    ],
)
def test_lines_without_a_source(language: str, text: str) -> None:
    assert read_source(text, lexicon_for(language)) is None


@pytest.mark.parametrize("name", ["本站", "本报", "网络", "佚名"])
def test_a_paper_that_means_itself_is_nobody(name: str) -> None:
    found = read_source(f"来源：{name}", lexicon_for("zh"))
    assert found is not None
    assert found.own


STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "会议指出，当前正值主汛期，要坚持底线思维，加强值班值守，对重点部位开展拉网式排查，确保群众生命财产安全。",
        "会后，与会人员到河堤现场查看了沙袋、水泵等防汛物资储备情况，并就转移安置预案进行了推演，形成了会议纪要。",
    )
)
DATELINE = "<p>河川新报讯（记者 林涛）昨日，某镇召开防汛工作会议，安排部署下一阶段防汛工作，要求各村落实责任。</p>"


@pytest.mark.parametrize(
    ("above", "story", "expected"),
    [
        ("<div>2020-07-03 08:15 来源：<a href='/'>河川日报</a> 点击：12</div>", STORY, "河川日报"),
        ("<div>2020-07-03 来源：</div><div><a href='/'>河川日报</a></div>", STORY, "河川日报"),
        ("<div>2020-07-03 <span class='source'>河川日报</span></div>", STORY, "河川日报"),
        ("<div>来源：河川日报</div>", DATELINE + STORY, "河川日报"),
        ("<div>来源：本站</div>", DATELINE + STORY, "河川新报"),
        ("<div>来源：本站</div>", STORY, None),
        ("<div>2020-07-03 <span class='source'>Nov.</span></div>", STORY, None),
        (
            "<p>2020-07-03</p><figure><img src=a><figcaption>河堤<b class=source>河川图</b></figcaption></figure>",
            STORY,
            None,
        ),
        ("<div>来源：</div>", STORY, None),
        ("", STORY + "<p>（来源：河川在线）</p>", "河川在线"),
        ("<div>2020-07-03 08:15 河川日报</div>", STORY, "河川日报"),
        ("<div>河川日报 | 2020-07-03</div>", STORY, "河川日报"),
        ("<p>林涛/河川日报</p><p>2020-07-03 08:15</p>", STORY, "河川日报"),
        ("<p><i>2020-07-03</i> <i>河川日报</i><i>评论(0)</i></p>", STORY, "河川日报"),
        ("<p>2020-07-03　河川新闻网　林知秋</p>", STORY, "河川新闻网"),
        ("<p>2020-07-03</p><a href='/u/7'><div>河川夜话</div><span>百家号</span></a>", STORY, "河川夜话"),
        ("<p>07-03 08:15 河川晚报 评论(0)</p>", STORY, "河川晚报"),
        ("<p>2020-07-03 来源：<a href='/'><img src=a.png alt='河川日报'></a></p>", STORY, "河川日报"),
        (
            "<table><tr><th>信息来源</th><td>某县教育局</td><th>日期</th><td>2020-07-03</td></tr></table>",
            STORY,
            "某县教育局",
        ),
        ("", STORY.replace("会议纪要。", "会议纪要。（来源：河川日报 编辑：林涛）"), "河川日报"),
        ("", STORY.replace("会议纪要。", "会议纪要。（据《河川日报》）"), "《河川日报》"),
        ("", STORY.replace("会议纪要。", "会议纪要。（据河川日报）"), "河川日报"),
        ("", STORY.replace("会议纪要。", "会议纪要。（据了解）"), None),
        ("<div>2020-07-03 08:15 防汛要闻</div>", STORY, None),
        ("", STORY.replace("会议纪要。", "会议纪要。（中央社）"), "中央社"),
        ("", STORY, None),
    ],
)
def test_source_of_a_page(above: str, story: str, expected: str | None) -> None:
    html = f"<html><title>t</title><body><h1>某镇召开防汛会议</h1>{above}<div class=content>{story}</div></body></html>"
    assert extract(html.encode()).source == expected
