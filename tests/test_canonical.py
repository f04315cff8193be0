"""One key for the many spellings of an address (C2), and addresses that look like traps (C1)."""

from __future__ import annotations

import pytest

from newsharvest.crawl.canonical import key_of, odd_path, shape_of
from newsharvest.fetch import request_url

STORY = "http://paper.example/news/98.html"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY, "https://paper.example/news/98.html"),
        (STORY, "http://www.paper.example/news/98.html"),
        (STORY, "http://PAPER.example:80/news/98.html#top"),
        (STORY, "http://paper.example./news/98.html"),
        (STORY, "http://paper.example/news//98.html"),
        (STORY, "http://paper.example/x/../news/98.html"),
        (STORY, "http://paper.example/news/98.html?utm_source=feed&utm_medium=rss&fbclid=a"),
        (STORY, "http://paper.example/news/98.html;jsessionid=0A1B2C"),
        (STORY, "http://paper.example/news/98.html?"),
        ("http://paper.example/news/", "http://paper.example/news/index.html"),
        ("http://paper.example/", "http://paper.example"),
        ("http://paper.example/?id=7", "http://paper.example/index.php?id=7&PHPSESSID=abc"),
        ("http://paper.example/s?a=1&b=2", "http://paper.example/s?b=2&a=1"),
        ("http://paper.example/要闻/1.html", "http://paper.example/%E8%A6%81%E9%97%BB/1.html"),
        ("http://paper.example/%e8%a6%81%e9%97%bb/1.html", "http://paper.example/%E8%A6%81%E9%97%BB/1.html"),
        ("http://paper.example/s?q=要闻", "http://paper.example/s?q=%D2%AA%CE%C5"),
        ("http://paper.example/s?q=two+words", "http://paper.example/s?q=two%20words"),
        ("http://paper.example/~a/", "http://paper.example/%7Ea/"),
    ],
)
def test_c2_spellings_of_one_page(one: str, other: str) -> None:
    assert key_of(request_url(one)) == key_of(request_url(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY, "http://paper.example/news/99.html"),
        (STORY, "http://paper.example:8080/news/98.html"),
        (STORY, "http://m.paper.example/news/98.html"),
        ("http://paper.example/list/index.html", "http://paper.example/list/index_2.html"),
        ("http://paper.example/s?id=1", "http://paper.example/s?id=2"),
        ("http://paper.example/a%2Fb", "http://paper.example/a/b"),
        ("http://paper.example/index.php/2020/1", "http://paper.example/2020/1"),
        ("http://paper.example/A", "http://paper.example/a"),
    ],
)
def test_c2_other_pages_stay_apart(one: str, other: str) -> None:
    assert key_of(request_url(one)) != key_of(request_url(other))


def test_a_key_is_its_own_key() -> None:
    for url in (STORY, "http://paper.example/s?q=%D2%AA%CE%C5&b=+", "http://paper.example/%FF%FE", "http://[::1]:81/"):
        assert key_of(f"http://{key_of(url)}") == key_of(url)


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("http://p.example/qingxi/html/2020/minsheng_0131/98.html", "/qingxi/html/0/minsheng_0/0.html"),
        ("http://p.example/list.php?page=3&sort=date", "/list.php?page&sort"),
        ("http://p.example/calendar/2031/01/05/", "/calendar/0/0/0/"),
        ("http://p.example/news/the-ferry-comes-back-to-town", "/news/w"),
        ("http://p.example/s/9f86d081884c7d659a2feaa0c55ad015/home", "/s/x/home"),
        ("http://p.example/", "/"),
        ("http://p.example/news/local-news/", "/news/local-news/"),
    ],
)
def test_shapes(url: str, shape: str) -> None:
    assert shape_of(url) == shape


@pytest.mark.parametrize(
    ("path", "odd"),
    [
        ("/a/a/a", "repeated path"),
        ("/x/a/b/a/b/a/b/1.html", "repeated path"),
        ("/a/b/a/b/", None),
        ("/2020/01/01/01/98.html", None),
        ("/" + "a" * 3000, "address too long"),
        ("/" + "/".join(f"s{n}" for n in range(30)), "path too deep"),
        ("/news/98.html", None),
    ],
)
def test_c1_paths_that_are_not_asked_for(path: str, odd: str | None) -> None:
    assert odd_path("http://p.example" + path) == odd
