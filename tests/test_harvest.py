"""From a URL to an article."""

from __future__ import annotations

import asyncio

import pytest

from newsharvest.errors import ConnectError, EmptyPage, HTTPStatusError, NotHTML
from newsharvest.fetch import Fetcher
from newsharvest.harvest import aharvest, harvest
from tests.servers import Site, answer, redirect

LOOPBACK = ("127.0.0.0/8",)
FERRY = """<!doctype html><html><head><title>渡輪復航 - 海角晚報</title></head><body>
<div class="article"><h1>渡輪星期一復航</h1>
<div class="info">時間:2021-05-17 09:30 來源:海角晚報</div>
<div class="content">
<p>停航三個星期的港口渡輪星期一早上恢復服務，首班船在七時正開出，船上坐了二百多名乘客。</p>
<p>船公司說，維修工程比預期早完成兩天，今後每三十分鐘開出一班，票價不變，長者仍可半價乘船。</p>
<p>碼頭旁的商戶說，希望遊客會隨渡輪回來，讓冷清了許久的街市再次熱鬧起來。</p>
</div>
<div class="pages"><p>上一篇：<a href="/news/1.html">碼頭維修工程完成</a></p>
<p>下一篇：<a href="/news/3.html">遊客重返街市</a></p></div></div></body></html>"""


def test_reads_the_page_that_answers() -> None:
    pages = {
        "/old": redirect("/news/2.html"),
        "/news/2.html": answer(FERRY.encode("big5"), content_type="text/html; charset=big5"),
    }
    with Site(pages) as site:
        article = harvest(site.url("/old"), allow=LOOPBACK)
    assert article.url == site.url("/news/2.html")
    assert article.title == "渡輪星期一復航"
    assert article.text.startswith("停航三個星期的港口渡輪")
    assert article.previous
    assert article.previous.url == site.url("/news/1.html")
    assert site.paths == ["/old", "/news/2.html"]


def test_plain_text_is_read_as_such() -> None:
    text = "渡輪星期一復航\n停航三個星期的港口渡輪星期一早上恢復服務，<p>首班船</p>在七時正開出。\n"
    with Site({"/": answer(text, content_type="text/plain; charset=utf-8")}) as site:
        assert "<p>首班船</p>" in harvest(site.url(), allow=LOOPBACK).text


def test_relative_times_are_counted_from_the_fetch() -> None:
    page = FERRY.replace("2021-05-17 09:30", "3小时前")
    with Site({"/": answer(page)}) as site:
        published = harvest(site.url(), allow=LOOPBACK).published
    assert published is None or published >= "2026"


def test_one_fetcher_for_many_pages() -> None:
    async def run(site: Site) -> list[str | None]:
        async with Fetcher(allow=LOOPBACK) as fetcher:
            return [(await aharvest(site.url(path), fetcher=fetcher)).url for path in ("/1", "/2")]

    with Site({"/1": answer(FERRY), "/2": answer(FERRY)}) as site:
        assert asyncio.run(run(site)) == [site.url("/1"), site.url("/2")]


@pytest.mark.parametrize(
    ("page", "error"),
    [
        (answer(b""), EmptyPage),
        (answer(b" \n\t "), EmptyPage),
        (answer(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4), NotHTML),
        (answer(b"gone", status="410 Gone"), HTTPStatusError),
        (b"", ConnectError),
    ],
)
def test_what_cannot_be_read_is_said(page: bytes, error: type[Exception]) -> None:
    with Site({"/": page}) as site, pytest.raises(error):
        harvest(site.url(), allow=LOOPBACK, retries=0)


def test_the_synchronous_twin_says_what_to_use_in_an_event_loop() -> None:
    async def run() -> None:
        harvest("http://news.example/")

    with pytest.raises(RuntimeError, match="await aharvest"):
        asyncio.run(run())


def test_a_fetcher_and_options_exclude_each_other() -> None:
    async def run() -> None:
        async with Fetcher() as fetcher:
            await aharvest("http://news.example/", fetcher=fetcher, timeout=3)

    with pytest.raises(ValueError, match="either"):
        asyncio.run(run())
