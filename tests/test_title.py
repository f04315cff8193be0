"""The headline as readers see it: h1 against metadata, and never a cut that nothing corroborates."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from newsharvest.fields import title
from newsharvest.page import Page, read_html
from newsharvest.page.headings import headings_of
from newsharvest.page.headline import headline_offers, printed_headlines
from newsharvest.page.phrases import host_labels, parts_of, site_of, squash, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://www.harbourpost.example/news/ferry"
BODY = "<p>" + "The ferry between the two banks runs again after a month of repairs. " * 4 + "</p>"


def page_of(head: str = "", body: str = "", url: str | None = URL) -> Page:
    return read_html(f"<!doctype html><html><head>{head}</head><body>{body}{BODY}</body></html>", url=url)


def title_of(head: str = "", body: str = "", url: str | None = URL) -> str | None:
    offers = list(title.FIELD.offer(page_of(head, body, url)))
    return max(offers, key=lambda offer: offer.confidence).value if offers else None


def ld(headline: str, kind: str = "NewsArticle", more: str = "") -> str:
    return f'<script type="application/ld+json">{{"@type": "{kind}", "headline": "{headline}"{more}}}</script>'


OG = '<meta property="og:title" content="{}">'
SITE = '<meta property="og:site_name" content="Harbour Post">'


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        # What people see wins over what was made for search engines and front pages.
        ("<title>Ferry | Harbour Post</title>", "<h1>Ferry runs again</h1>", "Ferry runs again"),
        (OG.format("You won't believe this ferry"), "<h1>Ferry runs again at last</h1>", "Ferry runs again at last"),
        (OG.format("Ferry runs again - Harbour Post"), "<h1>Ferry runs again</h1>", "Ferry runs again"),
        (ld("Ferry runs again"), "<h1>Ferry runs  “again”</h1>", "Ferry runs “again”"),
        # A logo, a site's name and a section's name in h1 are none.
        (SITE + OG.format("Ferry runs again"), "<h1>Harbour Post</h1><h2>Ferry runs again</h2>", "Ferry runs again"),
        (OG.format("Ferry runs again"), '<h1 class="site-logo">The best news</h1>', "Ferry runs again"),
        (OG.format("Ferry runs again"), '<h1><a href="/">News for all of us</a></h1>', "Ferry runs again"),
        (OG.format("Ferry runs again"), "<h1>Sport</h1>", "Ferry runs again"),
        ("<title>Ferry runs again - Sport</title>" + ld("Ferry runs again"), "<h1>Sport</h1>", "Ferry runs again"),
        # Of several headings the one that the metadata knows.
        (
            "<title>Ferry runs again</title>",
            "<h1>Menu</h1><h1>Ferry runs again</h1><h1>More from the harbour</h1>",
            "Ferry runs again",
        ),
        # No h1: a printed title, else the metadata's.
        ("<title>渡轮恢复通航_港口频道_海港新闻网</title>", "<h2>渡轮恢复通航</h2>", "渡轮恢复通航"),
        ("<title>渡轮恢复通航-海港日报</title>", "<div class='tt'>渡轮恢复通航</div>", "渡轮恢复通航"),
        ("<title>Ferry runs again</title>" + OG.format("Ferry runs again"), "", "Ferry runs again"),
        (ld("Ferry runs again"), "", "Ferry runs again"),
        ('<meta name="dc.title" content="Ferry runs again">', "", "Ferry runs again"),
        ("<title>Ferry runs again</title>", "", "Ferry runs again"),
        ("", "", None),
    ],
)
def test_which_words_are_the_headline(head: str, body: str, expected: str | None) -> None:
    assert title_of(head, body) == expected


@pytest.mark.parametrize(
    ("printed", "more", "expected"),
    [
        ("Ferry runs again - Harbour Post", "", "Ferry runs again"),
        ("Harbour Post: Ferry runs again", "", "Ferry runs again"),
        (
            "Ferry runs again | Local | Harbour Post",
            '<meta property="article:section" content="Local">',
            "Ferry runs again",
        ),
        ("Ferry runs again | Local | Harbour Post", "", "Ferry runs again | Local"),
        ("Ferry runs again | Harbour Post | by W. Ritter", "", "Ferry runs again"),
        ("Ferry - the long way home", "", "Ferry - the long way home"),
        ("Ferry: the long way home", "", "Ferry: the long way home"),
        ("Ferry runs again | Someone Else", "", "Ferry runs again | Someone Else"),
        ("Harbour Post", "", None),
        (" - Harbour Post", "", None),
        ("Untitled Document", "", None),
        ("无标题文档", "", "无标题文档"),
    ],
)
def test_only_a_corroborated_suffix_is_cut(printed: str, more: str, expected: str | None) -> None:
    assert title_of(f"<title>{printed}</title>{SITE}{more}") == expected


@pytest.mark.parametrize(
    "suffix", [" - harbourpost.example", " | HarbourPost", " – Harbour Post Online", " — www.harbourpost.example"]
)
def test_the_host_corroborates_a_suffix(suffix: str) -> None:
    assert title_of(f"<title>Ferry runs again{suffix}</title>") == "Ferry runs again"
    assert title_of(f"<title>Ferry runs again{suffix}</title>", url=None) == f"Ferry runs again{suffix}"


LOGO = '<a class="site-logo" href="/"><img src="/i/logo.png" alt="Valley Courier"></a>'
MENU = '<ul><li><a href="/local">Local</a></li><li><a href="/sport">Sport</a></li></ul>'


@pytest.mark.parametrize(
    ("printed", "body", "expected"),
    [
        # The logo, the page's last lines and its links corroborate what the metadata does not name.
        ("Ferry runs again - Valley Courier", LOGO, "Ferry runs again"),
        ("Ferry runs again - Valley Courier", "<h2>Weather</h2>", "Ferry runs again - Valley Courier"),
        ("Ferry runs again - Local | Valley Courier", LOGO + MENU, "Ferry runs again"),
        ("Ferry runs again - Local | Valley Courier", LOGO, "Ferry runs again - Local"),
        ("Ferry runs again - Local", MENU, "Ferry runs again - Local"),
        ("Valley Courier: Ferry runs again", LOGO, "Valley Courier: Ferry runs again"),
        ("Ferry runs again | Valley Courier", '<img src="/i/ferry.jpg" alt="Valley Courier">',
         "Ferry runs again | Valley Courier"),
    ],
)  # fmt: skip
def test_what_the_page_prints_corroborates_a_suffix(printed: str, body: str, expected: str) -> None:
    assert title_of(f"<title>{printed}</title>", body) == expected


@pytest.mark.parametrize(
    ("printed", "foot", "expected"),
    [
        ("Ferry runs again | Valley Courier", "© 2019-2024 Valley Courier. All rights reserved.", "Ferry runs again"),
        ("Ferry runs again | Valley Courier", "Copyright © Valley Courier", "Ferry runs again"),
        ("Ferry runs again | Courier", "© 2024 Valley Courier", "Ferry runs again | Courier"),
        ("渡轮恢复通航_宁川日报", "版权所有 宁川日报 宁ICP备07000077号", "渡轮恢复通航"),
        # An East Asian name may go on; then it may stand in front too.
        ("宁川日报多媒体数字报刊平台：渡轮恢复通航", "版权所有 宁川日报", "渡轮恢复通航"),
        ("宁川市长：渡轮恢复通航", "版权所有 宁川日报", "宁川市长：渡轮恢复通航"),
    ],
)
def test_the_page_s_last_lines_corroborate_a_name(printed: str, foot: str, expected: str) -> None:
    head = f"<title>{printed}</title>"
    lang = "zh" if "渡" in printed else "en"
    text = "<p>两岸之间的渡轮经过一个月的检修重新开航，居民出行更方便，码头上排起了长队。</p>" * 4
    html = f"<html lang={lang}><head>{head}</head><body>{text if lang == 'zh' else BODY}<p>{foot}</p></body></html>"
    assert headline_offers(read_html(html, url="https://www.x.example/1"))[0].text == expected


def test_a_section_glued_to_a_heading_that_nobody_sees() -> None:
    head = "<title>Ferry runs again &gt; Notices | Valley Courier</title>"
    body = f"<h1>Ferry runs again &gt; Notices</h1>{LOGO}<a href='/notices'>Notices</a><h2>Ferry runs again</h2>"
    assert title_of(head, body) == "Ferry runs again"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        # Without an h1, a heading in several lines is the headline if a title gives it.
        ("<title>Ferry runs again at last</title>", "<h2>Ferry runs again<br>at last</h2>", "Ferry runs again at last"),
        ("<title>Weather</title>", "<h2>Ferry runs again<br>at last</h2>", "Weather"),
        # A short end of a title that a heading prints.
        ("<title>The blog of the old harbour » Archive of all years » Why the ferry runs again</title>",
         "<h2>Why the ferry runs again</h2>", "Why the ferry runs again"),
        # A page whose titles name the site alone.
        (f"<title>Harbour Post</title>{SITE}", "<h1>Harbour Post</h1><h2>Ferry runs again</h2>", "Ferry runs again"),
        (f"<title>Harbour Post</title>{SITE}", "<h2>Ferry runs again</h2><h3>3 February 2020</h3>", "Ferry runs again"),
        (f"<title>Harbour Post</title>{SITE}", '<h2><a href="/x">Ferry runs again</a></h2>', None),
        (f"<title>null</title>{SITE}", "<div>Ferry runs again</div>", None),
    ],
)  # fmt: skip
def test_headlines_of_lower_headings(head: str, body: str, expected: str | None) -> None:
    assert title_of(head, body) == expected


def test_initials_of_the_host_corroborate_a_suffix() -> None:
    head = "<title>Ferry runs again | Electrical Safety Association</title>"
    assert title_of(head, url="https://www.esa.example/x") == "Ferry runs again"


def test_what_another_source_lacks_is_no_part_of_the_headline() -> None:
    head = '<meta name="headline" content="Ferry runs again">' + OG.format("Ferry runs again - Local")
    assert title_of(head + "<title>Ferry runs again | Local</title>") == "Ferry runs again"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("<h1>渡轮恢复通航<br><span>2021-05-04 08:30:00 来源：海港日报 点击：</span></h1>", "渡轮恢复通航"),
        ("<h1>渡轮恢复通航<br>两岸居民出行更方便</h1>", "渡轮恢复通航 两岸居民出行更方便"),
        ("<h1><span>Traffic</span>Ferry runs again</h1>", "Traffic Ferry runs again"),
        ("<h1><span>Traffic</span><span>Ferry runs again</span></h1>", "Traffic Ferry runs again"),
        ("<h1><b>F</b>erry runs again</h1>", "Ferry runs again"),
        ("<h1>Fer\u00adry runs <wbr>again<script>x()</script></h1>", "Ferry runs again"),
        ("<h1><a href='/ferry'>Ferry runs again</a></h1>", "Ferry runs again"),
    ],
)
def test_words_of_a_heading(heading: str, expected: str) -> None:
    assert title_of(body=heading) == expected


def test_a_kicker_in_the_heading_is_left_out_where_the_metadata_lacks_it() -> None:
    body = "<h1><span>Traffic</span> Ferry runs again</h1>"
    assert title_of(ld("Ferry runs again"), body) == "Ferry runs again"
    marked = '<h1 itemprop="headline"><span>Traffic</span> - <span>Ferry runs again</span></h1>'
    assert title_of(OG.format("Ferry runs again") + "<title>Ferry runs again</title>", marked) == "Ferry runs again"


@pytest.mark.parametrize(
    ("heading", "said", "expected"),
    [
        # A kicker in an element of its own is parted from the headline as the site writes it elsewhere.
        ("<span>Traffic</span> Ferry runs again", "Traffic: Ferry runs again", "Traffic: Ferry runs again"),
        ("<span>Old-Town</span><br>Ferry runs again", "Old-Town: Ferry runs again", "Old-Town: Ferry runs again"),
        ("<span>Old-Town</span><br>Ferry runs again", "Old-Town – Ferry runs again", "Old-Town Ferry runs again"),
        ("<span>Traffic</span> Ferry runs again", "Traffic / Ferry runs again", "Traffic / Ferry runs again"),
        # Blanks that only the mark-up has.
        ("<span>Traffic</span> : <b>Ferry runs again</b>", "Traffic: Ferry runs again", "Traffic: Ferry runs again"),
        # Whatever else differs stays as printed.
        ("Traffic - Ferry runs again", "Traffic: Ferry runs again", "Traffic - Ferry runs again"),
        ("<i>“Ferry</i> runs again”", "'Ferry' runs again", "“Ferry runs again”"),
        ("<span>TRAFFIC</span> Ferry runs again", "Traffic: Ferry runs again", "TRAFFIC Ferry runs again"),
        ("Traffic Ferry runs again", "Traffic: Ferry runs again", "Traffic Ferry runs again"),
    ],
)
@pytest.mark.parametrize("meta", [ld, OG.format])
def test_how_a_kicker_is_parted(heading: str, said: str, expected: str, meta: Callable[[str], str]) -> None:
    assert title_of(meta(said), f"<h1>{heading}</h1>") == expected


@pytest.mark.parametrize(
    ("heading", "shared", "expected"),
    [
        # A title that gives the end alone says that what an element sets apart before it is a kicker.
        ("<span>Traffic</span> Ferry runs again", "Ferry runs again", "Ferry runs again"),
        ("<span>Traffic</span>: Ferry runs again", "Ferry runs again", "Ferry runs again"),
        # The title made for sharing has it too: it belongs to the headline, unless it has a line of its own.
        ("<span>Traffic</span>: Ferry runs again", "Traffic: Ferry runs again", "Traffic: Ferry runs again"),
        ("<small>Traffic</small><br>Ferry runs again", "Traffic: Ferry runs again", "Ferry runs again"),
        ("<div>Traffic</div><div>Ferry runs again</div>", "Traffic Ferry runs again", "Ferry runs again"),
        # Nothing is set apart.
        ("Traffic: Ferry runs again", "Ferry runs again", "Traffic: Ferry runs again"),
        # What stands behind the part that a title gives is no kicker.
        ("Traffic<span>: Ferry runs again</span>", "Traffic: Ferry runs again", "Traffic: Ferry runs again"),
    ],
)
def test_whether_a_kicker_belongs_to_the_headline(heading: str, shared: str, expected: str) -> None:
    head = OG.format(shared) + ld("Traffic: Ferry runs again") + "<title>Ferry runs again</title>"
    assert title_of(head, f"<h1>{heading}</h1>") == expected


def test_a_kicker_that_a_title_replaces_by_another_is_left_out() -> None:
    marked = '<h1 itemprop="headline"><span>Traffic</span><span> - </span><span>Ferry runs again</span></h1>'
    assert title_of(OG.format("After the repair: Ferry runs again"), marked) == "Ferry runs again"
    assert title_of(OG.format("Traffic: Ferry runs again"), marked).endswith("Ferry runs again")  # type: ignore[union-attr]
    assert title_of(OG.format("Traffic: Ferry runs again"), marked) != "Ferry runs again"


def test_a_kicker_that_is_the_headline_of_the_data_does_not_stand_for_all_of_it() -> None:
    heading = "<h1><span>Back on the water</span><span>: </span><span>Ferry runs again</span></h1>"
    head = ld("Back on the water") + OG.format("Back on the water: Ferry runs again")
    assert title_of(head, heading) == "Back on the water: Ferry runs again"


STEPS = '<a href="/">Home</a><a href="/local">Local</a>'
SEARCHED = "Ferry Harbour timetable: Ferry runs again after repairs"
"""A title written for search engines."""
PRINTED = "At last: Ferry runs again"


@pytest.mark.parametrize(
    "trail",
    [
        f"<nav>{STEPS}<h1>{SEARCHED}</h1></nav>",
        f"<div>{STEPS}<span>›</span><h1>{SEARCHED}</h1><span></span></div>",
        f'<ol><li><a href="/">Home</a></li><li>/</li><li><a href="/l">Local</a></li><li><h1>{SEARCHED}</h1></li></ol>',
        f'<div><div><a href="/"><svg/></a></div><div><a href="/l">Local</a></div><div><h1>{SEARCHED}</h1></div></div>',
        f'<div class="head__crumb"><a href="/local">Local</a> <h1>{SEARCHED}</h1></div>',
        f'<ul class="breadcrumb"><li><h1 class="last">{SEARCHED}</h1></li></ul>',
    ],
)
@pytest.mark.parametrize("head", [OG.format(PRINTED), ld(PRINTED), ld(SEARCHED) + OG.format(PRINTED)])
def test_the_last_step_of_a_breadcrumb_is_not_the_printed_headline(trail: str, head: str) -> None:
    page = page_of(f"<title>{SEARCHED}</title>{head}", f"<h2>More ferries</h2>{trail}<h2>{PRINTED}</h2>")
    assert headline_offers(page)[0].text == PRINTED
    assert [block.label for block in page.blocks if block.text == PRINTED] == ["title"]
    assert not [block for block in page.blocks if block.text == SEARCHED and block.label in ("title", "heading")]


@pytest.mark.parametrize(
    "above",
    [
        "<h1>{}</h1>",
        '<header><a href="/local">Local</a><h1>{}</h1></header>',
        '<div class="breadcrumb-area"><h1>{}</h1><ul><li><a href="/">Home</a></li><li>Ferry</li></ul></div>',
        '<div class="breadcrumb"><p>Local news of Tuesday</p><h1>{}</h1></div>',
        "<div>" + STEPS + "<h1>{}</h1><p>After a month of repairs</p></div>",
        '<nav><a href="/">Home</a><a>Local</a></nav><h1>{}</h1>',
    ],
)
def test_what_is_no_breadcrumb(above: str) -> None:
    body = above.format("Ferry runs again after a month") + f"<h2>{PRINTED}</h2>"
    head = OG.format(PRINTED) + "<title>Ferry runs again after a month</title>"
    assert title_of(head, body) == "Ferry runs again after a month"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        # Another heading takes its place if a title gives it, or if the next one says the same in other words.
        ("Ferry runs again after long repairs, harbour says", "Ferry runs again after long repairs, harbour says"),
        ("Ferry runs again", SEARCHED),
        ("Tickets for the old bridge", SEARCHED),
        ("", SEARCHED),
    ],
)
def test_without_another_headline_the_breadcrumb_s_is_the_title(second: str, expected: str) -> None:
    body = f"<nav>{STEPS}<h1>{SEARCHED}</h1></nav><h2>{second}</h2>{BODY}<h2>Harbour repairs</h2>"
    assert title_of(f"<title>{SEARCHED}</title>" + ld(SEARCHED), body) == expected


def test_a_title_in_the_place_of_the_site_s_name_is_still_the_title() -> None:
    long = "Harbour ferry runs again after a month of repairs"
    head = f'<title>{long}</title><meta name="application-name" content="{long}">'
    assert title_of(head, f"<h1>{long}</h1>") == long
    assert title_of(f"<title>Harbour Post</title>{SITE}", "<h1>Harbour Post</h1>") is None


def test_of_a_section_and_a_headline_that_are_both_headings() -> None:
    head = '<meta name="title" content="Notices - Ferry runs again after a month">'
    assert title_of(head, "<h1>Notices</h1><h1>Ferry runs again after a month</h1>") == "Ferry runs again after a month"


def test_a_printed_name_of_the_site_is_no_headline() -> None:
    head = "<title>Harbourpost.example » Archive » Ferry runs again</title>"
    assert title_of(head, "<h1>Harbourpost.example</h1>") == "Archive » Ferry runs again"


def test_a_news_article_s_three_voices_outweigh_a_heading() -> None:
    long = "Harbour ferry runs again after a month"
    head = ld(long) + OG.format(long) + f"<title>{long}</title>"
    assert title_of(head, "<h1>Back on the water</h1>") == long
    assert (
        title_of(ld(long) + OG.format("Other"), "<h1>Ferry is back after a month</h1>") == "Ferry is back after a month"
    )


def test_an_outvoted_heading_is_still_the_printed_headline() -> None:
    long = "Harbour ferry runs again after a month"
    page = page_of(ld(long) + OG.format(long) + f"<title>{long}</title>", "<h1>Ferry runs again after four weeks</h1>")
    assert [offer.text for offer in printed_headlines(page)] == [long, "Ferry runs again after four weeks"]
    assert [offer.text for offer in printed_headlines(page_of(body="<h1>Ferry runs again</h1>"))] == [
        "Ferry runs again"
    ]
    assert printed_headlines(page_of()) == ()


def test_the_headline_of_a_damaged_page_is_the_repaired_one() -> None:
    page = page_of(body="<h1>渡輪實(shí)業(yè)恢復</h1>")
    page.lexicon = read_html("<p lang=zh>" + "記者從市政府獲悉，這座橋將於下月完工。" * 5).lexicon
    block = next(block for block in page.blocks if block.tag == "h1")
    block.raw, block.text = block.text, "渡輪實業恢復"
    assert page.lexicon.code == "zh"
    page._memo.clear()
    assert headline_offers(page)[0].text == "渡輪實業恢復"


def test_the_place_of_a_part_is_its_block_and_of_a_whole_its_element() -> None:
    page = page_of(body="<h1>渡轮恢复通航<br><span>2021-05-04 08:30:00 来源：海港日报</span></h1>")
    best = headline_offers(page)[0]
    assert best.place in page.blocks
    assert page.where(best.place) == "/html/body/h1"
    whole = headline_offers(page_of(body="<h1>Ferry runs again</h1>"))[0]
    assert whole.place.tag == "h1"


def test_every_source_is_evidence() -> None:
    page = page_of(
        ld("Ferry runs again") + OG.format("Ferry is back") + "<title>Ferry!</title>", "<h1>Ferry runs again</h1>"
    )
    offers = list(title.FIELD.offer(page))
    assert [offer.value for offer in offers[:1]] == ["Ferry runs again"]
    places = {offer.where for offer in offers if isinstance(offer.where, str)}
    assert places == {"json-ld NewsArticle.headline", "meta og:title", "title"}
    assert all(0 <= offer.confidence <= 1 for offer in offers)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One | Two", ["One", "Two"]),
        ("One-Two", ["One-Two"]),
        ("one - two – three", ["one", "two", "three"]),
        ("渡轮-海港网", ["渡轮", "海港网"]),
        ("A_B｜C", ["A", "B", "C"]),
        ("12:30 a", ["12", "30 a"]),
        (" | One", ["One"]),
        ("", []),
        ("One, two", ["One", "two"]),
    ],
)
def test_parts_of_a_title(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in parts_of(text)] == parts


@pytest.mark.parametrize(
    ("url", "labels"),
    [
        ("https://www.harbourpost.co.uk/x", ("harbourpost.co.uk", "harbourpost")),
        ("http://news.example/", ("news.example", "news")),
        ("https://127.0.0.1:80/", ("127.0.0.1", "1")),
        ("http://[broken", ("", "")),
        ("", ("", "")),
    ],
)
def test_labels_of_a_host(url: str, labels: tuple[str, str]) -> None:
    assert host_labels(url) == labels


def test_squash_and_words() -> None:
    assert squash("“Fähre” – ｆährt!") == "fährefährt"
    assert squash("It's 5 o'clock") == "its5oclock"
    assert words_of("渡轮恢复") == {"渡轮", "轮恢", "恢复"}
    assert words_of("A ferry, a Ferry") == {"a", "ferry"}
    assert words_of("渡") == {"渡"}


def test_site_of_a_page_without_address_has_no_host() -> None:
    page = page_of(url=None)
    site = site_of(page.metadata, None)
    assert site.core == ""
    assert not site.is_name("")
    assert not site.is_name("Anything")


def test_headings_are_bounded_and_linear() -> None:
    deep = "<h1>" + "<span>a " * 3000 + "</h1>"
    many = "<h1>x<br></h1>" * 3000
    started = time.process_time()
    for body in (deep, many, "<h1>" + "a | " * 20_000 + "</h1>", "<title>" + " - " * 30_000 + "</title>"):
        headline_offers(page_of(body=body))
    assert time.process_time() - started < 4
    assert len(list(headings_of(page_of(body=many).root))) <= 40
