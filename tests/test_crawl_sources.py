"""Where stories come from: headlines on lists, feeds, sitemaps; hostile ones too (E10, C3)."""

from __future__ import annotations

import gzip
import json
import time

import pytest

from newsharvest import errors
from newsharvest.crawl.reading import Reading, Received, read
from newsharvest.crawl.sources import Collection, read_file
from tests.test_crawl import story

SITE = "http://paper.example"


def received(body: str | bytes, path: str = "/", relation: str = "seed", **headers: str) -> Received:
    return Received(
        body=body.encode() if isinstance(body, str) else body,
        url=SITE + path,
        headers=tuple(headers.items()),
        fetched_at="2020-02-03T00:00:00+00:00",
        relation=relation,
        follow=("previous", "next", "listing", "feed"),
    )


def links(reading: Reading) -> dict[str, list[str]]:
    """The paths by the kind of link."""
    found: dict[str, list[str]] = {}
    for link in reading.links:
        found.setdefault(link.relation, []).append(link.url.removeprefix(SITE))
    return found


HEADLINES = [
    "青石橋昨日恢復通車", "春茶開採節後首日", "縣城新開兩條公交線路", "白鷺湖治理一年見成效", "夜市搬遷後的第一個周末",
    "漁民學會用手機報潮汐", "老戲台請來新班子", "圖書館延長開放時間",
]  # fmt: skip
FRONT = """<html><head><meta charset="utf-8"><title>海角晚報</title>
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="alternate" type="application/rss+xml" title="comments" href="/comments/feed.xml">
<link rel="alternate" hreflang="en" href="/en/"></head><body>
<div class="nav"><a href="/">首頁</a>
<a href="/yaowen/">要聞</a> <a href="/minsheng/">民生</a> <a href="/tiyu/">體育</a>
<a href="/login.php?back=/">登錄</a> <a href="http://www.other.example/">友站</a></div>
<ul class="list">{items}</ul>
<div class="pages"><a href="/index_2.html">2</a> <a href="/index_3.html">3</a> <a href="/index_2.html">下一頁</a></div>
<div class="foot"><a href="/about.html">關於我們</a> <a href="mailto:a@paper.example">郵箱</a>
<a href="javascript:void(0)" onclick="top()">回頂部</a></div></body></html>"""


def front(extra: str = "") -> str:
    items = "".join(
        f'<li><a href="/yaowen/202002/{number}.html"><img src="/t/{number}.jpg"></a>'
        f'<a href="/yaowen/202002/{number}.html">{headline}</a> <span>02-03</span></li>'
        for number, headline in enumerate(HEADLINES, start=98)
    )
    return FRONT.format(items=items + extra)


def test_headlines_are_told_from_navigation() -> None:
    reading = read(received(front()))
    found = links(reading)
    assert reading.kind == "listing"
    assert found["listing"] == [f"/yaowen/202002/{number}.html" for number in range(98, 106)]
    assert found["section"] == ["/yaowen/", "/minsheng/", "/tiyu/"]
    assert found["pager"] == ["/index_2.html", "/index_3.html"]
    assert found["feeds"] == ["/feed.xml", "/comments/feed.xml"]


def test_an_english_front_page() -> None:
    heads = ["Ferry returns to Port Marlow", "Council votes on the old quay", "Three storms in one week", "Bees at sea"]
    cards = "".join(
        f'<article><h2><a href="/news/{title.lower().replace(" ", "-")}">{title}</a></h2><p>It was a long night.</p>'
        f'<a href="/news/{title.lower().replace(" ", "-")}#comments">4 comments</a></article>'
        for title in heads
    )
    nav = "".join(f'<li><a href="/{name}/">{name}</a></li>' for name in ("harbour", "sport", "weather"))
    page = f"""<html lang=en><title>Marlow Gazette</title><body><nav><ul>{nav}</ul></nav><main>{cards}</main>
        <a rel=next href="/page/2/">Older posts</a><footer><a href="/terms/">Terms</a></footer></body></html>"""
    found = links(read(received(page)))
    assert found["listing"] == [f"/news/{title.lower().replace(' ', '-')}" for title in heads]
    assert found["pager"] == ["/page/2/"]
    assert {"/harbour/", "/sport/", "/weather/"} <= set(found["section"])


def test_an_article_that_was_come_to_as_one_leads_to_neighbours_only() -> None:
    nav = FRONT.partition("<body>")[2].replace("{items}", f'<li><a href="/yaowen/202002/98.html">{HEADLINES[0]}</a>')
    page = story(5, previous="/4.html", following="/6.html").replace("</body>", nav)
    assert set(links(read(received(page, "/5.html", "next")))) == {"previous", "next"}


