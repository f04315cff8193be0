"""White space and invisible characters go; what outputs cannot hold is dropped or replaced."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsharvest import Block, Image, extract
from newsharvest.text import fold_space, scalar, scalars


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("a  b\r\n c", "a b c"),
        ("\u3000\u3000本報訊", "本報訊"),
        ("記者 張\u3000三", "記者 張 三"),
        ("a\u00a0\u2003\u2028b", "a b"),
        ("Fuß\u00adball\u200bplatz", "Fußballplatz"),
        ("\ufeff新聞\u2060", "新聞"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("a \u200b b", "a b"),
        ("\u202eabc\u202c", "\u202eabc\u202c"),
    ],
)
def test_space_is_folded(text: str, folded: str) -> None:
    assert fold_space(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_space(fold_space(text)) == fold_space(text)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\0b\x01\x08\x1b[31m\x7f", "ab[31m"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ud800x\udfff", "\ufffdx\ufffd"),
        ("it\x92s \x93ok\x94 5\x80 \x81", "it’s “ok” 5€ "),
        ("新聞　👧\ufeff\u202e", "新聞　👧\ufeff\u202e"),
        ("\uffff", "\uffff"),
    ],
)
def test_what_outputs_cannot_hold_goes(text: str, held: str) -> None:
    assert scalar(text) == held


@given(st.text(alphabet=st.characters(codec=None)))
def test_the_rest_is_valid_utf_8_without_controls(text: str) -> None:
    held = scalar(text)
    assert scalar(held) == held
    assert json.loads(json.dumps(held, ensure_ascii=False).encode("utf-8")) == held
    assert all(character in "\t\n" or not ord(character) < 0x20 for character in held)


def test_a_clean_text_is_the_same_object() -> None:
    text = "本報訊（記者）\n" * 3
    assert scalar(text) is text


def test_texts_are_cleaned_wherever_they_stand() -> None:
    value = (Image(url="a", caption="b\x00c", position=0), ("d\x1b[2Je", None, 5))
    assert scalars(value) == (Image(url="a", caption="bc", position=0), ("d[2Je", None, 5))
    clean = (Block(kind="paragraph", text="a\nb\tc"),)
    assert scalars(clean) is clean


def test_no_article_holds_control_characters() -> None:
    story = "".join(
        f"<p>市民張先生\x08說：“以後\x1b[2J上班可以少走三公里路，孩子&#1;上學也方便多了{n}。”</p>" for n in range(4)
    )
    lead = "<p>\x01清溪日報訊（通訊員 羅\x03文彬）經過兩年的維修，青石橋3日上午恢復通車，兩岸居民又能步行過河了。</p>"
    article = extract(f"<title>青石橋\x07恢復通車</title><h1>青石橋\x07恢復通車</h1>{lead}{story}")
    assert article.title == "青石橋恢復通車"
    assert article.blocks[1].text == "市民張先生說：“以後[2J上班可以少走三公里路，孩子上學也方便多了0。”"
    spans = {span.field: article.blocks[span.block].text[span.start : span.end] for span in article.spans}
    assert spans["dateline"] == "清溪日報訊"
