"""White space and invisible characters go; what outputs cannot hold is dropped or replaced."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsharvest.text import fold_space, scalar


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
