"""The text says its language; the declaration only where the text leaves it open."""

from __future__ import annotations

import pytest

from newsharvest.languages import detect, lexicons

HANT = "記者從市政府獲悉，這座橋將於下月完工，屆時兩岸居民過河只需五分鐘。"
HANS = "记者从市政府获悉，这座桥将于下月完工，届时两岸居民过河只需五分钟。"
STORIES = {
    "zh-Hant": HANT,
    "zh-Hans": HANS,
    "ja": "橋の工事は来月に完成する見通しで、両岸の住民は五分で川を渡れるようになる。",
    "ko": "다리 공사는 다음 달에 끝날 예정이며, 주민들은 오 분이면 강을 건널 수 있게 된다.",
    "en": (
        "The bridge will be finished next month, and people on both banks "
        "will cross the river in five minutes, the mayor said."
    ),
    "de": (
        "Die Brücke wird im nächsten Monat fertig, und die Menschen an "
        "beiden Ufern sind dann in fünf Minuten über den Fluss."
    ),
    "fr": (
        "Le pont sera achevé le mois prochain et les habitants des deux "
        "rives pourront traverser la rivière en cinq minutes."
    ),
    "es": (
        "El puente estará listo el mes que viene y los vecinos de las dos "
        "orillas cruzarán el río en cinco minutos, según el alcalde."
    ),
    "it": (
        "Il ponte sarà pronto il mese prossimo e gli abitanti delle due rive "
        "potranno attraversare il fiume in cinque minuti."
    ),
    "pt": (
        "A ponte ficará pronta no mês que vem e os moradores das duas "
        "margens não vão precisar mais do barco para atravessar."
    ),
    "nl": (
        "De brug is volgende maand klaar en de bewoners van beide oevers kunnen "
        "dan in vijf minuten naar de overkant van het water."
    ),
    "vi": (
        "Cây cầu sẽ hoàn thành vào tháng sau và người dân hai bên bờ "
        "có thể qua sông trong năm phút, theo ông thị trưởng."
    ),
    "ar": ("سيكتمل الجسر في الشهر القادم وسيعبر السكان من الضفتين النهر خلال خمس دقائق بعد أن كان ذلك يستغرق ساعة."),
    "uk": (
        "Міст буде готовий наступного місяця, і мешканці обох берегів "
        "зможуть перейти річку за п'ять хвилин, що вже обіцяв голова."
    ),
    "da": (
        "Broen bliver færdig i næste måned, og beboerne på begge bredder "
        "kan så komme over floden på fem minutter, siger borgmesteren."
    ),
    "no": (
        "Broen blir ferdig neste måned, og folk på begge sider av elva kan "
        "da komme over på fem minutter, sier ordføreren etter møtet."
    ),
    "el": (
        "Η γέφυρα θα είναι έτοιμη τον επόμενο μήνα και οι κάτοικοι θα "
        "περνούν το ποτάμι σε πέντε λεπτά, είπε ο δήμαρχος."
    ),
    "ro": (
        "Podul va fi gata luna viitoare, iar locuitorii de pe ambele maluri "
        "vor trece râul în cinci minute, a spus primarul, care nu a dat o dată."
    ),
    "id": (
        "Jembatan itu akan selesai bulan depan dan warga di kedua tepi sungai "
        "bisa menyeberang dalam lima menit, kata wali kota yang baru."
    ),
}


@pytest.mark.parametrize("tag", STORIES)
@pytest.mark.parametrize("declared", [None, "", "en", "en-US", "zh-CN", "nonsense", "und", "mul"])
def test_the_text_says_it(tag: str, declared: str | None) -> None:
    assert detect(STORIES[tag], declared) == tag


