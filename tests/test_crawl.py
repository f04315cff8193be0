"""The crawl: follows neighbours, politely, each page once, and loses nothing without saying so."""

from __future__ import annotations

import asyncio
import io
from contextlib import aclosing
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import httpx
import pytest

from newsharvest import BadURL, BlockedAddress, errors
from newsharvest.crawl import CrawlProgress, CrawlResult, acrawl, crawl, display_on
from newsharvest.crawl.readers import Readers
from newsharvest.crawl.reading import Reading, Received, read
from tests.servers import Site, answer
from tests.virtual_time import Loop, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LOOPBACK = ("127.0.0.0/8",)


def story(number: object, *, previous: str | None = None, following: str | None = None) -> str:
    """A small page of a local paper, with neighbours where they are given."""
    lines = [f"上一篇：<a href='{previous}'>前一則消息</a>" if previous else "上一篇：没有了"]
    lines += [f"下一篇：<a href='{following}'>後一則消息</a>" if following else "下一篇：没有了"]
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>消息第{number}則 - 海角晚報</title></head>
<body><div class="article"><h1>街市消息第{number}則</h1>
<div class="content">
<p>這是第{number}則消息：街市裡的商戶說，天氣轉涼以後，早上來買菜的人比上個月多了許多。</p>
<p>魚檔的老闆說，每天四時便要到碼頭取貨，趕在六時前把魚擺好，等第一批客人到來。</p>
<p>街市管理處說，下個月會翻新地面和燈光，工程期間各檔口照常營業，歡迎市民前來。</p>
</div><div class="pages"><p>{lines[0]}</p><p>{lines[1]}</p></div></div></body></html>"""


async def read_here(_: Readers, received: Received) -> Reading:
    """Reads at once: for loops in which time passes while somebody waits for another process."""
    return read(received)


class FakeWeb:
    """Pages by URL, and when each was asked for in virtual time; every answer takes ``latency``."""

    def __init__(self, pages: dict[str, Any], latency: float = 0.0) -> None:
        self.pages = pages
        self.latency = latency
        self.asked: list[tuple[str, float]] = []
        self.passed = 0.0
        """How long the last crawl took."""

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._respond)

    def crawl(self, seeds: str | Iterable[str], **options: Any) -> list[CrawlResult]:
        """The results; unless it is said otherwise nothing is asked for twice."""

        async def collect(loop: Loop) -> list[CrawlResult]:
            began = loop.time()
            how = {"transport": self.transport(), "clock": loop.clock, "retries": 0, **options}
            found = []
            async with aclosing(acrawl(seeds, **how)) as results:
                async for result in results:
                    found.append(result)
                    self.seen(result)
            self.passed = loop.time() - began
            return found

        with patch.object(Readers, "read", read_here):
            return run(collect)

    def seen(self, result: CrawlResult) -> None:
        """Called with each result."""

    @property
    def urls(self) -> list[str]:
        return [url for url, _ in self.asked if not url.endswith("/robots.txt")]

    def gaps(self, host: str) -> list[float]:
        at = [at for url, at in self.asked if url.split("/")[2] == host]
        return [round(later - earlier, 6) for earlier, later in pairwise(at)]

    async def _respond(self, request: httpx.Request) -> httpx.Response:
        url = str(request.url)
        self.asked.append((url, asyncio.get_running_loop().time()))
        await asyncio.sleep(self.latency)
        page = self.pages.get(url, 404)
        if isinstance(page, Exception):
            raise page
        if callable(page):
            return page(request)  # type: ignore[no-any-return]
        if isinstance(page, int):
            return httpx.Response(page)
        if page.startswith("-> "):
            return httpx.Response(301, headers={"Location": page[3:]})
        return httpx.Response(200, headers={"Content-Type": "text/html; charset=utf-8"}, text=page)


A = "http://a.example/news"
B = "http://b.example/news"


def chain(count: int, base: str = A) -> dict[str, Any]:
    """Stories 1 to ``count`` that name each other as previous and next."""
    return {
        f"{base}/{n}.html": story(
            n, previous=f"{n - 1}.html" if n > 1 else None, following=f"{n + 1}.html" if n < count else None
        )
        for n in range(1, count + 1)
    }


def test_follows_both_ways_and_each_page_once() -> None:
    web = FakeWeb(chain(6))
    results = web.crawl(f"{A}/3.html")
    assert sorted(web.urls) == [f"{A}/{n}.html" for n in range(1, 7)]
    assert [each.url for each in results] == web.urls
    assert all(each.article and each.error is None for each in results)
    assert [(each.relation, each.found_on) for each in results[:3]] == [
        ("seed", None),
        ("previous", f"{A}/3.html"),
        ("next", f"{A}/3.html"),
    ]
    assert {each.article.title for each in results if each.article} == {f"街市消息第{n}則" for n in range(1, 7)}


def test_over_real_connections() -> None:
    pages = {f"/news/{n}.html": answer(page) for n, page in enumerate(chain(4).values(), start=1)}
    with Site(pages) as site:
        results = list(crawl(site.url("/news/1.html"), delay=0, allow=LOOPBACK))
    assert [each.article.url for each in results if each.article] == [site.url(f"/news/{n}.html") for n in (1, 2, 3, 4)]
    assert site.paths == ["/robots.txt", *[f"/news/{n}.html" for n in (1, 2, 3, 4)]]


@pytest.mark.parametrize(("follow", "numbers"), [(("previous",), [3, 2, 1]), (("next",), [3, 4, 5]), ((), [3])])
def test_follows_only_what_it_is_told(follow: tuple[str, ...], numbers: list[int]) -> None:
    web = FakeWeb(chain(5))
    web.crawl(f"{A}/3.html", follow=follow)
    assert web.urls == [f"{A}/{n}.html" for n in numbers]


def test_stops_after_so_many_articles() -> None:
    web = FakeWeb({**chain(9), f"{A}/2.html": 500})
    results = web.crawl([f"{A}/3.html", f"{A}/2.html"], limit=4, follow=("next",))
    assert len([each for each in results if each.article]) == 4
    assert web.urls == [f"{A}/{n}.html" for n in (3, 2, 4, 5, 6)]


@pytest.mark.parametrize(
    "pages",
    [
        {f"{A}/1.html": story(1, previous="1.html", following="#top")},
        {f"{A}/1.html": story(1, following="2.html"), f"{A}/2.html": story(2, following="1.html")},
        {
            f"{A}/1.html": story(1, previous="2.html", following="2.html#again"),
            f"{A}/2.html": story(2, previous="http://A.example:80/news/1.html"),
        },
    ],
    ids=["self", "circle", "spellings"],
)
def test_ends_where_links_go_in_circles(pages: dict[str, Any]) -> None:
    web = FakeWeb(pages)
    results = web.crawl(f"{A}/1.html")
    assert sorted(web.urls) == sorted(pages)
    assert all(each.article for each in results)


def test_stays_on_the_hosts_of_the_seeds() -> None:
    seen: list[CrawlProgress] = []
    pages = {
        f"{A}/1.html": story(1, previous=f"{B}/1.html", following="http://other.example/2.html"),
        f"{B}/1.html": story(1),
    }
    web = FakeWeb(pages)
    web.crawl([f"{A}/1.html"], on_progress=seen.append)
    assert web.urls == [f"{A}/1.html"]
    assert seen[-1].outside == 2
    web = FakeWeb(pages)
    web.crawl([f"{A}/1.html", f"{B}/1.html"])
    assert web.urls == [f"{A}/1.html", f"{B}/1.html"]


def test_links_that_are_no_pages_are_not_followed() -> None:
    web = FakeWeb({f"{A}/1.html": story(1, previous="javascript:alert(1)", following="file:///etc/passwd")})
    assert [bool(each.article) for each in web.crawl(f"{A}/1.html")] == [True]


def test_a_seed_may_move_to_another_host() -> None:
    www = {url.replace("a.example", "www.a.example"): page for url, page in chain(3).items()}
    web = FakeWeb({f"{A}/1.html": "-> http://www.a.example/news/1.html", **www})
    results = web.crawl(f"{A}/1.html")
    assert [each.article.url for each in results if each.article] == list(www)
    assert results[0].url == f"{A}/1.html"


def test_a_link_may_not() -> None:
    web = FakeWeb({f"{A}/1.html": story(1, following="2.html"), f"{A}/2.html": f"-> {B}/2.html"})
    first, second = web.crawl(f"{A}/1.html")
    assert first.article
    assert isinstance(second.error, errors.BlockedAddress)
    assert not any(url.startswith("http://b.example/") for url, _ in web.asked)


def test_two_ways_to_one_page_give_one_article() -> None:
    seen: list[CrawlProgress] = []
    pages = {
        f"{A}/1.html": story(1, previous="old.html", following="2.html"),
        f"{A}/old.html": f"-> {A}/2.html",
        f"{A}/2.html": story(2),
    }
    results = FakeWeb(pages).crawl(f"{A}/1.html", on_progress=seen.append)
    assert [each.url for each in results] == [f"{A}/1.html", f"{A}/2.html"]
    assert (seen[-1].articles, seen[-1].repeated, seen[-1].queued) == (2, 1, 0)


def test_what_fails_is_a_result() -> None:
    web = FakeWeb(
        {
            f"{A}/1.html": story(1, previous="0.html", following="2.html"),
            f"{A}/0.html": httpx.ConnectError("refused"),
            f"{A}/2.html": "",
            "http://a.example/robots.txt": "User-agent: *\nDisallow: /secret",
        }
    )
    seeds = [f"{A}/1.html", "http://a.example/secret/1.html", f"{A}/gone.html"]
    seen: list[CrawlProgress] = []
    results = {each.url: each for each in web.crawl(seeds, on_progress=seen.append)}
    kinds = {url: type(each.error).__name__ for url, each in results.items()}
    assert kinds == {
        f"{A}/1.html": "NoneType",
        "http://a.example/secret/1.html": "RobotsDisallowed",
        f"{A}/gone.html": "HTTPStatusError",
        f"{A}/0.html": "ConnectError",
        f"{A}/2.html": "EmptyPage",
    }
    assert (seen[-1].articles, seen[-1].failed, seen[-1].queued) == (1, 4, 0)
    assert all((each.article is None) != (each.error is None) for each in results.values())


@pytest.mark.parametrize(
    ("seeds", "error", "says"),
    [
        ("nonsense", BadURL, "nonsense: no absolute URL"),
        ([f"{A}/1.html", "http://"], BadURL, "without a host"),
        ("ftp://a.example/", BlockedAddress, "only http and https"),
        ([], ValueError, "needs a URL to begin with"),
        ([f"{A}/1.html", None], TypeError, "must be a str, not NoneType"),
        ([b"http://a.example/"], TypeError, "must be a str, not bytes"),
    ],
)
@pytest.mark.parametrize("begin", [crawl, acrawl])
def test_start_pages_that_cannot_be_are_refused_before_anything_is_written(
    begin: Callable[..., Any], seeds: Any, error: type[Exception], says: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=says):
        begin(seeds, out=tmp_path / "kept")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"dealy": 3}, TypeError, r"^crawl\(\) has no option 'dealy'; did you mean 'delay'\?$"),
        ({"timout": 3}, TypeError, r"^crawl\(\) has no option 'timout'; did you mean 'timeout'\?$"),
        ({"xyzzy": 3}, TypeError, r"^crawl\(\) has no option 'xyzzy'$"),
        ({"since": "yesterday"}, ValueError, "since must be a day, as 2020-02-03 is, not 'yesterday'"),
        ({"since": 20200203}, ValueError, "since must be a day"),
        ({"headers": {"A": 5}}, TypeError, "name and value of a header must be str, not 'A' and 5"),
        ({"headers": "A: b"}, TypeError, "headers must be a mapping"),
        ({"allow": "loopback"}, ValueError, "loopback"),
    ],
)
def test_options_that_cannot_be_are_named(options: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        crawl(f"{A}/1.html", **options)


def test_counts_add_up_at_every_step() -> None:
    seen: list[CrawlProgress] = []
    web = FakeWeb({**chain(7), f"{A}/5.html": 404})
    web.crawl(f"{A}/3.html", on_progress=seen.append)
    assert [each.articles + each.failed for each in seen] == list(range(1, 6))
    assert [each.queued for each in seen] == [2, 2, 2, 1, 0]
    assert [each.url for each in seen] == web.urls


def test_the_delay_is_held_after_each_answer() -> None:
    web = FakeWeb(chain(4), latency=0.25)
    web.crawl(f"{A}/1.html", delay=2)
    assert [url.rsplit("/", 1)[1] for url, _ in web.asked] == ["robots.txt", "1.html", "2.html", "3.html", "4.html"]
    assert web.gaps("a.example") == [2.25] * 4


def test_slow_and_failing_answers_are_waited_after_too() -> None:
    web = FakeWeb({f"{A}/1.html": httpx.ReadTimeout("slow"), f"{A}/2.html": 503, f"{A}/3.html": story(3)}, latency=30)
    web.crawl([f"{A}/{n}.html" for n in (1, 2, 3)], delay=1)
    assert web.gaps("a.example") == [60.0] * 3  # The gap grows to what an answer takes, and begins at its end.


def test_redirects_wait_their_turn() -> None:
    web = FakeWeb({f"{A}/1.html": f"-> {A}/2.html", f"{A}/2.html": story(2)})
    web.crawl(f"{A}/1.html", delay=3)
    assert web.gaps("a.example") == [3.0, 3.0]


@pytest.mark.parametrize(
    ("asks", "delay", "gap"),
    [("5", 1, 5.0), ("0.5", 1, 1.0), ("1e9", 1, 60.0), ("-3", 1, 1.0), ("nan", 0.5, 0.5), ("2", 0, 2.0)],
)
def test_robots_may_ask_for_a_longer_delay(asks: str, delay: float, gap: float) -> None:
    web = FakeWeb({**chain(3), "http://a.example/robots.txt": f"User-agent: *\nCrawl-delay: {asks}"})
    web.crawl(f"{A}/1.html", delay=delay)
    assert web.gaps("a.example") == [gap] * 3


def test_one_host_is_asked_while_another_rests() -> None:
    web = FakeWeb({**chain(3), **chain(3, B)})
    web.crawl([f"{A}/1.html", f"{B}/1.html"], delay=4)
    assert web.gaps("a.example") == web.gaps("b.example") == [4.0] * 3
    assert web.passed == 12  # And not 24, as it would be one host after the other; nobody waits after the last page.
    assert len(web.urls) == 6


def test_a_host_that_rests_after_its_robots_keeps_no_other_waiting() -> None:
    hosts = [f"h{n}.example" for n in range(20)]
    web = FakeWeb({f"http://{host}/1.html": story(host) for host in hosts})
    results = web.crawl([f"http://{host}/1.html" for host in hosts], delay=10, concurrency=2)
    assert len(results) == 20
    assert [web.gaps(host) for host in hosts] == [[10.0]] * 20
    assert web.passed == pytest.approx(10)


def test_hosts_that_share_an_address_keep_no_other_waiting() -> None:
    """As on the servers of a content system: they can only be asked one after the other, the others need not wait."""
    shared, alone = [f"s{n}.example" for n in range(12)], [f"a{n}.example" for n in range(3)]

    async def resolver(host: str, _: int) -> list[str]:
        return ["127.0.0.1"] if host in shared else [f"127.0.1.{1 + alone.index(host)}"]

    with Site(everywhere=True) as site:
        site.default = answer(story(1))
        site.pages |= {f"/{n}.html": answer(story(n, following=f"{n + 1}.html")) for n in range(1, 5)}
        site.pages |= {"/robots.txt": answer("", status="404 Not Found"), "/story.html": answer(story(0))}
        port = site.host.rpartition(":")[2]
        seeds = [f"http://{host}:{port}/story.html" for host in shared]
        seeds += [f"http://{host}:{port}/1.html" for host in alone]
        how: dict[str, Any] = {"allow": LOOPBACK, "resolver": resolver, "processes": 0, "delay": 0.15}
        results = list(crawl(seeds, concurrency=4, **how))
    assert len(results) == 12 + 3 * 5
    at = {each.path: each.at for each in site.asked}
    together = at["/story.html"] - site.asked[0].at
    assert together >= 23 * 0.15
    # Robots and four stories; the others' robots alone take 12 rests.
    assert 4 * 0.15 <= at["/4.html"] - site.asked[0].at < 10 * 0.15


def test_robots_of_a_host_that_is_refused_are_not_asked_for_over_and_over() -> None:
    (result,) = crawl("http://127.0.0.1:8000/1.html", delay=0, processes=0)
    assert isinstance(result.error, errors.BlockedAddress)


def test_robots_are_asked_once_a_day_and_first() -> None:
    web = FakeWeb(chain(3))
    web.crawl(f"{A}/1.html", delay=0)
    assert [url.endswith("robots.txt") for url, _ in web.asked] == [True, False, False, False]
    slow = FakeWeb(chain(3), latency=50_000)
    slow.crawl(f"{A}/1.html", delay=0, timeout=1e6)
    assert [url.endswith("robots.txt") for url, _ in slow.asked] == [True, False, False, True, False]


def test_http_and_https_have_robots_of_their_own() -> None:
    pages = {
        "http://a.example/robots.txt": "User-agent: *\nDisallow: /",
        f"{A}/1.html": story(1),
        "https://a.example/news/2.html": story(2),
    }
    refused, found = FakeWeb(pages).crawl([f"{A}/1.html", "https://a.example/news/2.html"])
    assert isinstance(refused.error, errors.RobotsDisallowed)
    assert found.article


@pytest.mark.parametrize("robots", [500, 503, httpx.ConnectError("down"), httpx.ReadTimeout("slow")])
def test_without_an_answer_about_robots_nothing_is_fetched(robots: object) -> None:
    web = FakeWeb({**chain(2), "http://a.example/robots.txt": robots})
    (result,) = web.crawl(f"{A}/1.html")
    assert isinstance(result.error, errors.RobotsDisallowed)
    assert result.error.retryable
    assert web.urls == []


def test_a_host_whose_robots_came_back_is_asked_again() -> None:
    """As long as the crawl has other things to do; it does not wait for that."""

    class Repaired(FakeWeb):
        def seen(self, result: CrawlResult) -> None:
            if result.error:
                self.pages["http://a.example/robots.txt"] = ""

    web = Repaired({**chain(1), **chain(3, B), "http://a.example/robots.txt": 503})
    results = web.crawl([f"{A}/1.html", f"{B}/1.html"], delay=400)
    of_a = [type(each.error) for each in results if each.url.startswith(A)]
    assert of_a == [errors.RobotsDisallowed, type(None)]


def test_disallowed_pages_are_said_and_not_asked_for() -> None:
    web = FakeWeb({**chain(3), "http://a.example/robots.txt": "User-agent: newsharvest\nDisallow: /news/2"})
    first, second = web.crawl(f"{A}/1.html")
    assert first.article
    assert isinstance(second.error, errors.RobotsDisallowed)
    assert not second.error.retryable
    assert web.urls == [f"{A}/1.html"]


def test_a_redirect_to_a_disallowed_page_is_not_followed() -> None:
    web = FakeWeb(
        {
            f"{A}/1.html": "-> http://a.example/secret.html",
            "http://a.example/robots.txt": "User-agent: *\nDisallow: /secret",
        }
    )
    (result,) = web.crawl(f"{A}/1.html")
    assert isinstance(result.error, errors.RobotsDisallowed)
    assert web.urls == [f"{A}/1.html"]


def test_leaving_the_loop_closes_everything() -> None:
    pages = {f"/news/{n}.html": answer(page) for n, page in enumerate(chain(4).values(), start=1)}
    with Site(pages) as site:
        for result in crawl(site.url("/news/1.html"), delay=0, allow=LOOPBACK):
            assert result.article
            break
        unused = crawl(site.url("/news/1.html"), delay=0, allow=LOOPBACK)
        del unused
    assert site.paths == ["/robots.txt", "/news/1.html"]


def test_an_error_in_the_loop_closes_everything() -> None:
    def fail(results: Iterable[CrawlResult]) -> None:
        for _ in results:
            raise ZeroDivisionError

    with Site({"/1.html": answer(story(1))}) as site, pytest.raises(ZeroDivisionError):
        fail(crawl(site.url("/1.html"), delay=0, allow=LOOPBACK))


def test_asynchronously() -> None:
    pages = {f"/news/{n}.html": answer(page) for n, page in enumerate(chain(4).values(), start=1)}

    async def run(site: Site) -> list[str]:
        found = []
        async for result in acrawl([site.url("/news/1.html")], delay=0, allow=LOOPBACK):
            found.append(result.url)  # noqa: PERF401 - a loop as people write it
        async for result in acrawl(site.url("/news/1.html"), delay=0, allow=LOOPBACK):
            found.append(result.url)
            break
        async with aclosing(acrawl(site.url("/news/1.html"), delay=0, allow=LOOPBACK)) as results:
            async for result in results:
                found.append(result.url)
                break
        assert len(asyncio.all_tasks()) <= 2
        return found

    with Site(pages) as site:
        found = asyncio.run(run(site))
    assert found == [site.url(f"/news/{n}.html") for n in (1, 2, 3, 4, 1, 1)]


def test_the_synchronous_twin_says_what_to_use_in_an_event_loop() -> None:
    async def run() -> None:
        crawl("http://news.example/")

    with pytest.raises(RuntimeError, match="acrawl"):
        asyncio.run(run())


@pytest.mark.parametrize(
    "options",
    [
        {"follow": ("sideways",)}, {"limit": 0}, {"limit": -1}, {"delay": -1}, {"delay": float("inf")},
        {"delay": float("nan")}, {"allow": ("nowhere",)}, {"timeout": -1},
    ],
)  # fmt: skip
def test_arguments_that_cannot_be_are_refused_at_once(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        crawl("http://news.example/", **options)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


PROGRESS = CrawlProgress(articles=3, failed=1, queued=2)


def test_nothing_moves_where_nobody_looks() -> None:
    log = io.StringIO()
    with display_on(log) as display:
        display.update(PROGRESS)
        display.say("one line")
    assert log.getvalue() == "one line\n"


@pytest.mark.parametrize("rich", [True, False])
def test_a_terminal_shows_counts_and_keeps_messages(rich: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not rich:
        monkeypatch.setitem(__import__("sys").modules, "rich.console", None)
    terminal = Terminal()
    with display_on(terminal, total=10) as display:
        display.update(PROGRESS)
        display.say("[bold]one line")
    shown = terminal.getvalue()
    assert "[bold]one line" in shown
    assert "3 articles, 1 failed, 2 waiting" in shown
