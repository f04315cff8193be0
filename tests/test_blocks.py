"""The walk that cuts a tree into blocks, and the words around captions."""

from __future__ import annotations

import pytest

from newsharvest.languages import lexicon_for
from newsharvest.lines.captions import caption_cues, is_credit, split_credit
from newsharvest.page import Page, read_html
from newsharvest.page.blocks import cut_blocks, word_count
from newsharvest.page.tree import parse


def texts(html: str) -> list[str]:
    return [block.text for block in cut_blocks(parse(html.encode()).root).blocks]


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>a <b>b</b> <i>c</i>d</p>", ["a b cd"]),
        ("<p>a<br>b<br/><br/>c</p>", ["a", "b", "c"]),
        ("<p>a<img src=x>b</p>", ["a", "b"]),
        ("<div>a<p>b</p>c</div>d", ["a", "b", "c", "d"]),
        ("<p>a<script>no()</script><style>no</style><!-- no -->b</p>", ["ab"]),
        ("<button>a<p>b</p></button>", ["a", "b"]),
        ("<select><option>no</select><p>a", ["a"]),
        ("<p>a\u00a0\u3000b\u200bc\u00add</p>", ["a bcd"]),
        ("<table><tr><td>a<td>b<tr><th>c", ["a", "b", "c"]),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", ["a", "b", "c"]),
        ("<a href=x><div>a</div><div>b</div></a>", ["a", "b"]),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", ["漢字"]),
    ],
)
def test_text_is_cut_at_blocks_breaks_and_images(html: str, wanted: list[str]) -> None:
    assert texts(html) == wanted


def test_no_text_is_lost_however_deep() -> None:
    assert texts("<div><span>" * 900 + "deep" + "</span></div>" * 900 + "after") == ["deep", "after"]


def test_links_know_their_text_and_their_block() -> None:
    cut = cut_blocks(
        parse(b"<p>see <a href=1><b>one</b> x</a> and <a href=2>two</a></p><a href=3><img src=i></a>").root
    )
    assert [(link.href, link.text, link.block) for link in cut.links] == [
        ("1", "one x", 0),
        ("2", "two", 0),
        ("3", "", 1),
    ]
    assert cut.blocks[0].link_chars == len("one x") + len("two")
    assert cut.images[0].link is cut.links[2]


def test_a_link_around_blocks_has_all_their_words() -> None:
    cut = cut_blocks(parse(b"<a href=1><h3>Title</h3><p>Lead</p></a>").root)
    assert cut.links[0].text == "Title Lead"
    assert [block.link_chars == len(block.text) for block in cut.blocks] == [True, True]


@pytest.mark.parametrize(
    ("html", "words", "chars"),
    [
        ("<p>next: <a href=x>a b<img src=y></a></p>", "a b", 3),
        ("<p>a b a b <a href=x>a b<br>c</a> d</p>", "a b c", 3),
        ("<p>next <a href=x><h3>a b</h3></a></p>", "a b", 0),
        ("<p><a href=x><b>a</b> b<br>c</a></p>", "a b c", 3),
    ],
)
def test_a_link_that_goes_on_in_the_next_block_has_only_its_own_words(html: str, words: str, chars: int) -> None:
    cut = cut_blocks(parse(html.encode()).root)
    assert cut.links[0].text == words
    assert cut.blocks[0].link_chars == chars


def test_groups_sum_up_what_is_inside() -> None:
    cut = cut_blocks(parse(b"<div id=a><div id=b><p>one</p><p>three</p></div><div id=c>four</div></div>").root)
    sums = {group.element.get("id"): (group.blocks, group.inside_chars) for group in cut.groups}
    assert sums["b"] == (2, 8)
    assert sums["a"] == (1, 12)  # The block of c counts as a's own: c wraps nothing else.


@pytest.mark.parametrize(
    ("text", "words"), [("one two three", 3), ("一二三四五六七八九十一二三四五六七八九十", 12), ("", 1)]
)
def test_words_are_counted_with_and_without_blanks(text: str, words: int) -> None:
    assert word_count(text) == words


@pytest.mark.parametrize(
    ("language", "line", "caption", "credit"),
    [
        ("zh", "图为技术员检查新修的水渠。（张三 摄）", "图为技术员检查新修的水渠。", "张三 摄"),
        ("zh", "▲護士長剛剛交完班。（丁一鳴 攝）", "▲護士長剛剛交完班。", "丁一鳴 攝"),
        ("zh", "居民扫码投放。县融媒体中心 供图", "居民扫码投放。", "县融媒体中心 供图"),
        ("zh", "老街一角。（资料图）", "老街一角。（资料图）", None),
        ("zh", "孩子们看了一会儿，第二天就画出了草图", "孩子们看了一会儿，第二天就画出了草图", None),
        ("ja", "再開した橋を渡る人たち＝写真・山田一郎撮影", "再開した橋を渡る人たち", "写真・山田一郎撮影"),
        (
            "en",
            "Visitors cross the bridge. Photo: Jane Doe/Agency",
            "Visitors cross the bridge.",
            "Photo: Jane Doe/Agency",
        ),
        ("en", "Visitors cross the bridge on Tuesday.", "Visitors cross the bridge on Tuesday.", None),
        ("de", "Besucher auf der Brücke. Foto: Max Muster/dpa", "Besucher auf der Brücke.", "Foto: Max Muster/dpa"),
        ("de", "Besucher auf der Brücke (Foto: Max Muster)", "Besucher auf der Brücke", "Foto: Max Muster"),
    ],
)
def test_credits_are_split_off_captions(language: str, line: str, caption: str, credit: str | None) -> None:
    split = split_credit(line, lexicon_for(language))
    assert (split.text, split.credit) == (caption, credit)


