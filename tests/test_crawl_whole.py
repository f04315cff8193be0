"""Whole crawls: lists, feeds and sitemaps, traps, scope, coming back, stories on several pages."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from newsharvest import errors
from newsharvest.archive import read_jsonl
from newsharvest.crawl import Budgets, CrawlProgress, Stop, crawl
from newsharvest.crawl.readers import Readers
from newsharvest.crawl.reading import Received
from newsharvest.crawl.status import read_status
from tests.servers import Site, answer, silence
from tests.test_crawl import LOOPBACK, A, B, FakeWeb, chain, story
from tests.test_crawl_sources import HEADLINES
from tests.tools.golden import SITE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOME = "http://a.example"


def listing(paths: list[str], *, more: str = "", pager: str = "") -> str:
    """A list of stories, and links around it."""
    items = "".join(
        f'<li><a href="{path}">{HEADLINES[number % len(HEADLINES)]}之{number}</a> <span>2020-02-03</span></li>'
        for number, path in enumerate(paths)
    )
    return f"""<html><head><meta charset="utf-8"><title>海角晚報</title>{more}</head><body>
<div class="nav"><a href="/">首頁</a> <a href="/yaowen/">要聞</a> <a href="/minsheng/">民生</a></div>
<ul class="list">{items}</ul><div class="pages">{pager}</div></body></html>"""


def dated(number: int, day: str) -> str:
    """A story that came out on a day."""
    info = f'<div class="info">{day} 08:00　來源：海角晚報</div>'
    return story(number).replace('<div class="content">', info + '<div class="content">')


def site() -> dict[str, Any]:
    """A small paper: a front page, two sections with pages, and their stories."""
    pages: dict[str, Any] = {f"{HOME}/{n}.html": story(n) for n in range(100, 130)}
    pages[f"{HOME}/"] = listing([f"/{n}.html" for n in range(100, 106)])
    older = '<a href="/yaowen/index_2.html">下一頁</a>'
    pages[f"{HOME}/yaowen/"] = listing([f"/{n}.html" for n in range(104, 114)], pager=older)
    pages[f"{HOME}/yaowen/index_2.html"] = listing([f"/{n}.html" for n in range(114, 120)])
    pages[f"{HOME}/minsheng/"] = listing([f"/{n}.html" for n in range(120, 130)])
    return pages


def stories(results: Any) -> list[int]:
    """The numbers of the stories that came."""
    return sorted(int(each.article.url.rsplit("/", 1)[1].split(".")[0]) for each in results if each.article)


# ------------------------------------------------------------------ sources


def test_a_whole_site_by_its_lists() -> None:
    seen: list[CrawlProgress] = []
    web = FakeWeb(site())
    results = web.crawl(f"{HOME}/", follow=("listing",), on_progress=seen.append)
    assert stories(results) == list(range(100, 130))
    assert all(each.relation == "listing" and each.error is None for each in results)
    last = seen[-1]
    assert last.reasons == {"listing": 4}
    assert last.pages == last.articles + last.no_article == 34
    assert len(web.urls) == len(set(web.urls))


def test_without_follow_a_list_leads_nowhere() -> None:
    seen: list[CrawlProgress] = []
    assert FakeWeb(site()).crawl(f"{HOME}/", on_progress=seen.append) == []
    assert (seen[-1].no_article, seen[-1].reasons) == (1, {"listing": 1})


FEED = """<rss version="2.0"><channel><link>http://a.example/</link>{}</channel></rss>"""


def feed(*numbers: int, day: str = "03 Feb 2020") -> str:
    entry = "<item><link>http://a.example/{}.html</link><pubDate>Mon, {} 08:00:00 +0800</pubDate></item>"
    return FEED.format("".join(entry.format(number, day) for number in numbers))


@pytest.mark.parametrize("as_seed", [True, False])
def test_a_feed(as_seed: bool) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    web = FakeWeb({**site(), f"{HOME}/": listing([], more=head), f"{HOME}/feed.xml": feed(101, 102)})
    results = web.crawl(f"{HOME}/feed.xml" if as_seed else f"{HOME}/", follow=() if as_seed else ("feed",))
    assert stories(results) == [101, 102]
    assert {each.relation for each in results} == {"feed"}


