"""What the labeller looks at, and which decks are found."""

from __future__ import annotations

import pytest
from lxml import etree

from newsharvest import extract
from newsharvest.page.blocks import cut_blocks
from newsharvest.page.features import BLOCK_NAMES, NAMES, Stated, read_rows
from newsharvest.page.labeller import choose_story
from newsharvest.page.model import Group, PageBlock

SENTENCE = "The ferry to the north bank has been out of work since Monday, and nobody says until when it will be so."
WEIGHTS = {"story": 0.5, "comment": -0.4, "text": 0.1}


def weigh(names: str) -> tuple[float, float, float]:
    weights = [WEIGHTS[word] for word in names.split() if word in WEIGHTS]
    return sum(weights), min([0.0, *weights]), max([0.0, *weights])


def rows_of(body: str, stated: Stated = Stated()) -> dict[str, dict[str, float]]:  # noqa: B008 - it is frozen
    """The row of each block, by the first word of its text."""
    root = etree.fromstring(f"<html><body>{body}</body></html>", etree.HTMLParser())
    found = read_rows(cut_blocks(root), stated=stated, class_weights=weigh)
    return {
        block.text.split()[0]: dict(zip(NAMES, row, strict=True))
        for block, row in zip(found.blocks, found.rows, strict=True)
    }


def paragraphs(count: int, name: str = "") -> str:
    return "".join(f"<p class='{name}'>P{name}{number} {SENTENCE}</p>" for number in range(count))


def test_blocks_are_alike_in_containers_of_the_same_mark_up() -> None:
    rows = rows_of(
        f"<main class=story>{paragraphs(4)}<aside class=box>{paragraphs(1)}</aside></main>"
        f"<div class=card>{paragraphs(1, 'a')}<i>x</i></div><div class=card>{paragraphs(2, 'a')}</div>"
    )
    assert [rows[name]["like_it"] for name in ("P1", "Pa0", "Pa1")] == [4, 3, 3]
    assert rows["P1"]["like_it_vs_best"] == 1.0
    assert 0.7 < rows["Pa1"]["like_it_vs_best"] < 0.8
    assert 0.4 < rows["P1"]["like_it_vs_page"] < 0.6


@pytest.mark.parametrize(
    ("mark_up", "worst", "best"),
    [
        ("<div class='text'><p>Box {}</p><p>b {}</p></div>", 0, 0.1),
        ("<p class='comment'>Box {}</p>", -0.4, 0),
        ("<ul class='comment text'><li>Box {}</li><li>b</li></ul>", -0.4, 0.1),
        ("<p>Box {}</p>", 0, 0),
    ],
    ids=["box", "own class", "container", "what also holds the story says nothing"],
)
def test_worst_and_best_words_are_those_below_the_story(mark_up: str, worst: float, best: float) -> None:
    row = rows_of(f"<main class='story comment'>{paragraphs(5)}{mark_up.replace('{}', SENTENCE)}</main>")["Box"]
    assert (row["worst_word"], row["best_word"]) == (worst, best)


def test_words_around_stop_at_the_ends_of_the_page() -> None:
    rows = rows_of("<div>" + "".join(f"<p>w{number} two three four</p>" for number in range(9)) + "</div>")
    assert [rows[f"w{number}"]["words_around"] for number in (0, 1, 4, 8)] == [16, 20, 28, 16]


def test_what_the_head_states_is_found_in_the_text() -> None:
    lead = "The old harbour bridge opens again after two years of work on its iron piers and on both of its roads."
    head = Stated(title="Harbour bridge opens", description=lead[:60], body=f"{lead} {SENTENCE}")
    teaser = "A bakery in the next town closes at the end of the month, after a hundred and four years of bread."
    rows = rows_of(f"<div><p>{lead}</p><p>Other {SENTENCE}</p></div><div><p>{teaser}</p><p>B</p></div>", head)
    assert [rows[name]["described"] for name in ("The", "Other", "A", "B")] == [1, 0, 0, -1]
    assert [rows[name]["stated"] for name in ("The", "Other", "A", "B")] == [1, 1, 0, 0]
    assert rows["The"]["title_share"] == 1.0
    assert rows["A"]["title_share"] == 0.0
    silent = rows_of(f"<div><p>{lead}</p><p>Other {SENTENCE}</p></div>")["The"]
    assert (silent["described"], silent["stated"], silent["title_share"]) == (-1, -1, 0)


