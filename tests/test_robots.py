"""robots.txt, row B2 of the matrix of faults: the examples of RFC 9309, and fifty files as sites have them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from newsharvest.fetch.robots import fetch_robots, no_robots, read_robots
from tests.test_politeness import Web
from tests.virtual_time import Loop, run

SITE = "https://paper.example"


def cases(part: str) -> dict[str, tuple[str, str]]:
    """The files of a part of ``robots_cases.txt``, each with its paths, by name."""
    text = Path(__file__).with_name("robots_cases.txt").read_text(encoding="utf-8")
    found = {}
    for case in text.partition(f"######## {part}\n")[2].partition("########")[0].split("\n==== ")[1:]:
        name, _, rest = case.partition("\n")
        robots, _, paths = rest.partition("\n----\n")
        found[name] = (robots.replace("\\r", "\r").replace("\\t", "\t"), paths.strip())
    return found


RFC_9309 = cases("RFC 9309")
AS_SITES_HAVE_THEM = cases("as sites have them")


def verdicts(robots: str, paths: str) -> str:
    """The table of paths as the library would fill it in."""
    rules = read_robots(robots.encode())
    wanted = [line.split(" ", 1)[1] for line in paths.split("\n")]
    return "\n".join([f"{'+' if rules.allows(SITE + path) else '-'} {path}" for path in wanted])


@pytest.mark.parametrize("name", list(RFC_9309))
def test_b2_examples_of_the_specification(name: str) -> None:
    robots, paths = RFC_9309[name]
    assert verdicts(robots, paths) == paths


@pytest.mark.parametrize("name", list(AS_SITES_HAVE_THEM))
def test_b2_files_as_sites_have_them(name: str) -> None:
    robots, paths = AS_SITES_HAVE_THEM[name]
    assert verdicts(robots, paths) == paths


def test_b2_there_are_fifty_of_them() -> None:
    assert len(AS_SITES_HAVE_THEM) >= 50
    assert len(RFC_9309) >= 20
    assert all(paths for _, paths in [*AS_SITES_HAVE_THEM.values(), *RFC_9309.values()])


@pytest.mark.parametrize("robots", [b"", b" \n\t\n", b"\x00\x01\x02\xff\xfe", b"\x89PNG\r\n\x1a\n"])
def test_b2_what_is_no_file_of_rules_allows_all(robots: bytes) -> None:
    assert read_robots(robots).allows(f"{SITE}/a")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_is_no_part_of_the_first_line(codec: str) -> None:
    text = "User-agent: *\nDisallow: /新"
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(codec, b"")
    assert not read_robots(mark + text.encode(codec)).allows(f"{SITE}/%E6%96%B0")


def test_sitemaps_are_named_as_printed_and_fifty_at_most() -> None:
    lines = [f"Sitemap: {SITE}/{n}.xml" for n in range(80)]
    robots = read_robots("\n".join(["User-agent: x", *lines, "Disallow: /"]).encode())
    assert robots.sitemaps == tuple(line.split(": ")[1] for line in lines[:50])
    assert no_robots("down").sitemaps == ()


@pytest.mark.parametrize(
    "evil",
    [
        "Disallow: /" + "*a" * 200_000,
        "Disallow: /" + "*" * 400_000,
        "User-agent: " + "n" * 400_000,
        "User-agent:" * 40_000,
        "user agent " * 40_000,
        "Disallow: /%" * 40_000,
        "\n".join(f"Disallow: /{n}*x*y*z$" for n in range(20_000)),
        "\n".join(f"User-agent: bot{n}\nDisallow: /" for n in range(15_000)),
        "Sitemap: " + "x" * 400_000,
        "Crawl-delay: " + "9" * 400_000,
        "Request-rate: " + "9" * 4000 + "/" + "9" * 4000,
        "Visit-time: " + "9" * 400_000,
        "#" * 500_000,
        ":" * 500_000,
    ],
    ids=lambda evil: evil[:20],
)
def test_no_file_takes_long(evil: str) -> None:
    start = time.process_time()
    robots = read_robots(f"User-agent: *\n{evil}".encode())
    robots.allows(f"{SITE}/" + "a" * 2000)
    assert 0 <= robots.delay <= 60
    assert len(robots.sitemaps) <= 50
    assert time.process_time() - start < 1


def test_what_came_instead_of_the_file_is_told() -> None:
    async def main(loop: Loop) -> None:
        web = Web(loop, {"http://a.example/robots.txt": 404, "http://b.example/robots.txt": 503})
        absent, down = [await fetch_robots(web, f"http://{host}.example/1") for host in "ab"]
        assert (absent.problem, str(absent.error)) == (None, "http://a.example/robots.txt: HTTP status 404")
        assert (down.problem, str(down.error)) == ("HTTP status 503", "http://b.example/robots.txt: HTTP status 503")
        assert (absent.allows("http://a.example/1"), down.allows("http://b.example/1")) == (True, False)

    run(main)