def test_sitemaps_from_robots_index_and_all() -> None:
    entry = "<url><loc>http://a.example/{}.html</loc><lastmod>2020-02-{:02}</lastmod></url>"
    web = FakeWeb(
        {
            **site(),
            f"{HOME}/robots.txt": "Sitemap: http://a.example/index.xml\nSitemap: http://elsewhere.example/x.xml",
            f"{HOME}/index.xml": "<sitemapindex><sitemap><loc>/news.xml</loc></sitemap>"
            "<sitemap><loc>/index.xml</loc></sitemap></sitemapindex>",
            f"{HOME}/news.xml": f"<urlset>{entry.format(107, 1)}{entry.format(108, 5)}</urlset>",
        }
    )
    assert stories(web.crawl(f"{HOME}/", follow=("sitemap",))) == [107, 108]
    assert stories(web.crawl(f"{HOME}/", follow=("sitemap",), since="2020-02-03")) == [108]


def test_a_sitemap_that_was_only_guessed_is_no_error_if_it_is_missing() -> None:
    seen: list[CrawlProgress] = []
    assert FakeWeb(site()).crawl(f"{HOME}/", follow=("sitemap",), on_progress=seen.append) == []
    assert seen[-1].reasons == {"listing": 1, "no sitemap": 1}
    web = FakeWeb({**site(), f"{HOME}/sitemap.xml": "<urlset><url><loc>/101.html</loc></url></urlset>"})
    assert stories(web.crawl(f"{HOME}/", follow=("sitemap",))) == [101]


def test_since_leaves_older_stories_out_and_stops_walking_back() -> None:
    days = ["2020-02-04", "2020-02-03", "2020-02-02", *["2020-01-01"] * 60]
    pages = {}
    for number, day in enumerate(days):
        page = dated(number, day)
        label = f"上一篇：<a href='{number + 1}.html'>前一則消息</a>" if number + 1 < len(days) else "上一篇：没有了"
        pages[f"{A}/{number}.html"] = page.replace("上一篇：没有了", label)
    seen: list[CrawlProgress] = []
    web = FakeWeb(pages)
    results = web.crawl(f"{A}/0.html", since="2020-02-03", on_progress=seen.append)
    assert [each.article.published for each in results if each.article] == ["2020-02-04T08:00", "2020-02-03T08:00"]
    assert seen[-1].reasons == {"too old": 21}
    assert seen[-1].dropped == {"a way that leads to nothing new": 1}


def test_within_bounds_the_crawl_to_a_place() -> None:
    pages = {**chain(3), f"{A}/3.html": story(3, following="http://a.example/other/4.html")}
    pages["http://a.example/other/4.html"] = story(4)
    seen: list[CrawlProgress] = []
    results = FakeWeb(pages).crawl(f"{A}/1.html", within=f"{A}/", on_progress=seen.append)
    assert stories(results) == [1, 2, 3]
    assert seen[-1].dropped == {"another place": 1}
    assert seen[-1].outside == 1


def test_what_is_no_article_is_not_given() -> None:
    missing = "<html><head><title>404</title></head><body><h1>404 Not Found</h1><p>頁面不存在</p></body></html>"
    pages = {f"{A}/1.html": story(1, following="2.html"), f"{A}/2.html": missing}
    seen: list[CrawlProgress] = []
    results = FakeWeb(pages).crawl(f"{A}/1.html", on_progress=seen.append)
    assert stories(results) == [1]
    assert seen[-1].no_article == 1


# ------------------------------------------------------------------ traps


