"""A long crawl stays small: memory, files, sockets. A short form with every test run, the whole with ``-m long``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.benchmark.soak import Look, Soak, report, soak


def test_a_short_soak_stays_small() -> None:
    done = soak(pages=1500, hosts=30, every=15)
    assert done.problems == []
    assert done.looks[-1].pages == 1500
    assert done.most("processes") >= 1
    assert done.most("readers") > 20


@pytest.mark.long
def test_twenty_thousand_pages() -> None:
    done = soak(pages=20_000, hosts=200, every=100)
    assert done.problems == []


def looks(memory: float = 50.0, growth: float = 0.0, sockets: int = 5) -> tuple[Look, ...]:
    """A hundred looks at a crawl whose memory grows by so many MiB a look."""
    one = Look(pages=0, memory=memory, readers=80.0, files=20, sockets=sockets, processes=2, seconds=1.0)
    return tuple([replace(one, pages=n, memory=memory + growth * n) for n in range(1, 101)])


def test_what_grows_is_told() -> None:
    flat = Soak(looks(), articles=100, wanted=100, seconds=9.0)
    assert flat.problems == []
    assert "100 pages in 9 s" in report(flat)
    assert replace(flat, looks=looks(growth=0.1)).problems == ["memory grew by 15.5%"]
    assert "40 of them sockets" in replace(flat, looks=looks(sockets=40)).problems[0]
    assert replace(flat, articles=99).problems == ["99 articles instead of 100"]


def test_only_the_crawl_of_a_tenth_counts_for_it() -> None:
    done = Soak(looks(growth=1.0), articles=100, wanted=100, seconds=1.0)
    assert (done.tenth(2, "memory"), done.tenth(10, "memory")) == (65.5, 145.5)