@pytest.mark.parametrize(
    ("language", "line", "enough"),
    [
        ("zh", "市委书记李明（右二）在社区督查防控工作。", True),
        ("zh", "图为市民走过青石桥。", True),
        ("zh", "◎桥头", True),
        ("zh", "經過兩年的維修，青石橋三日上午恢復通車。", False),
        ("ko", "▲ 다시 열린 다리", True),
        ("en", "Mona Quill (left) opens the bridge", True),
        ("en", "The bridge was opened on Tuesday.", False),
    ],
)
def test_words_that_make_a_line_a_caption(language: str, line: str, enough: bool) -> None:
    assert (caption_cues(line, lexicon_for(language)) >= 2) is enough


def test_a_lone_credit_is_no_caption() -> None:
    assert is_credit("Photo: Jane Doe", lexicon_for("en"))
    assert not is_credit("Jane Doe opens the bridge. Photo: Jane Doe", lexicon_for("en"))


PARAGRAPHS = [
    "青溪日报讯，经过两年的维修，青石桥三日上午恢复通车，两岸居民又能步行过河，上下班也不用再绕行三公里的山路了。",
    "市民张先生说，以后上班可以少走许多路，孩子上学也方便多了，据介绍这座桥建于一九五六年，两年前被洪水冲坏。",
    "桥面加宽到九米，两侧新装了护栏和路灯，夜里从桥上走过，可以看见整条老街的灯火，许多人停下来拍照留念。",
]


def chinese_page(after_image: str) -> Page:
    body = f"<p>{PARAGRAPHS[0]}</p><p><img src=/1.jpg></p>{after_image}<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"
    return read_html(
        f"<html><head><title>青石桥通车</title></head><body><h1>青石桥通车</h1><div>{body}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("after_image", "label"),
    [
        ("<p>图为市民走过青石桥。</p>", "caption"),
        ("<p align=center>市民走过青石桥</p>", "caption"),
        ("<p style='text-align: center'>市民走过新修好的青石桥。</p>", "caption"),
        ("<p>市民走过青石桥</p>", "caption"),
        ("<p><strong>两年等待</strong></p>", "heading"),
        ("<h3>两年等待</h3>", "heading"),
        (
            "<p>老街的商户说，通车头一天客人就多了三成，茶馆里坐满了从对岸走过来的人，店主们忙到夜里十点才关门。</p>",
            "paragraph",
        ),
    ],
)
def test_what_stands_after_an_image(after_image: str, label: str) -> None:
    page = chinese_page(after_image)
    found = next(block for block in page.blocks if block.image_before)
    assert found.label == label


def test_short_lines_elsewhere_make_a_short_line_after_an_image_a_heading() -> None:
    page = chinese_page("<p>两年等待</p>")
    story = f"<p>通车之日</p><p>{PARAGRAPHS[0]}</p><p><img src=/1.jpg></p><p>两年等待</p><p>{PARAGRAPHS[1]}</p>"
    plain = read_html(f"<html><body><h1>青石桥通车</h1><div>{story}</div></body></html>")
    labels = [next(block.label for block in each.blocks if block.text == "两年等待") for each in (page, plain)]
    assert labels == ["caption", "paragraph"]


SENTENCE = "清溪镇的古桥经过两年的修缮，昨天上午重新开放，市民和游客可以从桥上走过，桥头还立起了一块讲述它历史的石碑。"


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("（原标题：清溪古桥重新开放）", "boilerplate"),
        ("(原標題：清溪古橋重新開放)", "boilerplate"),
        ("【免责声明】本文内容由作者提供", "boilerplate"),
        ("（桥长一百二十米，宽六米）", "paragraph"),
    ],
)
def test_a_notice_in_brackets_is_no_paragraph(line: str, label: str) -> None:
    page = read_html("<h1>古桥</h1>" + f"<p>{line}</p>" + f"<p>{SENTENCE}</p>" * 4)
    assert [block.label for block in page.blocks if block.text == line] == [label]


def test_a_credit_in_brackets_after_an_image_is_no_notice() -> None:
    page = read_html(
        "<h1>Bridge</h1>" + f"<p>{SENTENCE}</p>" * 3 + "<p><img src=a.jpg><br>(© Tom Arkell)</p><p>" + SENTENCE
    )
    assert [block.label for block in page.blocks if "Arkell" in block.text] == ["caption"]


@pytest.mark.parametrize(
    ("cells", "label"),
    [(1, "paragraph"), (2, "paragraph"), (5, "table")],
    ids=["one", "with a margin", "a row of data"],
)
def test_prose_that_a_table_lays_out_is_no_table(cells: int, label: str) -> None:
    prose = "".join(f"第{number}段。{SENTENCE}" for number in range(7))
    page = read_html("<h1>古桥</h1><table><tr><td>" + prose + "</td>" + "<td>桥长</td>" * (cells - 1) + "</tr></table>")
    assert [block.label for block in page.blocks if block.text == prose] == [label]


def test_a_story_that_is_set_in_bold_or_centred_lines_has_no_headings() -> None:
    lines = [f"第{number}天早晨雾还没散，我们沿着溪边的小路慢慢往上走" for number in range(12)]
    poem = read_html(
        "<h1>溪行</h1><div>" + "".join(f"<p align=center>{line}</p>" for line in lines) + f"<p>{SENTENCE}</p></div>"
    )
    assert {block.label for block in poem.blocks if block.text in lines} == {"paragraph"}
    parts = "".join(
        f"<p align=center>{n}</p><p align=center>{line}</p><p>{line}。{SENTENCE}</p>" for n, line in enumerate(lines)
    )
    story = read_html(f"<h1>溪行</h1><div>{parts}</div>")
    assert {block.label for block in story.blocks if block.text in lines} == {"heading"}
