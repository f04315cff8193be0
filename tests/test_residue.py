"""Converter's pinyin goes, a teacher's glosses stay."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from newsharvest.text import find_residue
from newsharvest.text.residue import Residue

# What a converter makes of a simplified page: phrase-blind traditional characters (里, 并, 范 as they were).
PASSAGE = """\
松河縣山區的九個鄉鎮去年遭遇暴雨,通往外面的路斷了四十多處。縣里組織黨員干部和群眾一起搶修,用了三個月時間,把最難走的一段路修通了。
負責這項工作的交通局副局長姚啟明說,修路不光是為了運東西,也是為了讓村里的老人能及時去縣醫院看病,讓學生在雨天也能按時到校學習。
“過去下一場大雨,我們就要停課三天,”石門小學的校長對記者說,“現在學生們可以坐車來學校,家長也放心。”
在石門村,村民組成了一支護路隊,十二個隊員輪流值班,每天檢查路面,發現石塊就立即清理。隊長周大伯今年六十八歲,當過二十年護林員,對山里的情況最熟。
他的責任心強,每次下雨都走在最前面。“路是大家的,護路是每個人的責任,”他說,“發生一次事故,就會害了一家人。”
縣交通局為護路隊配發了雨衣、手電和對講機,并請來專業人員對隊員進行培訓。業務學習每月一次,內容包括識別險情、設立警示標志和使用機械。
除了修路,縣里還準備在三個鄉鎮建立衛生站,由縣醫院的醫生每周下鄉坐診兩天。醫院負責人表示,目前已有十一名醫生報名,設備也在準備當中。
“我們要把好事辦實,”縣長在現場會上強調,“實事求是,不搞花架子,讓山區群眾實實在在地得到好處。”
據介紹,這個縣還計劃利用網絡開展農業技術服務,在各村設立網點,由技術員在網上解答問題。目前已經建成網點二十七個,服務農戶三千多戶。
下一步,縣里將繼續擴大網點的范圍,爭取到年底實現每個村都有一個網點,讓農戶足不出村就能學到技術、賣出產品。
去年秋天,石門村的農戶第一次在網上賣出了三萬斤板栗。村支書說,這在過去想都不敢想,現在年輕人也愿意回鄉創業了。
"""
# The converter's table, and the only reading it knows of each.
TABLE = {
    "個": "gè", "鄉": "xiāng", "鎮": "zhèn", "時": "shí", "負": "fù",
    "責": "zé", "運": "yùn", "醫": "yī", "學": "xué",
    "現": "xiàn", "護": "hù", "發": "fā", "強": "qiáng", "業": "yè",
    "機": "jī", "實": "shí", "網": "wǎng", "點": "diǎn",
    "設": "shè", "準": "zhǔn", "擴": "kuò", "報": "bào", "據": "jù", "險": "xiǎn",
}  # fmt: skip


def annotated(text: str, table: dict[str, str]) -> str:
    return "".join(f"{character}({table[character]})" if character in table else character for character in text)


CONVERTED = annotated(PASSAGE, TABLE)


def test_it_is_found_and_removed() -> None:
    found = find_residue(CONVERTED)
    assert found is not None
    assert not found.doubtful
    assert found.count == sum(PASSAGE.count(character) for character in TABLE)
    assert found.characters == "".join(sorted(TABLE))
    assert found.clean(CONVERTED) == PASSAGE


def test_it_is_removed_from_each_part_of_the_document() -> None:
    found = find_residue(CONVERTED)
    assert found is not None
    assert [found.clean(line) for line in CONVERTED.split("\n")] == PASSAGE.split("\n")


@pytest.mark.parametrize(
    "line",
    [
        "石門村(右二)",
        "A股(A股)上漲",
        "(fā)",
        "漣(lián)源",
        "發(FĀ)",
        "發（fā）",
        "發(fā",
        "發( fā)",
        "發(yī fā)",
        "發(fa)",
        "發((fā))",
        "",
    ],
)
def test_other_parentheses_stay(line: str) -> None:
    found = find_residue(CONVERTED)
    assert found is not None
    assert found.clean(line) == line


def test_full_width_punctuation_around_it_changes_nothing() -> None:
    text = CONVERTED.replace(",", "，")
    found = find_residue(text)
    assert found is not None
    assert found.clean(text) == PASSAGE.replace(",", "，")


SIMPLIFIED_POEM = (
    "春(chūn)眠(mián)不(bù)觉(jué)晓(xiǎo)，处(chù)处(chù)闻(w"
    "én)啼(tí)鸟(niǎo)。夜(yè)来(lái)风(fēng)雨(yǔ)声(shēng)，"
    "花(huā)落(luò)知(zhī)多(duō)少(shǎo)。"
)
TEXTBOOK = (
    "第三課 "
    "小(xiǎo)鳥(niǎo)在(zài)樹(shù)上(shàng)唱(chàng)歌(gē)。日(rì)頭(tóu)出(chū)來(lái)了，小(xiǎo)鳥(niǎo)飛(fēi)到(dào)"
    "樹(shù)下(xià)，對(duì)我(wǒ)們說(shuō)：你(nǐ)好(hǎo)！"
)
ONCE_EACH = "".join(f"{character}({reading})、" for character, reading in TABLE.items())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SIMPLIFIED_POEM * 3, id="annotated simplified poem"),
        pytest.param(TEXTBOOK, id="textbook line"),
        pytest.param(TEXTBOOK * 5, id="textbook page"),
        pytest.param("重(chóng)慶市漣(lián)源路，又稱漣(lián)水路，在鎮(zhèn)上。" + PASSAGE, id="a few glosses"),
        pytest.param(ONCE_EACH, id="a list, each once"),
        pytest.param("滟滪(yàn yù)堆在瞿塘(qú táng)峡口，" * 10, id="two syllables"),
        pytest.param("發（fā）展" * 20, id="full-width parentheses"),
        pytest.param(PASSAGE, id="nothing"),
        pytest.param("", id="empty"),
    ],
)
def test_true_glosses_stay(text: str) -> None:
    found = find_residue(text)
    assert found is None or (found.doubtful and found.clean(text) == text)


@pytest.mark.parametrize(
    "text", [SIMPLIFIED_POEM * 3, "重(chóng)慶與漣(lián)源、鎮(zhèn)", PASSAGE, "滟滪(yàn yù)堆" * 10]
)
def test_what_does_not_even_look_like_it_is_no_warning(text: str) -> None:
    assert find_residue(text) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(annotated(PASSAGE, {c: TABLE[c] for c in "擴報據險準強"}), id="sparse clone: too few"),
        pytest.param(annotated(PASSAGE, {c: TABLE[c] for c in "護網學實"}), id="too few characters"),
        pytest.param(CONVERTED + "重(chóng)慶、日(rì)報", id="a gloss on another character"),
        pytest.param(CONVERTED.replace("(xué)", "", 2).replace("(hù)", "", 3) + PASSAGE, id="only some occurrences"),
        pytest.param(annotated(PASSAGE, TABLE | dict.fromkeys("學護實網", "mā")), id="wrong readings"),
    ],
)
def test_in_doubt_it_stays_and_is_named(text: str) -> None:
    found = find_residue(text)
    assert found is not None
    assert found.doubtful
    assert found.clean(text) == text


def test_a_reading_that_does_not_fit_the_word_is_what_converters_print() -> None:
    table = TABLE | {"應": "yīng"}  # 響應 is read yìng
    text = annotated(PASSAGE + "群眾響應,村里也響應。", table)
    found = find_residue(text)
    assert found is not None
    assert "響應," in found.clean(text)


def test_what_is_clean_stays_clean() -> None:
    found = find_residue(CONVERTED)
    assert found is not None
    assert find_residue(found.clean(CONVERTED)) is None
    assert found.clean(found.clean(CONVERTED)) == PASSAGE


@pytest.mark.parametrize(
    "piece",
    ["發(" * 50, "發(fā" * 50, "(((((" * 50, "發" * 200, "發(aaaaā" * 40, "(āāāāā)" * 40, "發(fā)" * 40],
    ids=["open", "unclosed", "parentheses", "han", "letters", "marks", "residue"],
)
def test_time_grows_with_the_text(piece: str) -> None:
    def seconds(text: str) -> float:
        best = 9.9
        for _ in range(3):
            begun = time.process_time()
            found = find_residue(text) or Residue(1, "發", doubtful=False)
            found.clean(text)
            best = min(best, time.process_time() - begun)
        return best

    short, long = seconds(piece * 200), seconds(piece * 800)
    assert long < 4 * 2.6 * short + 0.005


CORPORA = os.environ.get("NEWSHARVEST_CORPORA", "")
SEED = Path(CORPORA).parent / "seed" / "page.txt"


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA or not SEED.exists(), reason="the seed page is not at hand")
def test_the_seed_page() -> None:
    text = SEED.read_text(encoding="utf-8")
    found = find_residue(text)
    assert found is not None
    assert (found.count, len(found.characters), found.doubtful) == (282, 62, False)
    assert len(text) - len(found.clean(text)) == 1_421
