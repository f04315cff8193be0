"""Scripts are counted right, and the character data is what its head says."""

from __future__ import annotations

import unicodedata
from importlib import resources

import pytest

from newsharvest.text.script import Scripts, chinese_script, readings, scripts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", Scripts()),
        ("123 … ！？、。「」", Scripts()),
        ("Rain, again: 12 mm", Scripts(latin=11)),
        ("記者 Li 報導。", Scripts(han=4, latin=2)),
        ("町の図書館ー", Scripts(han=4, kana=2)),
        ("도서관 圖書館", Scripts(hangul=3, han=3)),
        ("Новая book", Scripts(cyrillic=5, latin=4)),
        ("مكتبة", Scripts(arabic=5)),
        ("νέα", Scripts(greek=3)),
        ("ספר", Scripts(hebrew=3)),
        ("หนังสือ", Scripts(thai=7)),
        ("किताब", Scripts(other=5)),
        ("գիրք", Scripts(other=4)),
        ("a\ud800b", Scripts(latin=2)),
    ],
)
def test_letters_are_counted_by_script(text: str, counts: Scripts) -> None:
    assert scripts(text) == counts


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("這個鎮的圖書館開放了", "Hant"),
        ("这个镇的图书馆开放了", "Hans"),
        ("中山市今天下雨", None),
        ("", None),
        ("Rain", None),
        ("干部在村里沖在前面，各級黨組織並", "Hant"),
        ("干部在村里冲在前面，乾隆年间的于家", "Hans"),
        ("后里、范余、台北", None),
    ],
)
def test_which_chinese_script(text: str, script: str | None) -> None:
    assert chinese_script(text) == script


def test_readings() -> None:
    assert readings()["發"].split()[0] == "fā"
    assert readings()["應"].split() == ["yīng", "yìng"]
    assert not {"里", "干", "后", "日", "发", "の"} & readings().keys()


def test_the_data_file() -> None:
    file = resources.files("newsharvest.text") / "han.txt"
    data = file.read_bytes()
    assert len(data) < 100_000
    text = data.decode("utf-8")
    assert unicodedata.is_normalized("NFC", "".join(readings().values()))
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert all(word in "".join(head) for word in ("OpenCC", "Apache-2.0", "pypinyin", "MIT", "NOTICE"))
    simplified = text.splitlines()[len(head)]
    assert len(simplified) == len(set(simplified)) > 3_000
    assert len(readings()) > 4_000
    assert not set(simplified) & readings().keys()
    assert set(simplified) >= set("国说这们时会对发学")