def test_c3_what_is_no_link_is_dropped_and_counted() -> None:
    evil = """<li><a href="file:///etc/passwd">本市昨日公佈全年預算案</a></li><li><a href="ftp://paper.example/98.html">本市
        昨日公佈全年預算案</a></li><li><a href="\\\\paper.example\\99.html">港口昨日迎來今年首船</a></li>
        <li><a href="/yaowen/2020\t02/2\n00.html">港口昨日迎來今年第二船</a></li>"""
    reading = read(received(front(evil)))
    assert not any(link.url.startswith(("file", "ftp")) for link in reading.links)
    assert all(link.url.startswith(SITE + "/") for link in reading.links)
    assert "/yaowen/202002/200.html" in links(reading)["listing"]


@pytest.mark.parametrize(
    "base", ["file:///etc/", "http://127.0.0.1/", "javascript:alert(1)//", "http://other.example/"]
)
def test_c3_a_base_elsewhere(base: str) -> None:
    reading = read(received(front().replace("<head>", f'<head><base href="{base}">')))
    assert not any(link.relation in ("listing", "section") and not link.url.startswith(SITE) for link in reading.links)


def test_c3_a_million_links() -> None:
    page = "<title>x</title>" + "".join(f'<a href="/{n}.html">第{n}條消息今天早上到</a>' for n in range(100_000))
    began = time.process_time()
    reading = read(received(page))
    assert time.process_time() - began < 20
    assert len(reading.links) == 2_000
    assert reading.dropped["too many links on one page"][0] == 98_000  # All the others, without a look at most.


def test_c3_an_endless_address() -> None:
    reading = read(received(front(f'<li><a href="/{"a" * 5_000_000}.html">港口昨日迎來今年首船</a></li>')))
    assert len(links(reading)["listing"]) == 8


# ------------------------------------------------------------------ feeds

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>海角晚報</title><link>http://paper.example/</link>
<item><title>一</title><link>http://paper.example/1.html</link><pubDate>Mon, 03 Feb 2020 08:20:00 +0800</pubDate></item>
<item><title>二</title><link> /2.html </link><dc:date>2020-02-04T01:00:00Z</dc:date></item>
<item><title>三</title><guid isPermaLink="true">http://paper.example/3.html</guid></item>
<item><title>四</title><guid isPermaLink="false">tag:4</guid></item>
<item><title>五</title><link>http://feeds.example/~r/5</link>
<feedburner:origLink>http://paper.example/5.html?a=1&amp;b=2</feedburner:origLink></item>
<item><title>六</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://paper.example/news/">
<link rel="self" href="/atom"/>
<entry><link rel="edit" href="/edit/1"/><link href="1.html"/><updated>2020-02-03T08:20:00+08:00</updated></entry>
<entry xml:base="old/"><link rel="alternate" href="2.html"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="http://paper.example/"><link>http://paper.example/</link></channel>
<item rdf:about="http://paper.example/1.html"><link>http://paper.example/1.html</link></item></rdf:RDF>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "next_url": "/feed.json?page=2",
    "items": [
        {"id": "1", "url": "http://paper.example/1.html", "date_published": "2020-02-03T08:20:00+08:00"},
        {"id": "2", "external_url": "/2.html"},
        {"id": "3"},
        {"id": "4", "url": 4},
        "five",
    ],
}


def of_file(
    body: str | bytes, *, sitemap: bool = False, content_type: str | None = None
) -> tuple[str | None, list[str]]:
    """The kind of a file, and its links with their days."""
    found = Collection(50_000)
    data = body.encode() if isinstance(body, str) else body
    kind = read_file(data, content_type, SITE + "/feed.xml", found, sitemap=sitemap)
    shown = [f"{each.relation} {each.url.removeprefix(SITE)} {each.day or ''}".strip() for each in found.links.values()]
    return kind, shown


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        (RSS, ["/1.html 2020-02-03", "/2.html 2020-02-04", "/3.html", "/5.html?a=1&b=2"]),
        (RSS.replace("utf-8", "gb18030", 1).encode("gb18030"), ["/1.html 2020-02-03", "/2.html 2020-02-04", "/3.html",
                                                               "/5.html?a=1&b=2"]),
        (ATOM, ["/news/1.html 2020-02-03", "/news/old/2.html"]),
        (RDF, ["/1.html"]),
        (RSS[:500], ["/1.html 2020-02-03", "/2.html 2020-02-04"]),  # Cut off: what is whole is read.
        ("\ufeff\n" + RSS.replace("<title>一</title>", "<title>A & B &nbsp; &c;</title>"), None),
    ],
)  # fmt: skip
def test_feeds(body: str | bytes, entries: list[str] | None) -> None:
    kind, found = of_file(body)
    assert kind == "feed"
    if entries is None:
        assert "feed /1.html 2020-02-03" in found
    else:
        assert found == [f"feed {each}" for each in entries]


