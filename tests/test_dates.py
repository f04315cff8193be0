"""The dates of one line: every spelling the library reads, and the numbers that are no dates."""

from __future__ import annotations

import string
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsharvest.languages import lexicon_for, lexicons
from newsharvest.lines.date_labels import label_role, role_after, role_before
from newsharvest.lines.dates import find_dates, parse_date

NOW = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)

SPELLINGS = [
    # ISO 8601
    ("en", "2020-02-03", "2020-02-03"),
    ("en", "2020-02-03T16:20", "2020-02-03T16:20"),
    ("en", "2020-02-03 16:20:05", "2020-02-03T16:20:05"),
    ("en", "2020-02-03T16:20:00Z", "2020-02-03T16:20:00+00:00"),
    ("en", "2020-02-03T16:20:00.123+0800", "2020-02-03T16:20:00+08:00"),
    ("en", "2020-02-03T16:20:00 +08:00", "2020-02-03T16:20:00+08:00"),
    ("en", "2020-02-03T16:20:00-05", "2020-02-03T16:20:00-05:00"),
    # mail and server headers, ctime, Java
    ("en", "Mon, 03 Feb 2020 16:20:00 +0800", "2020-02-03T16:20:00+08:00"),
    ("en", "Mon, 03 Feb 2020 16:20:00 GMT", "2020-02-03T16:20:00+00:00"),
    ("en", "Mon Feb 03 16:20:00 +0100 2020", "2020-02-03T16:20:00+01:00"),
    ("en", "Mon Feb 03 16:20:00 CST 2020", "2020-02-03T16:20:00-06:00"),
    ("zh", "Mon Feb 03 16:20:00 CST 2020", "2020-02-03T16:20:00+08:00"),
    ("en", "06-Nov-94", "1994-11-06"),
    # Chinese
    ("zh", "2019-11-25 18:57 来源：河畔日报", "2019-11-25T18:57"),
    ("zh", "2019/11/25", "2019-11-25"),
    ("zh", "2005.08.26 05:39", "2005-08-26T05:39"),
    ("zh", "2005.08.2605:39", "2005-08-26T05:39"),
    ("zh", "2024 05/09 22:27:02", "2024-05-09T22:27:02"),
    ("zh", "发布时间：2019年11月25日 18时57分", "2019-11-25T18:57"),
    ("zh", "2019年11月25日18:57", "2019-11-25T18:57"),
    ("zh", "2019年11月25日（星期一）下午6点57分", "2019-11-25T18:57"),
    ("zh", "2019年11月25日 凌晨12:30", "2019-11-25T00:30"),
    ("zh", "２０１９年１１月２５日　１８：５７", "2019-11-25T18:57"),
    ("zh", "二〇二〇年二月三日", "2020-02-03"),
    ("zh", "二○一九年十一月二十五日", "2019-11-25"),
    ("zh", "109年2月3日", "2020-02-03"),
    ("zh", "中央社記者林一攝 109年2月3日", "2020-02-03"),
    ("de", "03 | 02 | 2020", "2020-02-03"),
    ("ar", "الاثنين، 03 فبراير 2020 - 04:20 م", "2020-02-03T16:20"),
    ("da", "3. marts 2020 kl. 16.20", "2020-03-03T16:20"),
    ("el", "3 Φεβρουαρίου 2020, 16:20", "2020-02-03T16:20"),
    ("he", "3 בפברואר 2020", "2020-02-03"),
    ("hu", "2020. február 3. 16:20", "2020-02-03T16:20"),
    ("id", "Senin, 3 Februari 2020 16:20", "2020-02-03T16:20"),
    ("nb", "Publisert 3. desember 2020", "2020-12-03"),
    ("no", "3. des. 2020, kl. 16.20", "2020-12-03T16:20"),
    ("ro", "3 februarie 2020, ora 16:20", "2020-02-03T16:20"),
    ("uk", "3 лютого 2020, 16:20", "2020-02-03T16:20"),
    ("ko", "2020. 2. 3. 오후 4:20", "2020-02-03T16:20"),
    ("ru", "3 февраля 2020 г., 16:20", "2020-02-03T16:20"),
    ("tr", "3 Şubat 2020 Pazartesi 16:20", "2020-02-03T16:20"),
    ("sv", "3 februari 2020 kl. 16.20", "2020-02-03T16:20"),
    ("de", "3. Februar 2020 um 16.20", "2020-02-03T16:20"),
    ("de", "3. Februar 2020 ab 16:20", "2020-02-03"),
    ("zh", "民國109年2月3日", "2020-02-03"),
    ("zh", "中華民國一〇九年十月十日", "2020-10-10"),
    ("zh", "2020年2月3日 北京时间16:20", "2020-02-03T16:20+08:00"),
    # Japanese and Korean
    ("ja", "令和2年2月3日 午後4時20分", "2020-02-03T16:20"),
    ("ja", "令和元年12月3日", "2019-12-03"),
    ("ja", "平成31年2月3日(日)", "2019-02-03"),
    ("ja", "2020年2月3日（月） 16時20分", "2020-02-03T16:20"),
    ("ja", "19/11/25", "2019-11-25"),
    ("ko", "2020년 2월 3일 오후 4:20", "2020-02-03T16:20"),
    ("ko", "입력 : 2020.02.03 16:20", "2020-02-03T16:20"),
    # month names
    ("en", "February 3, 2020", "2020-02-03"),
    ("en", "Feb. 3rd, 2020 at 4:20 p.m. EST", "2020-02-03T16:20-05:00"),
    ("en", "Monday, 3 February 2020, 16:20 BST", "2020-02-03T16:20+01:00"),
    ("en", "Published 16:20 GMT, 3 February 2020", "2020-02-03T16:20+00:00"),
    ("en", "3 Feb 2020 12:05 am", "2020-02-03T00:05"),
    ("en", "3 Feb 2020 16:20 GMT+0800", "2020-02-03T16:20+08:00"),
    ("en", "3 Feb 2020 16:20 (UTC+8)", "2020-02-03T16:20+08:00"),
    ("en", "2020 February 3", "2020-02-03"),
    ("de", "Montag, 3. Februar 2020 um 16.20 Uhr", "2020-02-03T16:20"),
    ("de", "3. Feb. 2020 | 16 Uhr", "2020-02-03T16:00"),
    ("de", "Stand: 03.02.2020, 16:20 Uhr", "2020-02-03T16:20"),
    ("de", "03.02.20", "2020-02-03"),
    ("de", "3. Februar 2020 16:20 MEZ", "2020-02-03T16:20+01:00"),
    ("fr", "Publié le 3 février 2020 à 14h30", "2020-02-03T14:30"),
    ("fr", "1er mars 2020, 14 h 30", "2020-03-01T14:30"),
    ("fr", "Le 3 février 2020 à 14:30 est ouvert", "2020-02-03T14:30"),
    ("en", "3 February 2020, 10:00-11:20", "2020-02-03T10:00"),
    ("es", "3 de febrero de 2020 a las 16:20", "2020-02-03T16:20"),
    ("es", "15 de Noviembre del 2019", "2019-11-15"),
    ("pt", "3 de fevereiro de 2020 às 16h20", "2020-02-03T16:20"),
    ("it", "3 febbraio 2020, ore 16:20", "2020-02-03T16:20"),
    ("it", "28 luglio 202010:43", "2020-07-28T10:43"),
    ("nl", "maandag 3 februari 2020 om 16:20 uur", "2020-02-03T16:20"),
    ("pl", "3 lutego 2020, o godz. 16:20", "2020-02-03T16:20"),
    ("tr", "3 Şubat 2020 16:20", "2020-02-03T16:20"),
    ("ru", "3 февраля 2020 г. в 16:20", "2020-02-03T16:20"),
    ("cs", "3. února 2020", "2020-02-03"),
    ("sv", "3 februari 2020 kl. 16:20", "2020-02-03T16:20"),
    # a page in one language with a month of another
    ("en", "3. März 2020", "2020-03-03"),
]


