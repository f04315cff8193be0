"""The fields published and modified: which of a page's dates is the story's, and how sure that is.

The pages name the label of each block themselves (``data-label``), so that no other rule of the library decides here.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from newsharvest.fields import modified, published
from newsharvest.languages import lexicon_for
from newsharvest.page.blocks import cut_blocks
from newsharvest.page.metadata import read_metadata
from newsharvest.page.model import Page
from newsharvest.page.tree import parse

if TYPE_CHECKING:
    from newsharvest.fields.candidate import Candidate

URL = "https://news.example/region/bridge-reopens.html"
STORY = (
    "<p data-label=paragraph>The old bridge across the mill stream reopened on Monday after two years of work.</p>" * 4
)


def page_of(body: str, *, head: str = "", url: str | None = URL, lang: str = "en") -> Page:
    html = f'<html lang="{lang}"><head><title>Old bridge reopens</title>{head}</head><body>{body}</body></html>'
    root = parse(html.encode()).root
    page = Page(url=url, root=root, metadata=read_metadata(root, url=url))
    page.language, page.lexicon = lang, lexicon_for(lang)
    cut = cut_blocks(root)
    page.blocks, page.links = cut.blocks, cut.links
    for block in page.blocks:
        block.label = block.element.get("data-label") or ("title" if block.tag == "h1" else "boilerplate")
    return page


def story_page(line: str = "", **options: Any) -> Page:
    return page_of(f"<h1>Old bridge reopens</h1>{line}{STORY}", **options)


def best(page: Page, field: Any = published) -> Candidate | None:
    return max(field.offer(page), key=lambda candidate: candidate.confidence, default=None)


def value(page: Page, field: Any = published) -> str | None:
    found = best(page, field)
    return found.value if found else None


def json_ld(**values: str) -> str:
    data = {"@type": "NewsArticle", "headline": "Old bridge reopens", **values}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


@pytest.mark.parametrize(
    ("name", "content", "iso"),
    [
        ("article:published_time", "2020-02-03T16:20:00+08:00", "2020-02-03T16:20:00+08:00"),
        ("og:article:published_time", "2020-02-03 16:20:00", "2020-02-03T16:20:00"),
        ("weibo: article:create_at", "2020-02-03 16:20", "2020-02-03T16:20"),
        ("apub:time", "2020/2/3 16:20:00", "2020-02-03T16:20:00"),
        ("PubDate", "20200203", "2020-02-03"),
        ("sailthru.date", "Mon, 03 Feb 2020 16:20:00 GMT", "2020-02-03T16:20:00+00:00"),
        ("DC.date.issued", "2020-02-03", "2020-02-03"),
        ("citation_publication_date", "2020/02/03", "2020-02-03"),
        ("cXenseParse:recs:publishtime", "2020-02-03T16:20:00Z", "2020-02-03T16:20:00+00:00"),
        ("channel7:publicationDate", "2020-02-03", "2020-02-03"),
        ("picture_pool:uploaded", "2020-02-03T04:36:36-05:00", "2020-02-03T04:36:36-05:00"),
        ("article:published_time", "2020-02-03T16:20:00:684Z", "2020-02-03T16:20:00+00:00"),
    ],
)
def test_meta_elements_that_mean_publication(name: str, content: str, iso: str) -> None:
    found = best(story_page(head=meta(name, content)))
    assert found is not None
    assert (found.value, found.printed) == (iso, content.removeprefix("Mon, "))
    assert found.where == f"meta {name.lower()}"


@pytest.mark.parametrize(
    "name", ["article:expiration_time", "event:start_date", "og:image", "birthdate", "creation_date", "site_launched"]
)
def test_meta_elements_that_mean_something_else(name: str) -> None:
    assert value(story_page(head=meta(name, "2020-02-03"))) is None


@pytest.mark.parametrize(
    ("lang", "line", "iso"),
    [
        ("zh", "<div data-label=byline>时间：2019-11-25 18:57　来源：河畔日报　点击：12</div>", "2019-11-25T18:57"),
        ("zh", "<div>發佈時間：民國109年2月3日</div>", "2020-02-03"),
        ("zh", "<div>2005.08.2605:39</div>", "2005-08-26T05:39"),
        ("zh", "<div>2024</div><div>05/09</div><div>22:27:02</div>", "2024-05-09T22:27:02"),
        ("zh", "<div>更新时间：2019-11-25 18:57</div>", "2019-11-25T18:57"),
        ("ko", "<div>입력 2020.02.03 16:20 | 수정 2020.02.04 09:00</div>", "2020-02-03T16:20"),
        ("ja", "<div>2020年2月3日 16:20 公開</div>", "2020-02-03T16:20"),
        ("de", "<div>Von Ada Brück</div><div>Veröffentlicht am 3. Februar 2020 um 16:20 Uhr</div>", "2020-02-03T16:20"),
        ("en", "<div>Published</div><div>3 February 2020</div>", "2020-02-03"),
        ("en", "<div>3</div><div>Feb</div><div>2020</div>", "2020-02-03"),
        ("en", "<div>Last updated 5 Feb 2020, originally published 3 Feb 2020</div>", "2020-02-03"),
        ("en", '<time datetime="2020-02-03T16:20:00Z"></time>', "2020-02-03T16:20:00+00:00"),
        ("en", '<p><time datetime="2020-02-03T16:20:00Z">3 February</time></p>', "2020-02-03T16:20:00+00:00"),
        (
            "en",
            "<p data-label=paragraph>MILLTOWN, Feb. 3, 2020 (Wire) – The old bridge reopened to traffic.</p>",
            "2020-02-03",
        ),
        ("en-GB", "<div>02/03/2020</div>", "2020-03-02"),
        ("en-US", "<div>02/03/2020</div>", "2020-02-03"),
    ],
)
def test_the_line_below_the_title(lang: str, line: str, iso: str) -> None:
    assert value(story_page(line, lang=lang)) == iso


@pytest.mark.parametrize(
    "line",
    [
        "<div>02日14:25</div>",
        "<div>Opening hours until: 10.02.2020</div>",
        "<p data-label=paragraph>The bridge was closed on 3 February 2018 when the first of its arches gave way.</p>",
        "<div class=comment-list>Ben Hale, 3 February 2020 at 16:20: Good!</div>",
        "<p data-label=paragraph>The bridge was closed three hours ago, 20 hours ago some say, for the river rose.</p>",
        "<div class=comment-list>Ben Hale, 20 hours ago: Good!</div>",
    ],
)
def test_lines_that_do_not_tell_the_date_are_not_sure(line: str) -> None:
    found = best(story_page(line))
    assert found is None or found.confidence < 0.5


def test_a_list_of_other_stories_is_not_believed() -> None:
    related = "".join(f"<div class=item>{day} March 2021</div>" for day in (4, 7, 9))
    page = page_of(f"<h1>Old bridge reopens</h1><div data-label=byline>3 February 2020</div>{STORY}{related}")
    assert value(page) == "2020-02-03"
    found = best(page_of(f"<h1>Old bridge reopens</h1>{STORY}{related}"))
    assert found is None or found.confidence <= 0.1


def test_the_date_of_a_line_keeps_its_words_and_its_place() -> None:
    found = best(story_page("<div data-label=byline>By Ada Brook, Feb. 3, 2020 at 4:20 p.m.</div>"))
    assert found is not None
    assert found.printed == "Feb. 3, 2020 at 4:20 p.m."
    assert found.where.text.startswith("By Ada Brook")
    assert found.span == (1, 14, 39)


def test_agreement_makes_sure() -> None:
    stated, line = json_ld(datePublished="2020-02-03T16:20:00+01:00"), "<div>3 February 2020</div>"
    url = "https://news.example/2020/02/03/bridge.html"
    alone, with_line = best(story_page(head=stated)), best(story_page(line, head=stated))
    with_all = best(story_page(line, head=stated, url=url))
    assert alone
    assert with_line
    assert with_all
    assert alone.confidence < with_line.confidence < with_all.confidence <= 1
    assert alone.value == with_line.value == with_all.value == "2020-02-03T16:20:00+01:00"


def test_of_agreeing_places_the_one_with_time_and_offset_speaks() -> None:
    page = story_page("<div data-label=byline>Published 3 February 2020, 16:20</div>", head=meta("date", "2020-02-03"))
    assert value(page) == "2020-02-03T16:20"
    page = story_page("<div>3 February 2020, 16:20</div>", head=json_ld(datePublished="2020-02-03T16:20:00+01:00"))
    assert value(page) == "2020-02-03T16:20:00+01:00"


def test_day_and_month_stand_in_the_order_that_agrees() -> None:
    page = story_page("<div class=article-date>12/10/2020</div>", head=json_ld(datePublished="2020-10-12T12:29:10Z"))
    found = best(page)
    assert found is not None
    assert found.value == "2020-10-12T12:29:10+00:00"
    assert found.confidence > 0.9


def test_a_utc_time_is_given_on_the_clock_that_the_page_prints() -> None:
    page = story_page(
        "<div>Published Feb. 3, 2020 at 8:20 p.m.</div>", head=json_ld(datePublished="2020-02-04T03:20:30Z")
    )
    found = best(page)
    assert found is not None
    assert found.value == "2020-02-03T20:20:30-07:00"
    assert datetime.fromisoformat(found.value) == datetime(2020, 2, 4, 3, 20, 30, tzinfo=UTC)
    assert found.printed == "Feb. 3, 2020 at 8:20 p.m."


def test_the_line_s_own_element_says_the_hour_and_zone_where_the_utc_day_is_the_next() -> None:
    """As WordPress prints a story of the evening: the day for readers, the moment in UTC for machines."""
    time = "2023-05-10T22:14:09-04:00"
    line = f"<div>Posted on <time class=published datetime={time}>May 10, 2023</time></div>"
    head = json_ld(datePublished="2023-05-11T02:14:09+00:00") + meta(
        "article:published_time", "2023-05-11T02:14:09+00:00"
    )
    assert value(story_page(line, head=head)) == time


@pytest.mark.parametrize(
    ("stated", "own", "expected"),
    [
        ("2023-05-10T18:14:09Z", "2023-05-10T14:14-04:00", "2023-05-10T14:14:09-04:00"),
        # Many systems call their own clock UTC.
        ("2019-04-19T20:00:00+00:00", "2019-04-19T20:00:00+09:00", "2019-04-19T20:00:00+09:00"),
        ("2023-05-10T18:14:09Z", "2023-05-10T15:00:00-04:00", "2023-05-10T18:14:09+00:00"),
    ],
)
def test_a_utc_time_is_given_with_the_offset_that_the_page_states_elsewhere(
    stated: str, own: str, expected: str
) -> None:
    day = expected[:10]
    line = f'<div class="date"><time datetime="{own}">{day}</time></div>'
    assert value(story_page(line, head=json_ld(datePublished=stated))) == expected


def test_the_line_below_the_title_is_believed_against_the_machine() -> None:
    page = story_page(
        "<div class=article-date>3 February 2020</div>", head=json_ld(datePublished="2021-06-01T00:00:00Z")
    )
    assert value(page) == "2020-02-03"


def test_an_unlabelled_line_that_repeats_the_change_is_the_change() -> None:
    head = json_ld(datePublished="2020-02-03T16:20:00Z", dateModified="2021-06-01T10:00:00Z")
    page = story_page("<div class=article-date>1 June 2021</div>", head=head)
    assert value(page) == "2020-02-03T16:20:00+00:00"
    assert value(page, modified) == "2021-06-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("<div>Published: 3 Feb 2020 10:30 | Updated: 4 Feb 2020 11:45</div>", "2020-02-03T10:30", "2020-02-04T11:45"),
        ("<div>Published</div><div>3 Feb 2020</div><div>Updated</div><i>4 Feb 2020</i>", "2020-02-03", "2020-02-04"),
        ('<time datetime="2020-02-03">Feb 3</time><time class=updated datetime="2020-02-04">Feb 4</time>',
         "2020-02-03", "2020-02-04"),
    ],
)  # fmt: skip
def test_publication_and_change_are_told_apart(line: str, first: str, last: str) -> None:
    page = story_page(line)
    assert (value(page), value(page, modified)) == (first, last)


def test_a_change_before_the_publication_is_doubted() -> None:
    page = story_page(head=json_ld(datePublished="2020-02-03", dateModified="2019-01-01"))
    found = best(page, modified)
    assert found is not None
    assert found.confidence < 0.5


def test_data_of_another_thing_does_not_win() -> None:
    video = '{"@type": "VideoObject", "name": "Regatta", "uploadDate": "2018-05-01", "url": "https://news.example/v/1"}'
    image = '{"@type": "ImageObject", "dateCreated": "2017-05-01", "datePublished": "2017-05-01"}'
    head = f'<script type="application/ld+json">[{video}, {image}]</script>'
    assert value(story_page(head=head)) is None
    assert value(story_page("<div data-label=byline>3 February 2020</div>", head=head)) == "2020-02-03"


def test_of_two_equally_trusted_statements_the_earlier_is_the_publication() -> None:
    head = meta("published-time", "2024-03-09T08:45:32Z") + meta("published-date", "2020-02-03")
    assert value(story_page(head=head)) == "2020-02-03"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://news.example/2019/11/25/bridge", "2019-11-25"),
        ("https://news.example/2019/1125/c100-1.html", "2019-11-25"),
        ("https://news.example/20191125/bridge.html", "2019-11-25"),
        ("https://news.example/2019-11/25/content_1.htm", "2019-11-25"),
        ("https://news.example/2019-11-25-bridge", "2019-11-25"),
        ("https://news.example/xw/t20191125_152631.htm", "2019-11-25"),
        ("https://news.example/world/2019/nov/25/bridge", "2019-11-25"),
        ("https://news.example/25-11-2019/bridge", "2019-11-25"),
        ("https://archive.example/web/20210101000000/https://news.example/2019/11/25/bridge", "2019-11-25"),
        ("https://archive.example/web/20210101000000/https://news.example/bridge", None),
        ("https://news.example/201911/20191125abc.html", "2019-11-25"),
        ("https://news.example/content/201911/25/c_1.html", "2019-11-25"),
        ("https://news.example/201911/2019abc.html", None),
        ("https://news.example/2019/11/bridge", None),
        ("https://news.example/a/20199925", None),
        ("https://news.example/?id=1201911251", None),
    ],
)
def test_the_day_in_the_address_is_the_last_resort(url: str, day: str | None) -> None:
    assert value(story_page(url=url)) == day


@pytest.mark.parametrize(
    ("lang", "line", "words"),
    [
        ("en", "<div>Posted 20 hours ago</div>", "20 hours ago"),
        ("en", "<div>20 hours ago</div>", "20 hours ago"),
        ("zh", "<div>发布时间：3小时前</div>", "3小时前"),
        ("de", "<div>vor 2 Stunden</div>", "vor 2 Stunden"),
    ],
)
def test_without_the_moment_of_the_fetch_the_words_of_a_relative_time_are_kept(
    lang: str, line: str, words: str
) -> None:
    found = best(story_page(line, lang=lang))
    assert found is not None
    assert (found.value, found.printed, found.rule) == (None, words, "relative time")


def test_the_words_of_a_relative_time_give_way_to_any_date() -> None:
    assert value(story_page("<div>20 hours ago</div>", url="https://news.example/2019/11/25/bridge")) == "2019-11-25"


def test_a_relative_change_is_none_of_publication() -> None:
    page = story_page("<div>Updated 20 hours ago</div>")
    assert best(page) is None
    (change,) = modified.FIELD.offer(page)
    assert (change.value, change.printed) == (None, "20 hours ago")


def test_a_short_year_beside_letters_with_marks() -> None:
    assert value(story_page("<div>Von Björn Jahner | 31.10.19</div>", lang="de")) == "2019-10-31"


def test_a_quotation_may_follow_the_date_that_opens_the_story() -> None:
    line = "<p data-label=paragraph>01.02.2019 „Die alte Brücke ist wieder offen“, sagt Ada Brück.</p>"
    assert value(story_page(line, lang="de")) == "2019-02-01"


def test_the_address_may_name_the_month_and_tells_the_order() -> None:
    url = "https://news.example/blog/2019/october/03/bridge"
    assert value(story_page(url=url)) == "2019-10-03"
    assert value(story_page("<div>03/10/2019</div>", url=url)) == "2019-10-03"


def test_the_date_in_json_of_a_meta_element() -> None:
    head = """<meta name="parsely-page" content='{"type": "post", "pub_date": "2019-11-23T16:00:00+04:00"}'>"""
    assert value(story_page(head=head)) == "2019-11-23T16:00:00+04:00"


def test_relative_times_need_the_moment_of_the_fetch() -> None:
    page = story_page("<div>Posted 20 hours ago</div>")
    page.fetched_at = datetime(2020, 2, 4, 12, 0, tzinfo=UTC)
    assert value(page) == "2020-02-03T16:00+00:00"


def test_dates_after_the_fetch_or_after_the_servers_word_are_dropped() -> None:
    page = story_page(head=json_ld(datePublished="2031-01-01"))
    page.fetched_at = datetime(2020, 2, 4, tzinfo=UTC)
    assert value(page) is None
    page = story_page(head=json_ld(datePublished="2031-01-01"))
    page.headers = {"last-modified": "Mon, 03 Feb 2020 16:20:00 GMT"}
    assert value(page) is None


def test_the_story_s_date_is_told_from_those_of_a_list_by_its_mark_up() -> None:
    cards = "".join(f"<li class=card><div>{day} March 2021</div></li>" for day in (1, 5, 9))
    below = f"{STORY}<div class=under><div>3 February 2020</div></div><ul>{cards}</ul>"
    assert value(page_of(f"<h1>Old bridge reopens</h1>{below}")) == "2020-02-03"
    alike = "".join(f"<li class=card><div>{day} March 2021</div></li>" for day in (1, 5, 9, 11))
    found = best(page_of(f"<h1>Old bridge reopens</h1>{STORY}<ul>{alike}</ul>"))
    assert found is None or found.confidence <= 0.1


def test_paragraphs_that_open_with_several_days_are_a_chronicle() -> None:
    opening = "<p data-label=paragraph>{}: The old bridge across the mill stream was looked at again by everyone.</p>"
    one = story_page(opening.format("3 February 2020"))
    assert value(one) == "2020-02-03"
    days = story_page(opening.format("3 February 2020") + opening.format("4 February 2020"))
    assert value(days) is None or best(days).confidence <= 0.1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("stated", "line", "expected"),
    [
        # Papers put the stories of the next issue online in the evening.
        ("2020-02-02T19:30:00+01:00", "3 February 2020", "2020-02-02T19:30:00+01:00"),
        # Otherwise the line below the title is believed.
        ("2020-02-02T10:30:00+01:00", "3 February 2020", "2020-02-03"),
        ("2020-02-01T19:30:00+01:00", "3 February 2020", "2020-02-03"),
        ("2020-02-02T19:30:00", "3 February 2020", "2020-02-03"),
        ("2020-02-04T19:30:00+01:00", "3 February 2020", "2020-02-03"),
    ],
)
def test_a_printed_day_after_the_evening_of_publication_is_that_of_the_issue(
    stated: str, line: str, expected: str
) -> None:
    head = json_ld(datePublished=stated) + meta("date", line)
    assert value(story_page(f"<div data-label=byline class=date>{line}</div>", head=head)) == expected


def test_the_clock_of_the_change_is_that_of_the_publication() -> None:
    head = json_ld(datePublished="2020-02-02T23:01:00Z", dateModified="2020-02-03T15:58:23Z")
    line = "<div>Updated 3 February 2020 at 16:58</div>"
    assert value(story_page(line, head=head)) == "2020-02-03T00:01:00+01:00"
    assert value(story_page(line.replace("16:58", "16:40"), head=head)) == "2020-02-02T23:01:00+00:00"
    assert value(story_page("", head=head)) == "2020-02-02T23:01:00+00:00"
    summer = json_ld(datePublished="2019-09-02T23:01:00Z", dateModified="2020-02-03T15:58:23Z")
    assert value(story_page(line, head=summer)) == "2019-09-02T23:01:00+00:00"


def test_dots_in_a_language_that_puts_the_month_first_leave_the_order_open() -> None:
    head = json_ld(datePublished="2020-03-02T16:07:00Z")
    assert value(story_page("<div class=date>03.02.2020</div>", head=head)) == "2020-03-02T16:07:00+00:00"
    german = json_ld(dateModified="2020-03-02T16:07:00Z")
    assert value(story_page("<div class=date>03.02.2020</div>", head=german, lang="de")) == "2020-02-03"


def test_the_month_in_the_address_speaks_for_a_line() -> None:
    lines = "<div data-label=byline class=date>20 December 2019</div><p data-label=paragraph>Released: 17 June 2019</p>"
    assert value(story_page(lines)) == "2019-06-17"
    assert value(story_page(lines, url="https://news.example/2019/12/bridge")) == "2019-12-20"


FAR = "<p>Boats, ferries and bridges of the valley</p>" * 30


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        # Far from the story counts what cannot be of anything else, and only if nothing else tells a date.
        ("<div>Published 3 February 2020 by Ada Brook</div>", "", "2020-02-03"),
        ("<div>3 February 2020</div>", "", None),
        ("<div>Published 3 February 2020</div><div>Published 4 February 2020</div>", "", None),
        ("", "<div>Published 3 February 2020</div>", None),
        ("", "<li><time datetime=2020-02-03>Monday</time></li>", "2020-02-03"),
        ("", "<li><time datetime=2020-02-03>Monday</time></li><li><time datetime=2020-02-04>Tuesday</time></li>", None),
        ("", "<ul class=comments><li><time datetime=2020-02-03>Monday</time></li></ul>", None),
        ("", "<li class=last-updated><time datetime=2020-02-03>Monday</time></li>", None),
        ("", "<li>Ada wrote on <time datetime=2020-02-03>Monday</time></li>", None),
        ("", '<script>var page = {"id": 1, "published_at": "2020-02-03T06:22:28+01:00"}</script>',
         "2020-02-03T06:22:28+01:00"),
        ("", '<script>a = {"publishedDate":"2020-02-03"}; b = {"publishedDate":"2020-02-04"}</script>', None),
        ("", '<script>a = {"registered_at":"2020-02-03"}</script>', None),
    ],
)  # fmt: skip
def test_what_is_read_far_from_the_story(above: str, below: str, expected: str | None) -> None:
    assert value(page_of(f"{above}{FAR}<h1>Old bridge reopens</h1>{STORY}{FAR}{FAR}{below}")) == expected
    known = json_ld(datePublished="2019-05-05")
    page = page_of(f"{above}{FAR}<h1>Old bridge reopens</h1>{STORY}{FAR}{FAR}{below}", head=known)
    assert value(page) == "2019-05-05"


def test_plain_lines_and_empty_pages() -> None:
    assert best(page_of("")) is None
    page = story_page("<div>3 February 2020</div>")
    page.root = None
    for block in page.blocks:
        block.element = None
    assert value(page) == "2020-02-03"