def test_a_json_feed() -> None:
    kind, found = of_file(json.dumps(JSON_FEED))
    assert kind == "feed"
    assert found == ["feed /1.html 2020-02-03", "feed /2.html", "feeds /feed.json?page=2"]


@pytest.mark.parametrize("body", ['{"a": 1}', "[1]", '{"version": "https://jsonfeed.org/version/1", ', "<html><body>x",
                                  "<?xml version='1.0'?><svg/>", "plain words"])  # fmt: skip
def test_what_is_no_feed_is_left_to_others(body: str) -> None:
    assert of_file(body) == (None, [])


# ------------------------------------------------------------------ sitemaps

SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>http://paper.example/1.html</loc><lastmod>2020-02-03</lastmod></url>
<url><loc>
  http://paper.example/2.html?a=1&amp;b=2 </loc><news:news><news:publication_date>2020-02-04T08:00:00+08:00
  </news:publication_date></news:news></url>
<url><loc>ftp://paper.example/3.html</loc></url><url><lastmod>2020-02-03</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://paper.example/feed.xml</loc></sitemap>
<sitemap><loc>http://paper.example/2020.xml.gz</loc><lastmod>2020-02-03T00:00:00Z</lastmod></sitemap></sitemapindex>"""


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_sitemaps(pack: type[bytes]) -> None:
    kind, found = of_file(pack(SITEMAP.encode()))
    assert kind == "sitemap"
    assert found == ["sitemap /1.html 2020-02-03", "sitemap /2.html?a=1&b=2 2020-02-04"]
    kind, found = of_file(pack(INDEX.encode()))
    assert found == ["sitemaps /feed.xml", "sitemaps /2020.xml.gz 2020-02-03"]


def test_a_sitemap_of_plain_lines() -> None:
    lines = f"{SITE}/1.html\r\n{SITE}/2.html\n\nno address\n"
    assert of_file(lines, sitemap=True) == ("sitemap", ["sitemap /1.html", "sitemap /2.html"])
    assert of_file(lines) == (None, [])


# ------------------------------------------------------------------ hostile files

LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
{}]><rss><channel><item><link>http://paper.example/&lol9;</link></item></channel></rss>""".format(
    "\n".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10)).replace("&lol0;", "&lol;")
)
EXTERNAL = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><item><link>http://paper.example/&x;</link></item></channel></rss>"""
OUTER_DTD = """<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/evil.dtd"><rss><channel><item><link>/1.html</link></item></channel></rss>"""


@pytest.mark.parametrize("body", [LAUGHS, EXTERNAL])
def test_e10_entities_are_not_read(body: str) -> None:
    began = time.process_time()
    reading = read(received(body))
    assert time.process_time() - began < 1
    assert reading.links == ()
    assert isinstance(reading.error, errors.PageError)


def test_e10_entities_far_behind_are_not_expanded() -> None:
    body = LAUGHS.replace("<!DOCTYPE", "<!-- " + " " * 100_000 + " --><!DOCTYPE")
    began = time.process_time()
    reading = read(received(body))
    assert time.process_time() - began < 2
    assert not any("lol" in link.url for link in reading.links)


def test_e10_no_other_file_is_fetched() -> None:
    assert of_file(OUTER_DTD) == ("feed", ["feed /1.html"])


def test_e10_too_many_addresses() -> None:
    body = "<urlset>" + "".join(f"<url><loc>{SITE}/{n}.html</loc></url>" for n in range(60_000)) + "</urlset>"
    reading = read(received(body, relation="sitemaps"))
    assert len(reading.links) == 50_000
    assert reading.dropped["too many links on one page"][0] == 10_000


@pytest.mark.parametrize(
    "body", [gzip.compress(b"<urlset>" + b" " * (60 << 20)), gzip.compress(SITEMAP.encode())[:-30], b"\x1f\x8bxxxxxxxx"]
)
def test_e10_bombs_and_broken_files(body: bytes) -> None:
    reading = read(received(body, relation="sitemaps"))
    assert isinstance(reading.error, errors.PageError)


@pytest.mark.parametrize(
    "body",
    [
        "<rss>" + "<a>" * 100_000,
        "<rss><item>" * 50_000,
        '{"version":"https://jsonfeed.org/version/1","items":' + "[" * 100_000,
    ],
)
def test_e10_deep_files(body: str) -> None:
    began = time.process_time()
    reading = read(received(body))
    assert time.process_time() - began < 5
    assert reading.links == ()


def test_a_reading_comes_whole_from_another_process() -> None:
    for one in (
        read(received(front())),
        read(received(story(1, following="2.html"))),
        read(received(b"")),
        read(received(RSS)),
    ):
        again = Reading.from_json(one.to_json())
        assert (again.kind, again.article, again.links) == (one.kind, one.article, one.links)
        assert {**again.dropped} == {**one.dropped}
        assert (type(again.error), str(again.error)) == (type(one.error), str(one.error))