@pytest.mark.parametrize(("language", "line", "iso"), SPELLINGS)
def test_a_date_is_read_with_the_precision_and_offset_it_is_printed_with(language: str, line: str, iso: str) -> None:
    found = find_dates(line, lexicon_for(language))
    assert [date.iso for date in found] == [iso]
    assert line[found[0].start : found[0].end].strip() == found[0].printed
    assert found[0].has_time == ("T" in iso)
    assert parse_date(line, lexicon_for(language)) is not None


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "02日14:25"),
        ("zh", "11月25日 18:57"),
        ("en", "3 Feb 20:15"),
        ("en", "February 2020"),
        ("en", "20200203"),
        ("en", "version 1.2.34, host 10.0.0.1"),
        ("en", "2020-02-30"),
        ("en", "2020-13-03"),
        ("en", "3 Flub 2020"),
        ("en", "1 February 1847"),
        ("en", "Tel. 030-20-2020"),
        ("en", ""),
        ("en", "3 hours ago"),
        ("zh", "昨天 16:20"),
    ],
)
def test_what_names_no_day_gives_none(language: str, line: str) -> None:
    assert find_dates(line, lexicon_for(language)) == []


def test_a_time_behind_a_word_may_be_of_the_next_day() -> None:
    found = find_dates("3 Feb 2020Updated 16:20, 4 Feb 2020", lexicon_for("en"))
    assert [date.iso for date in found] == ["2020-02-03", "2020-02-04T16:20"]