@pytest.mark.parametrize(
    ("text", "declared", "tag"),
    [
        (HANT, "zh-CN", "zh-Hant"),
        (HANS, "zh-TW", "zh-Hans"),
        (HANT, "yue", "zh-Hant"),
        ("中山市", "zh-CN", "zh-Hans"),
        ("中山市", "zh_TW", "zh-Hant"),
        ("中山市", "zh-Hant-HK", "zh-Hant"),
        ("中山市", "zh", "zh"),
        ("中山市", "en", "zh"),
        ("", "zh-HK", "zh-Hant"),
        ("", "pt-BR", "pt"),
        ("", "EN_us", "en"),
        ("", "cn", "zh"),
        ("", "english", None),
        ("", None, None),
        ("12:30", None, None),
        # Phrase-blind conversion leaves 干, 里, 并, 斗 as they were: traditional all the same.
        ("黨員干部在村里戰斗,并且沖在前面。", "zh-CN", "zh-Hant"),
    ],
)
def test_chinese_and_nearly_nothing(text: str, declared: str | None, tag: str | None) -> None:
    assert detect(text, declared) == tag


TURKISH = (
    "Köprü önümüzdeki ay tamamlanacak ve iki yakada oturanlar nehri beş dakikada geçebilecek, dedi belediye başkanı."
)
DANISH = (
    "Broen bliver færdig i næste måned, og beboerne på begge sider kan så "
    "komme over åen på fem minutter, siger borgmesteren."
)
INDONESIAN = (
    "Jembatan itu akan selesai bulan depan dan warga di kedua tepi sungai "
    "dapat menyeberang dalam lima menit, kata wali kota."
)
UKRAINIAN = (
    "Міст буде готовий наступного місяця, і мешканці обох берегів зможуть "
    "перейти річку за п'ять хвилин, сказав міський голова."
)


@pytest.mark.parametrize(
    ("text", "declared", "tag"),
    [
        (TURKISH, "tr", "tr"),
        (DANISH, "da-DK", "da"),
        (INDONESIAN, "id", "id"),
        (UKRAINIAN, "uk", "uk"),
        ("Ο δήμαρχος μίλησε για τη γέφυρα", "en", "el"),
        ("ראש העיר דיבר על הגשר", "en", "he"),
        ("رئیس شهر درباره پل سخن گفت", "fa", "fa"),
        ("رئیس شهر درباره پل سخن گفت", "en", None),
        ("Menu Login Kontakt", "de", "de"),
        (" ".join(["Jembatan selesai bulan depan warga sungai"] * 20), "en", None),
        (STORIES["en"] * 4, "sw", "en"),
        (STORIES["en"], "sw", "sw"),
        (STORIES["de"], "en", "de"),
        (STORIES["ja"][:30], "zh", "ja"),
    ],
)
def test_the_declaration_counts_where_the_text_leaves_it_open(text: str, declared: str, tag: str | None) -> None:
    assert detect(text, declared) == tag


@pytest.mark.parametrize(
    ("text", "declared", "tag"),
    [
        (
            HANS + " Skip to main content Copyright Example News Online All rights reserved Contact",
            "zh-CN",
            "zh-Hans",
        ),
        (STORIES["en"] * 3 + "（清河橋）", "en", "en"),
        (HANS + "この橋の", "zh-CN", "zh-Hans"),
        (HANT * 3 + "商店名為「の家」", "zh-TW", "zh-Hant"),
    ],
)
def test_a_few_words_of_another_script_change_nothing(text: str, declared: str, tag: str) -> None:
    assert detect(text, declared) == tag


def test_only_the_beginning_is_read() -> None:
    assert detect(STORIES["de"] * 40 + HANT * 4_000, None) == "de"


@pytest.mark.parametrize("code", ["en", "de", "fr", "es", "it", "pt", "nl"])
def test_language_files_say_their_short_words(code: str) -> None:
    words = lexicons()[code].detection.stopwords
    assert 30 <= len(words) <= 60
    assert len(set(words)) == len(words)
    assert all(word == word.lower() and " " not in word for word in words)
