"""Characters that mean the same are written one way, each in its place."""

from __future__ import annotations

import pytest

from newsharvest.lines.credit_words import folded, has_digit, is_east
from newsharvest.text.folding import folder


def test_the_characters_of_the_table_are_replaced() -> None:
    fold = folder({"：": ":", "]": ")", "^": "-"})
    assert fold("报：道]^") == "报:道)-"


def test_text_of_ascii_alone_stays_as_it_is() -> None:
    assert folder({"]": ")"})("[a]") == "[a]"


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("（记者　林涛）", "(记者 林涛)"),
        ("来源：河川日报　２０２０", "来源:河川日报 2020"),
        ("Foto：Añna Bečvář", "Foto:Añna Bečvář"),
        ("By Jane Roe", "By Jane Roe"),
    ],
)
def test_a_line_keeps_its_length(printed: str, plain: str) -> None:
    assert folded(printed) == plain
    assert len(printed) == len(plain)


@pytest.mark.parametrize(
    ("text", "east"), [("Añna", False), ("Roe 林", True), ("かな", True), ("기자", True), ("a", False)]
)
def test_east_asian_text_is_known(text: str, east: bool) -> None:
    assert is_east(text) is east


@pytest.mark.parametrize(("text", "digit"), [("a1", True), ("٣", True), ("one", False), ("", False)])
def test_digits_of_any_script_are_known(text: str, digit: bool) -> None:
    assert has_digit(text) is digit