def test_c1_traps_end_and_every_story_is_fetched() -> None:
    """A calendar without end, paths that grow, sessions, orders of a list, and stories that go in circles."""

    def calendar(request: httpx.Request) -> httpx.Response:
        month = int(str(request.url).rsplit("=", 1)[1])
        links = "".join(f"<a href='/calendar?month={other}'>2</a>" for other in (month + 1, month - 1))
        body = f"<title>日曆</title>{links}"
        return httpx.Response(200, headers={"Content-Type": "text/html; charset=utf-8"}, text=body)

    class Endless(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            if "/calendar?" in key:
                return calendar
            if "/deep/" in key:
                return listing([], pager="<a href='deep/'>2</a>")
            if "/order/" in key:
                number = int(key.rsplit("=", 1)[1])
                pages = "".join(f"<a href='/order/?sort={number * 7 + n}'>{n + 2}</a>" for n in range(9))
                return listing(["/100.html", "/101.html"], pager=pages)
            return super().get(key.partition(";")[0], default)

    doors = "<a href='/calendar?month=1'>2</a><a href='/deep/'>3</a><a href='/order/?sort=1'>4</a>"
    pages = Endless(site())
    pages[f"{HOME}/"] = listing([f"/{n}.html;jsessionid={n}" for n in range(100, 106)], pager=doors)
    seen: list[CrawlProgress] = []
    web = FakeWeb(pages)
    results = web.crawl(
        f"{HOME}/", follow=("listing", "previous", "next"), delay=0, budgets=Budgets(shape=15), on_progress=seen.append
    )
    assert stories(results) == list(range(100, 130))
    asked = [url for url in web.urls if "/calendar" in url or "/deep/" in url or "/order/" in url]
    assert len(asked) < 80
    assert {"kind of address", "repeated path"} <= set(seen[-1].dropped)


def test_c1_a_chain_without_end_stops_at_the_budget_of_its_host() -> None:
    def page(request: httpx.Request) -> httpx.Response:
        number = int(str(request.url).rsplit("/", 1)[1].split(".")[0])
        text = story(number, following=f"{number + 1}.html")
        return httpx.Response(200, headers={"Content-Type": "text/html; charset=utf-8"}, text=text)

    class Endless(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            return page if "/news/" in key else default

    seen: list[CrawlProgress] = []
    results = FakeWeb(Endless()).crawl(f"{A}/1.html", delay=0, budgets=Budgets(per_host=50), on_progress=seen.append)
    assert stories(results) == list(range(1, 51))
    assert seen[-1].dropped == {"too many pages of one host": 1}


# ------------------------------------------------------------------ coming back


class Paper(FakeWeb):
    """A paper whose pages have validators."""

    def __init__(self, pages: dict[str, Any]) -> None:
        super().__init__({})
        self.not_modified = 0
        for url, text in pages.items():
            self.print(url, text)

    def print(self, url: str, text: str) -> None:
        """Put a page on the site, or change it."""
        tag = f'"{abs(hash(text))}"'

        def respond(request: httpx.Request) -> httpx.Response:
            if request.headers.get("If-None-Match") == tag:
                self.not_modified += 1
                return httpx.Response(304, headers={"ETag": tag})
            return httpx.Response(200, headers={"ETag": tag, "Content-Type": "text/html; charset=utf-8"}, text=text)

        self.pages[url] = respond


def titles(folder: Path) -> list[str | None]:
    return [article.title for article in read_jsonl(folder / "articles.jsonl")]


def test_coming_back_asks_only_for_what_has_changed(tmp_path: Path) -> None:
    paper = Paper(chain(4))
    seen: list[CrawlProgress] = []

    def again() -> list[Any]:
        return paper.crawl(f"{A}/1.html", out=tmp_path, resume=True, on_progress=seen.append)

    assert stories(again()) == [1, 2, 3, 4]
    assert again() == []
    assert paper.not_modified == 4
    assert (seen[-1].pages, seen[-1].unchanged) == (4, 4)
    paper.print(f"{A}/2.html", chain(4)[f"{A}/2.html"].replace("第2則", "第2則修訂"))
    (changed,) = again()
    assert (changed.url, changed.revision) == (f"{A}/2.html", 2)
    assert (seen[-1].articles, seen[-1].revisions, seen[-1].unchanged) == (1, 1, 3)
    assert titles(tmp_path) == [*[f"街市消息第{n}則" for n in (1, 2, 3, 4)], "街市消息第2則修訂"]
    status = read_status(tmp_path)
    assert (status.articles, status.versions, status.exported, status.left) == (4, 5, 5, 0)
    assert status.states == {"done": 4}


def test_coming_back_to_a_server_without_validators(tmp_path: Path) -> None:
    web = FakeWeb(chain(3))
    how: dict[str, Any] = {"out": tmp_path, "resume": True}
    assert len(web.crawl(f"{A}/1.html", **how)) == 3
    assert web.crawl(f"{A}/1.html", **how) == []
    assert len(web.urls) == 6
    assert len(titles(tmp_path)) == 3


def test_new_stories_of_a_feed(tmp_path: Path) -> None:
    web = FakeWeb({**site(), f"{HOME}/feed.xml": feed(101, 102)})
    how: dict[str, Any] = {"out": tmp_path, "resume": True, "revisit_after": 3600, "follow": ("feed",)}
    assert stories(web.crawl(f"{HOME}/feed.xml", **how)) == [101, 102]
    web.pages[f"{HOME}/feed.xml"] = feed(103, 102)
    asked = len(web.urls)
    assert stories(web.crawl(f"{HOME}/feed.xml", **how)) == [103]
    assert [url.rsplit("/", 1)[1] for url in web.urls[asked:]] == ["feed.xml", "103.html"]
    assert len(titles(tmp_path)) == 3


def test_a_folder_that_has_a_crawl_is_not_begun_again(tmp_path: Path) -> None:
    web = FakeWeb(chain(2))
    web.crawl(f"{A}/1.html", out=tmp_path)
    with pytest.raises(errors.StoreError, match="resume"):
        web.crawl(f"{A}/1.html", out=tmp_path)
    assert web.crawl((), out=tmp_path, resume=True) == []
    assert len(titles(tmp_path)) == 2


@pytest.mark.parametrize("ending", ["limit", "leaving", "stop"])
def test_a_crawl_that_ended_early_goes_on(tmp_path: Path, ending: str) -> None:
    web = FakeWeb(chain(6))
    how: dict[str, Any] = {"out": tmp_path, "resume": True}
    if ending == "limit":
        assert len(web.crawl(f"{A}/1.html", limit=2, **how)) == 2
    elif ending == "stop":
        stop = Stop()
        stopping = FakeWeb(chain(6))
        stopping.seen = lambda result: stop.request()  # type: ignore[method-assign] # noqa: ARG005
        assert len(stopping.crawl(f"{A}/1.html", stop=stop, **how)) == 1
    else:
        pages = {f"/news/{n}.html": answer(page) for n, page in enumerate(chain(6).values(), start=1)}
        with Site(pages) as served:
            for result in crawl(served.url("/news/1.html"), delay=0, allow=LOOPBACK, processes=0, **how):
                assert result.article
                break
            rest = list(crawl([], delay=0, allow=LOOPBACK, processes=0, **how))
            assert served.paths.count("/news/1.html") == 1
        assert [each.article is not None for each in rest] == [True] * 5
        assert titles(tmp_path) == [f"街市消息第{n}則" for n in range(1, 7)]
        return
    before = len(web.urls)
    rest = web.crawl((), **how)
    assert titles(tmp_path) == [f"街市消息第{n}則" for n in range(1, 7)]
    assert len(rest) == len(web.urls) - before


@pytest.mark.parametrize("count", [1, 5])
def test_what_was_given_is_in_the_file_when_the_loop_is_left(tmp_path: Path, count: int) -> None:
    pages = {
        f"/{n}.html": answer(story(n, previous=f"{n - 1}.html" if n > 1 else None, following=f"{n + 1}.html"))
        for n in range(1, 9)
    }
    with Site(pages) as served:
        given = []
        for result in crawl(served.url("/1.html"), delay=0, allow=LOOPBACK, processes=0, out=tmp_path):
            assert result.article
            given.append(result.article.url)
            if len(given) == count:
                break
    written = [article.url for article in read_jsonl(tmp_path / "articles.jsonl")]
    assert written[:count] == given


def test_d2_what_does_not_end_in_time_is_given_up_and_asked_for_again(tmp_path: Path) -> None:
    stop = Stop(grace=0.2)
    pages: dict[str, Any] = {
        "/1.html": answer(story(1, following="2.html")),
        "/2.html": silence,
        "/robots.txt": silence,
    }
    how: dict[str, Any] = {"delay": 0, "allow": LOOPBACK, "processes": 0, "out": tmp_path, "resume": True}
    with Site(pages) as served:
        threading.Timer(0.5, stop.request).start()
        assert list(crawl(served.url("/1.html"), stop=stop, **how)) == []  # It waits for robots.txt.
        del served.pages["/robots.txt"]
        stop = Stop(grace=0.2)
        for result in crawl(served.url("/1.html"), stop=stop, **how):
            assert result.url == served.url("/1.html")
            threading.Timer(0.5, stop.request).start()
        assert read_status(tmp_path).left == 1
        served.pages["/2.html"] = answer(story(2))
        assert [result.url for result in crawl(served.url("/1.html"), **how)] == [served.url("/2.html")]
    assert len(titles(tmp_path)) == 2


def test_hosts_of_a_resumed_crawl_are_those_of_its_seeds(tmp_path: Path) -> None:
    pages = {f"{A}/1.html": story(1, following=f"{B}/2.html"), f"{B}/2.html": story(2)}
    web = FakeWeb(pages)
    web.crawl([f"{A}/1.html", f"{B}/9.html"], out=tmp_path, limit=1)
    assert stories(web.crawl((), out=tmp_path, resume=True)) == [2]


# ------------------------------------------------------------------ retries


def test_a_page_that_fails_in_passing_is_asked_for_again() -> None:
    answers = [503, 500, 200]

    def flaky(request: httpx.Request) -> httpx.Response:
        status = answers.pop(0)
        text = story(1) if status == 200 else ""
        return httpx.Response(status, headers={"Content-Type": "text/html; charset=utf-8"}, text=text, request=request)

    web = FakeWeb({f"{A}/1.html": flaky})
    (result,) = web.crawl(f"{A}/1.html", retries=2)
    assert result.article
    answers[:] = [500, 500, 500]
    (result,) = web.crawl(f"{A}/1.html", retries=1)
    assert isinstance(result.error, errors.HTTPStatusError)
    assert len(answers) == 1


def test_a13_what_is_never_an_article_stays_out() -> None:
    captcha = "<html lang=zh-CN><title>安全验证</title><body><p>访问过于频繁，请完成安全验证</p></body></html>"
    pages = {f"{A}/{n}.html": page for n, page in enumerate([404, 410, 204, captcha, ""], start=1)}
    seen: list[CrawlProgress] = []
    results = FakeWeb(pages).crawl(list(pages), on_progress=seen.append)
    assert stories(results) == []
    assert seen[-1].pages == seen[-1].failed + seen[-1].no_article == 5


# ------------------------------------------------------------------ stories on several pages


def on_two_pages(second: Any = None) -> tuple[str, str, dict[str, Any]]:
    """A story of the example site on two pages, and what stands instead of the second one."""

    def given(slug: str) -> Callable[[httpx.Request], httpx.Response]:
        body = (SITE / slug / "page.html").read_bytes()
        return lambda _: httpx.Response(200, headers={"Content-Type": "text/html; charset=gbk"}, content=body)

    place = f"{HOME}/qingxi/html/2020/wenhua_0205/103"
    first, other = f"{place}.html", f"{place}_2.html"
    return first, other, {first: given("phpcms-pages"), other: second or given("phpcms-pages-2")}


@pytest.mark.parametrize("both_are_seeds", [True, False])
def test_the_pages_of_a_story_are_one_article_and_asked_for_once(both_are_seeds: bool) -> None:
    first, second, pages = on_two_pages()
    web = FakeWeb(pages)
    results = web.crawl([first, second] if both_are_seeds else first, delay=2, follow=())
    assert [each.url for each in results] == [first]
    assert results[0].article
    assert {block.page for block in results[0].article.blocks} == {1, 2}
    assert web.urls == [first, second]
    assert web.gaps("a.example") == [2.0, 2.0]


def test_a_story_of_which_a_page_is_missing_says_so() -> None:
    first, second, pages = on_two_pages(404)
    (result,) = FakeWeb(pages).crawl(first, follow=())
    assert result.article
    assert any(f"{second} could not be read" in warning for warning in result.article.warnings)


def test_a_story_of_which_a_page_fails_in_passing_is_read_whole_later() -> None:
    first, second, pages = on_two_pages()
    whole, tries = pages[second], 0

    def flaky(request: httpx.Request) -> httpx.Response:
        nonlocal tries
        tries += 1
        return httpx.Response(503) if tries == 1 else whole(request)

    (result,) = FakeWeb({**pages, second: flaky}).crawl(first, follow=(), retries=1)
    assert result.article
    assert {block.page for block in result.article.blocks} == {1, 2}
    assert result.article.warnings == ()


# ------------------------------------------------------------------ the processes that read


def received(body: str = "<h1>Bridge reopens</h1><p>The bridge over the Lo reopened on Monday.</p>") -> Received:
    return Received(body=body.encode(), url=f"{A}/1.html", fetched_at="2020-02-03T00:00:00+00:00")


def run_readers(use: Callable[[Readers], Any], patience: float = 60) -> Any:
    async def main() -> Any:
        readers = Readers(2, patience)
        try:
            return await use(readers)
        finally:
            await readers.close()

    return asyncio.run(main())


def test_pages_are_read_in_other_processes_and_a_crash_costs_one_page() -> None:
    async def use(readers: Readers) -> list[Any]:
        first = await readers.read(received())
        (reader,) = readers._all
        reader._process.kill()
        second = await readers.read(received())
        return [first, second, *await asyncio.gather(*[readers.read(received()) for _ in range(6)]), len(readers._all)]

    first, crashed, *others, processes = run_readers(use)
    assert first.article
    assert first.article.title == "Bridge reopens"
    assert isinstance(crashed.error, errors.ReadingFailed)
    assert "signal 9" in str(crashed.error)
    assert all(each.article == first.article for each in others)
    assert processes == 2


def test_a_page_that_takes_for_ever_costs_one_page() -> None:
    async def use(readers: Readers) -> Any:
        await readers.read(received())
        (reader,) = readers._all
        reader._process.send_signal(19)  # It stands still.
        readers._patience = 0.2
        stuck = await readers.read(received())
        readers._patience = 60
        return stuck, await readers.read(received())

    stuck, after = run_readers(use)
    assert isinstance(stuck.error, errors.ReadingFailed)
    assert "not read after 0.2 seconds" in str(stuck.error)
    assert after.article


def test_where_no_process_can_be_started_pages_fail_and_the_crawl_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(*_: Any, **__: Any) -> Any:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refused)
    with Site({"/1.html": answer(story(1)), "/2.html": answer(story(2))}) as served:
        seeds = [served.url("/1.html"), served.url("/2.html")]
        results = list(crawl(seeds, delay=0, allow=LOOPBACK, processes=1))
    assert [str(result.error) for result in results] == [
        "no process could be started to read it: [Errno 11] Resource temporarily unavailable"
    ] * 2


def test_a_crawl_that_is_over_may_still_be_asked_to_stop() -> None:
    stop = Stop()
    with Site({"/1.html": answer(story(1))}) as served:
        assert len(list(crawl(served.url("/1.html"), delay=0, allow=LOOPBACK, processes=0, stop=stop))) == 1
    stop.request()
    assert stop.requested


def test_a_script_without_a_main_guard_may_crawl(tmp_path: Path) -> None:
    """And nothing of it is left when it was killed."""
    script = tmp_path / "script.py"
    with Site({"/1.html": answer(story(1))}) as served:
        script.write_text(
            "from newsharvest import crawl\n"
            f"for result in crawl({served.url('/1.html')!r}, delay=0, allow=['127.0.0.0/8']):\n"
            "    print(result.article.title)\n",
            encoding="utf-8",
        )
        line = [sys.executable, "-W", "error", str(script)]
        done = subprocess.run(line, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("街市消息第1則\n", "")


# ------------------------------------------------------------------ what is left of it


def test_the_store_is_a_database_for_everybody(tmp_path: Path) -> None:
    FakeWeb({**chain(3), f"{A}/3.html": 404}).crawl(f"{A}/1.html", out=tmp_path)
    with closing(sqlite3.connect(tmp_path / "crawl.sqlite")) as database:
        states = dict(database.execute("SELECT state, count(*) FROM url GROUP BY state").fetchall())
        chain_of = database.execute(
            "SELECT url.relation, parent.url FROM url JOIN url AS parent ON parent.id = url.found_on ORDER BY url.id"
        ).fetchall()
        answers = database.execute("SELECT status, outcome FROM fetch ORDER BY id").fetchall()
    assert states == {"done": 2, "gone": 1}
    assert chain_of == [("next", f"{A}/1.html"), ("next", f"{A}/2.html")]
    assert answers == [(200, "article"), (200, "article"), (404, "failed")]


def test_status_of_no_crawl(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreError, match="no crawl in it"):
        read_status(tmp_path)