def test_title_in_chinese_is_known_by_pairs_of_characters() -> None:
    text = "青溪两岸的油菜花比去年早开了一周，市里提醒游客从田埂上走，不要踩进花田里去。"
    rows = rows_of(f"<div><p>{text}</p><p>别的</p></div>", Stated(title="青溪油菜花早开"))
    assert rows[text]["title_share"] == pytest.approx(2 / 3)


def test_containers_of_cards_are_counted() -> None:
    cards = "".join(f"<div class=card><p>C{number} {SENTENCE}</p><p>x</p></div>" for number in range(5))
    rows = rows_of(f"<main>{paragraphs(3)}</main><section>{cards}</section>")
    assert (rows["C0"]["groups_alike"], rows["P0"]["groups_alike"]) == (5, 1)


def test_furniture_without_running_text_has_no_rows() -> None:
    rows = rows_of(
        f"<nav><ul><li>Tide tables</li><li>b</li></ul></nav><main>{paragraphs(3)}</main>"
        "<footer><div><p>Imprint of the house</p><p>c</p></div></footer>"
        f"<footer><div>{paragraphs(2, 'end')}</div></footer>"
    )
    assert set(rows) == {"P0", "P1", "P2", "Pend0", "Pend1"}


def test_itemprop_counts_as_class_word() -> None:
    mark_up = f"<div>{paragraphs(5)}</div><div itemprop='text'><p>Box {SENTENCE}</p><p>b</p></div>"
    assert rows_of(mark_up)["Box"]["best_word"] == 0.1


def test_mark_up_that_was_escaped_is_no_running_text() -> None:
    image = "&lt;img src=&quot;//count.example/?" + "page=ferry&amp;" * 20 + "&quot;&gt;"
    root = etree.fromstring(f"<div><p>{SENTENCE}</p><noscript><p>{image}</p></noscript></div>", etree.HTMLParser())
    assert [block.text for block in cut_blocks(root).prose] == [SENTENCE]


@pytest.mark.parametrize(("share", "chosen"), [(0.2, True), (0.7, False)])
def test_weak_block_of_links_inside_the_story_is_left(share: float, chosen: bool) -> None:
    group = Group(None, "div", None)
    blocks = [PageBlock(index, SENTENCE, None, "p", group) for index in range(3)]
    for block, score in zip(blocks, (0.9, 0.2, 0.9), strict=True):
        block.score = score
    blocks[1].link_chars = round(share * len(SENTENCE))
    assert (blocks[1] in choose_story(blocks)) is chosen


@pytest.mark.parametrize(
    ("text", "tag", "chosen"), [("S", "h3", False), ("S", "td", True), ("7", "h3", True), ("序", "h3", True)]
)
def test_a_letter_of_an_icon_font_is_no_part_of_the_story(text: str, tag: str, chosen: bool) -> None:
    group = Group(None, "div", None)
    blocks = [PageBlock(index, SENTENCE, None, "p", group) for index in range(3)]
    blocks[1] = PageBlock(1, text, None, tag, group)
    for block in blocks:
        block.score = 0.9
    assert (blocks[1] in choose_story(blocks)) is chosen


def test_every_column_has_one_name() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert set(BLOCK_NAMES) < set(NAMES)


SHARE = "".join(f"<div class='share-item'>Share {number}</div>" for number in range(14))


@pytest.mark.parametrize(
    ("mark_up", "deck"),
    [
        ("<p class='article-dek'>Two boats are too old, says the town.</p>", "Two boats are too old, says the town."),
        ("<h2>Two boats are too old, says the town</h2>", None),
        ("<p class='teaser'>Two boats are too old, says the town.</p>", None),
    ],
    ids=["named", "a heading so far away may be anything", "so may a teaser"],
)
def test_deck_far_above_the_story_is_one_by_its_mark_up(mark_up: str, deck: str | None) -> None:
    page = (
        f"<html><head><title>Ferry stays away</title></head><body><header><h1>Ferry stays away</h1>{mark_up}</header>"
        f"<div class='tools'>{SHARE}</div><article class='article-body'>{paragraphs(6)}</article></body></html>"
    )
    assert extract(page.encode()).subtitle == deck