@pytest.mark.parametrize(
    ("language", "order", "line", "iso", "ambiguous"),
    [
        ("en", None, "02/03/2020", "2020-02-03", True),
        ("en", "dmy", "02/03/2020", "2020-03-02", True),
        ("fr", None, "02/03/2020", "2020-03-02", True),
        ("zh", None, "02/03/2020", "2020-03-02", True),
        ("en", None, "25/11/2019", "2019-11-25", False),
        ("fr", None, "11/25/2019", "2019-11-25", False),
        ("en", None, "02.03.2020", "2020-03-02", True),
        ("en", None, "03/03/2020", "2020-03-03", False),
        ("en", None, "02-03-2020", "2020-02-03", True),
    ],
)
def test_the_order_of_day_and_month_is_the_languages_unless_the_numbers_tell(
    language: str, order: str | None, line: str, iso: str, ambiguous: bool
) -> None:
    found = find_dates(line, lexicon_for(language), order=order)[0]
    assert (found.iso, found.ambiguous) == (iso, ambiguous)


@pytest.mark.parametrize(
    ("language", "line", "iso"),
    [
        ("en", "20 hours ago", "2024-03-04T16:00+00:00"),
        ("en", "an hour ago", "2024-03-05T11:00+00:00"),
        ("en", "2 days ago", "2024-03-03"),
        ("zh", "3小时前", "2024-03-05T09:00+00:00"),
        ("zh", "5 分鐘前", "2024-03-05T11:55+00:00"),
        ("zh", "昨天 16:20", "2024-03-04T16:20"),
        ("ja", "3時間前", "2024-03-05T09:00+00:00"),
        ("ko", "3시간 전", "2024-03-05T09:00+00:00"),
        ("de", "vor 2 Stunden", "2024-03-05T10:00+00:00"),
        ("de", "gestern, 16:20 Uhr", "2024-03-04T16:20"),
        ("fr", "il y a 3 heures", "2024-03-05T09:00+00:00"),
        ("es", "hace 3 horas", "2024-03-05T09:00+00:00"),
        ("en", "yesterday", "2024-03-04"),
    ],
)
def test_a_relative_time_is_reckoned_from_the_moment_of_the_fetch(language: str, line: str, iso: str) -> None:
    assert [date.iso for date in find_dates(line, lexicon_for(language), now=NOW)] == [iso]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "前3天的雨"),
        ("en", "2 months ago"),
        ("en", "The mayor said today that the old bridge would reopen"),
    ],
)
def test_words_of_time_that_name_no_day_give_none(language: str, line: str) -> None:
    assert find_dates(line, lexicon_for(language), now=NOW) == []


def test_the_future_ends_two_days_after_the_fetch() -> None:
    english = lexicon_for("en")
    assert find_dates("2024-03-07", english, now=NOW)
    assert not find_dates("2024-03-08", english, now=NOW)
    assert parse_date("2024-03-08T00:00:00Z", english, now=NOW) is None
    assert find_dates("2024-03-08", english)


