"""Bytes become the right text whatever is declared about them, and the loss is counted."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsharvest.text import codec_for, decode, looks_binary
from newsharvest.text.charsets import FREQUENT, SECOND_TABLE, _table

SIMPLIFIED = (
    "本报讯（记者 方砚）昨日上午，清河镇新建的图书馆正式对外开放。据了解，这座图书馆用了两年时间建成，"
    "可以容纳三百人同时阅读。镇长说，今后还要在各个村里设立阅览室，让老人和孩子不出村就能看到新书。"
    "开馆当天，来自县城的学生为居民表演了节目，不少市民一直等到晚上才离开。"
)
TRADITIONAL = (
    "本報訊（記者 方硯）昨日上午，清河鎮新建的圖書館正式對外開放。據了解，這座圖書館用了兩年時間建成，"
    "可以容納三百人同時閱讀。鎮長說，今後還要在各個村裡設立閱覽室，讓老人和孩子不出村就能看到新書。"
    "開館當天，來自縣城的學生為居民表演了節目，不少市民一直等到晚上才離開。"
)
JAPANESE = (
    "清川町の新しい図書館が昨日の午前に開館した。二年をかけて建てられ、三百人が同時に本を読むことができる。"
    "町長は「これから各地区にも閲覧室を設け、お年寄りや子ど"
    "もが近くで新しい本に触れられるようにしたい」と話した。"
)
KOREAN = (
    "맑은내면에 새로 지은 도서관이 어제 오전 문을 열었다. 이 도서관은 이 년에 "
    "걸쳐 지어졌으며 삼백 명이 함께 책을 읽을 수 "
    "있다. 면장은 앞으로 마을마다 열람실을 만들어 노인과 아이들이 가까운 "
    "곳에서 새 책을 볼 수 있게 하겠다고 말했다."
)
GERMAN = (
    "Die neue Bücherei in Mühlthal öffnete gestern früh ihre Türen. "
    "Über dreihundert Gäste fänden dort Platz, erklärte "
    "die Bürgermeisterin; für Ältere und Schüler böten künftig auch "
    "die Dörfer Lesesäle. Das Gebäude heißt „Am Fluß“."
)
RUSSIAN = "Новая библиотека открылась вчера утром. Глава посёлка сказал, что читальные залы появятся и в деревнях."
POLISH = "Wczoraj rano otwarto nową bibliotekę. Wójt powiedział, że czytelnie powstaną też w każdej wsi, również małej."

IN_THEIR_CHARSETS = [
    ("utf-8", SIMPLIFIED),
    ("gb18030", SIMPLIFIED),
    ("gb18030", TRADITIONAL),
    ("big5hkscs", TRADITIONAL),
    ("cp932", JAPANESE),
    ("euc_jp", JAPANESE),
    ("cp949", KOREAN),
    ("utf-16-le", SIMPLIFIED),
    ("utf-16-be", TRADITIONAL),
    ("cp1252", GERMAN),
]
LABELS = (
    "utf-8", "gb2312", "gbk", "gb18030", "big5", "utf-16le",
    "utf-16be", "iso-8859-1", "utf-7", "shift_jis", "euc-kr",
    None, "x-nonsense", "base64", "idna",
)  # fmt: skip


def page(story: str, label: str | None = None) -> str:
    meta = f'<meta charset="{label}">' if label else ""
    return f"<!DOCTYPE html><html><head>{meta}<title>x</title></head><body><p>{story}</p></body></html>"


@pytest.mark.parametrize(("codec", "story"), IN_THEIR_CHARSETS)
def test_no_pair_of_declarations_keeps_the_text_from_being_read(codec: str, story: str) -> None:
    for header, meta in itertools.product(LABELS, LABELS):
        text = page(story, meta)
        found = decode(text.encode(codec), content_type=f"text/html; charset={header}" if header else None)
        assert found.text == text, (header, meta, found.decoding)
        assert (found.decoding.encoding, found.decoding.replaced) == (codec, 0), (header, meta)


@pytest.mark.parametrize(
    ("codec", "label", "header", "source"),
    [
        ("gb18030", "gb2312", None, "meta"),
        ("gb18030", None, "gb2312", "header"),
        ("gb18030", "utf-8", "GBK", "header"),
        ("gb18030", "utf-8", "utf-8", "detector"),
        ("gb18030", None, None, "detector"),
        ("gb18030", "gb2312", "iso-8859-1", "meta"),
        ("utf-8", "gb2312", "gb2312", "utf-8"),
        ("utf-16-le", None, "utf-16le", "header"),
        ("utf-16-le", None, None, "detector"),
    ],
)
def test_it_says_what_decided(codec: str, label: str | None, header: str | None, source: str) -> None:
    data = page(SIMPLIFIED, label).encode(codec)
    assert decode(data, content_type=f"text/html;charset={header}" if header else None).decoding.source == source


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_the_mark_decides_and_is_no_text(codec: str) -> None:
    found = decode(page(SIMPLIFIED, "big5").encode(codec), content_type="text/html; charset=big5")
    assert found.text == page(SIMPLIFIED, "big5")
    assert found.decoding.source == "bom"


def test_a_mark_before_another_charset_is_no_proof() -> None:
    data = b"\xef\xbb\xbf" + page(SIMPLIFIED, "gb2312").encode("gb18030")
    assert decode(data).text == page(SIMPLIFIED, "gb2312")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs", "cp932", "cp949"])
@pytest.mark.parametrize("tenth", range(1, 10))
def test_one_bad_byte_costs_a_character_not_the_page(codec: str, tenth: int) -> None:
    story = {
        "utf-8": SIMPLIFIED,
        "gb18030": SIMPLIFIED,
        "big5hkscs": TRADITIONAL,
        "cp932": JAPANESE,
        "cp949": KOREAN,
    }[codec]
    paragraphs = [page(story[: len(story) * tenth // 10], codec), page(story[len(story) * tenth // 10 :])]
    data = b"\xff".join(paragraph.encode(codec) for paragraph in paragraphs)
    found = decode(data)
    assert found.decoding.encoding == codec
    assert found.decoding.replaced <= 1  # cp932 reads the byte as a private character, as browsers do
    assert found.text.startswith(paragraphs[0])
    assert found.text.endswith(paragraphs[1])


@pytest.mark.parametrize(
    ("codec", "cut"), [("utf-8", 1), ("utf-8", 2), ("gb18030", 1), ("big5hkscs", 1), ("utf-16-le", 1)]
)
def test_a_page_cut_within_a_character_is_read_to_there(codec: str, cut: int) -> None:
    story = TRADITIONAL if codec == "big5hkscs" else SIMPLIFIED.rstrip("。")
    text = "<meta charset=big5><p>" + story
    found = decode(text.encode(codec)[:-cut])
    assert found.decoding.encoding == codec
    assert found.text == text[:-1] + "\ufffd"
    assert found.decoding.replaced == 1


def test_losses_that_the_page_itself_holds_are_not_counted() -> None:
    assert decode(page("新聞\ufffd\ufffd網").encode()).decoding.replaced == 0
    assert decode(page("新聞\ufffd\ufffd網").encode() + b"\xe4").decoding.replaced == 1


@pytest.mark.parametrize("before", [0, 1_024, 3_000, 9_000])
def test_a_late_declaration_is_found(before: int) -> None:
    story = "开馆"  # too short for a detector
    meta = "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"
    text = f"<html><head><script>{'x' * before}</script>{meta}{story}"
    found = decode(text.encode("gb18030"))
    assert found.text == text
    assert found.decoding.source == "meta"


@pytest.mark.parametrize(
    "head",
    [
        "<?xml version='1.0' encoding='GB2312'?>",
        "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; CHARSET=GB2312'/>",
        "<meta name=a content=b><meta charset=gb2312>",
        "<meta charset=nonsense><meta charset='gbk'>",
        "<meta charset = 'x-gbk' >",
    ],
)
def test_declarations_in_their_many_forms(head: str) -> None:
    assert decode((head + "开馆").encode("gb18030")).text == head + "开馆"


@pytest.mark.parametrize(
    "value",
    [
        "text/html;charset=GBK",
        'text/html; charset="gb2312"',
        "charset = 'gb18030'",
        "a;b;; Charset=gbk;q=1",
        "charset=gbk, utf-8",
    ],
)
def test_header_values_as_servers_send_them(value: str) -> None:
    assert decode("开馆".encode("gb18030"), content_type=value).decoding.source == "header"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("GB2312", "gb18030"), ("gb_2312-80", "gb18030"), ("x-gbk", "gb18030"), ("Big5", "big5hkscs"),
        ("x-x-big5", "big5hkscs"), ("Shift_JIS", "cp932"), ("x-sjis", "cp932"), ("euc-kr", "cp949"),
        ("ks_c_5601-1987", "cp949"), ("iso-8859-1", "cp1252"), ("ascii", "cp1252"), ("latin1", "cp1252"),
        ("iso-8859-9", "cp1254"), ("iso-8859-2", "iso8859-2"),
        ("iso8859-15", "iso8859-15"), ("tis-620", "cp874"),
        ("utf-16", "utf-16-le"), ("unicode-1-1-utf-8", "utf-8"), (" utf8 ", "utf-8"), ("euc-jp", "euc_jp"),
        ("utf-7", None), ("hz-gb-2312", None), ("iso-2022-kr", None),
        ("base64", None), ("idna", None), ("", None),
        ("unicode_escape", None), ("x-user-defined", None),
    ],
)  # fmt: skip
def test_labels_mean_what_they_mean_to_browsers(label: str, codec: str | None) -> None:
    assert codec_for(label) == codec


def test_every_label_has_a_decoder() -> None:
    for codec in {*_table().values(), *FREQUENT, *SECOND_TABLE.values()}:
        assert b"abc ".decode(codec)


def test_characters_beyond_gb2312_and_big5_are_kept() -> None:
    beyond = "胡喆和朱镕在㼆里开馆，𠀀字也要保留。" + SIMPLIFIED
    assert decode(page(beyond, "gb2312").encode("gb18030")).text == page(beyond, "gb2312")
    cantonese = "佢哋喺度睇書嘅時候，咩嘢都唔知。" + TRADITIONAL
    assert decode(page(cantonese, "big5").encode("big5hkscs")).text == page(cantonese, "big5")


def test_signs_that_one_of_pythons_tables_lacks() -> None:
    euro = page(TRADITIONAL + "票價五€", "big5")
    assert decode(euro.encode("cp950")).text == euro
    circled = page(JAPANESE + "①㈱", "euc-jp")
    assert decode(circled.encode("euc_jis_2004")).text == circled


def test_utf_7_is_text_not_markup() -> None:
    data = b'<meta charset="utf-7">+ADw-script+AD4-'
    assert decode(data, content_type="text/html; charset=utf-7").text == data.decode("ascii")


@pytest.mark.parametrize("label", ["iso-2022-jp", None])
def test_iso_2022_jp_is_known_by_its_escapes(label: str | None) -> None:
    text = page(JAPANESE, label)
    found = decode(text.encode("iso2022_jp"))
    assert found.text == text
    assert found.decoding.source == ("meta" if label else "detector")


def test_an_escape_sequence_does_not_make_a_page_japanese() -> None:
    assert decode("\x1b$ 新聞".encode()).text == "\x1b$ 新聞"


@pytest.mark.parametrize(
    ("codec", "story"),
    [("cp1252", GERMAN), ("cp1251", RUSSIAN), ("koi8-r", RUSSIAN), ("iso8859-2", POLISH), ("cp1250", POLISH)],
)
def test_single_byte_charsets_without_a_declaration(codec: str, story: str) -> None:
    assert decode(page(story).encode(codec)).text == page(story)


def test_a_true_single_byte_declaration_is_kept() -> None:
    text = page(RUSSIAN, "windows-1251")
    assert decode(text.encode("cp1251")).decoding.source == "meta"


def test_a_little_of_anything_is_windows_1252() -> None:
    found = decode(b"caf\xe9 \x93ok\x94", content_type="text/html; charset=utf-8")
    assert found.text == "café “ok”"
    assert (found.decoding.encoding, found.decoding.source) == ("cp1252", "default")


def test_mojibake_is_not_made_of_utf_8_with_a_bad_byte() -> None:
    found = decode(page("Tu cesta está vacía, categorías y añadir.", "iso-8859-1").encode() + b"\xa92013")
    assert found.decoding.encoding == "utf-8"
    assert found.decoding.replaced == 1


def test_nor_of_utf_8_that_begins_with_one() -> None:
    data = b"<p>\xa92013</p>" + b"<i></i>" * 2_000 + page(SIMPLIFIED, "gb2312").encode()
    found = decode(data)
    assert (found.decoding.encoding, found.decoding.replaced) == ("utf-8", 1)


@given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=40), st.sampled_from(LABELS)))
def test_any_bytes_give_text(data: bytes, content_type: str | None) -> None:
    header = f"text/html; charset={content_type}" if content_type in LABELS else content_type
    found = decode(data, content_type=header)
    assert found.decoding.replaced >= 0
    assert bool(found.text) == bool(
        data.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    )
    found.text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    "data",
    [
        b"<meta charset=" * 40_000 + b"\xff",
        b"<?" + b"encoding='" * 40_000 + b"\xff",
        b"<meta " + b"charset=" * 40_000 + b">\xff\xb0",
        b"<meta " + b" " * 400_000 + b"\xff",
        b"a\x80" * 300_000,
    ],
    ids=["metas", "xml", "charsets", "blanks", "scattered"],
)
def test_hostile_bytes_take_no_longer_than_others(data: bytes) -> None:
    decode(b"<p>" + data[-40:])  # imports
    begun = time.process_time()
    decode(data)
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4\n%\xe2", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"GIF89a\1\0\1\0", b"PK\3\4\x14\0",
        b"\x1f\x8b\x08\0\0", b"\0\0\0\x18ftypmp42",
        bytes(range(256)) * 4, b"\0" * 500, b"\x28\xb5\x2f\xfd\x04",
    ],
)  # fmt: skip
def test_binary_data_is_told(data: bytes) -> None:
    assert looks_binary(data)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"a", b"<p>a\0b\1c</p>",
        b"<p>" + b"\0" * 2 + b"story</p>", "新聞".encode("gb18030"), "新聞".encode("utf-16"),
        page(JAPANESE).encode("iso2022_jp"), page(SIMPLIFIED).encode("utf-16-le"),
        page(TRADITIONAL).encode("utf-16-be"),
        page(KOREAN).encode("cp949"), b"\xef\xbb\xbf<p>", b"BM is a bank", b"MZ is a car", b"RIF",
    ],
)  # fmt: skip
def test_text_is_not_taken_for_binary(data: bytes) -> None:
    assert not looks_binary(data)


def test_a_utf_8_page_needs_no_other_package() -> None:
    code = (
        "import sys; from newsharvest.text import decode; decode('新聞'.encode())\n"
        "print({'bs4', 'charset_normalizer'} & {*sys.modules})"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert ran.stdout.strip() == "set()"