def test_several_dates_stay_apart_and_keep_their_own_times() -> None:
    line = "Published: 3 Feb 2020 10:30 | Updated: 4 Feb 2020 11:45"
    found = find_dates(line, lexicon_for("en"))
    assert [date.iso for date in found] == ["2020-02-03T10:30", "2020-02-04T11:45"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("20200203", "2020-02-03"),
        ("20200203162005", "2020-02-03T16:20:05"),
        ("20200203T162005Z", "2020-02-03T16:20:05+00:00"),
        ("1580718000", "2020-02-03T08:20:00+00:00"),
        ("1580718000123", "2020-02-03T08:20:00+00:00"),
        ("2020-02-03T24:10:00", "2020-02-03"),
        (" 2020-02-03 ", "2020-02-03"),
        ("news", None),
        ("123456", None),
        ("", None),
    ],
)
def test_a_string_that_should_be_a_date(text: str, iso: str | None) -> None:
    found = parse_date(text, lexicon_for("en"))
    assert (found.iso if found else None) == iso


@pytest.mark.parametrize(
    ("iso", "has_offset"),
    [("2020-02-03T16:20-05:00", True), ("2020-02-03T16:20", False), ("2020-02-03", False)],
)
def test_an_offset_is_told_from_the_hyphens_of_the_day(iso: str, has_offset: bool) -> None:
    found = parse_date(iso, lexicon_for("en"))
    assert found is not None
    assert found.has_offset is has_offset


@pytest.mark.parametrize(
    ("language", "text", "position", "role"),
    [
        ("en", "Published by Ann Lee on 3 Feb 2020", 24, "published"),
        ("en", "Last updated 3 Feb 2020", 13, "modified"),
        ("zh", "更新时间：2020-02-03", 5, "modified"),
        ("zh", "發佈時間:2020-02-03", 5, "published"),
        ("de", "Aktualisiert am 03.02.2020", 16, "modified"),
        ("de", "Stand: 03.02.2020", 7, "modified"),
        ("ko", "수정 2020.02.03", 3, "modified"),
        ("en", "By Ann Lee 3 Feb 2020", 11, None),
        ("en", "Postedite 3 Feb 2020", 10, None),
    ],
)
def test_the_label_in_front_of_a_date_gives_its_role(language: str, text: str, position: int, role: str | None) -> None:
    assert role_before(text, position, 0, lexicon_for(language)) == role


def test_labels_behind_a_date_and_on_the_line_before() -> None:
    assert role_after("2020年2月3日 16:20 更新", 15, lexicon_for("ja")) == "modified"
    assert role_after("3 Feb 2020, Lyon", 10, lexicon_for("en")) is None
    assert label_role("发布时间：", lexicon_for("zh")) == "published"
    assert label_role("Last updated:", lexicon_for("en")) == "modified"
    assert label_role("Weather", lexicon_for("en")) is None


@pytest.mark.parametrize("code", sorted(lexicons()))
def test_every_language_file_has_twelve_months_or_none_and_a_known_order(code: str) -> None:
    dates = lexicons()[code].dates
    assert len(dates.months) in (0, 12)
    assert len(dates.units) == 7
    assert dates.order[0] in ("dmy", "mdy", "ymd")
    assert all("=" in entry for entry in (*dates.zones, *dates.eras))


_PIECES = st.lists(
    st.sampled_from(
        [*"0123456789年月日:-/. ,", "2020", "Feb", "一", "〇", "民國", "T", "Z", "下午", "ago", "vor ", "+08"]
    ),
    max_size=40,
)


@given(_PIECES, st.sampled_from(["zh", "en", "ja"]), st.booleans())
def test_no_text_breaks_the_reader_and_every_result_is_iso(pieces: list[str], language: str, relative: bool) -> None:
    line = "".join(pieces)
    for date in find_dates(line, lexicon_for(language), now=NOW if relative else None, compact=True):
        assert datetime.fromisoformat(date.iso)
        assert 0 <= date.start < date.end <= len(line)


@pytest.mark.parametrize("piece", ["1", "1 ", "12 ab ", "2020", "二", "11:1", "a", " ", "1.1.", "Feb 1 ", "前1"])
def test_long_hostile_lines_are_read_in_no_time(piece: str) -> None:
    line = piece * (100_000 // len(piece))
    begin = time.process_time()
    find_dates(line, lexicon_for("zh"), now=NOW, compact=True)
    assert time.process_time() - begin < 0.1


@given(st.one_of(st.text(string.printable, max_size=60), st.text(max_size=60)))
def test_a_metadata_string_never_raises(text: str) -> None:
    found = parse_date(text, lexicon_for("en"), now=NOW)
    assert found is None or datetime.fromisoformat(found.iso)
