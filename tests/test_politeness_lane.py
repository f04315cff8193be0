"""The lanes of polite fetching: a short form with every test run, the whole behind ``-m long``."""

from __future__ import annotations

import pytest

from tests.benchmark import crawl_rate
from tests.benchmark.politeness import Politely, measure_polite, measure_speed, report, violations


def test_a_short_lane_is_fast_and_never_early() -> None:
    lane = measure_polite(count=30, seconds=2, delay=0.25)
    assert lane.violations == 0
    assert lane.requests > 30 * 2 / 0.25
    assert lane.share > 0.9, lane


def test_a_short_crawl_of_many_hosts_is_fast_and_never_early() -> None:
    """With more hosts than places: none is kept waiting by another that only rests."""
    done = crawl_rate.measure(hosts=60, seconds=3, delay=2, concurrency=4)
    assert done.violations == 0
    assert done.share > 0.9, done
    assert done.begun < 10, done  # 30 s if a host kept its place while it rests after its robots.txt.


def test_fetching_at_full_speed_is_measured() -> None:
    speed = measure_speed(None, pages=200, rounds=1)["newsharvest"]
    assert speed["pages"] == 200
    assert 0 < speed["ms a page"] < 5
    text = report(Politely(rate=99, ideal=100, machine=110, requests=500, violations=0), {"newsharvest": speed})
    assert "99.0 requests a second, 99.0% of what can be" in text


def test_requests_that_come_too_early_are_counted() -> None:
    log = [(at, address, "/") for address, times in {"a": (0, 1, 2.5, 3.4), "b": (0.5, 1.4)}.items() for at in times]
    assert violations(log, 1.0) == 2
    assert violations(log[::-1], 0.5) == 0


@pytest.mark.long
def test_five_hundred_hosts() -> None:
    lane = measure_polite(count=500, seconds=30, delay=1)
    assert lane.violations == 0
    assert lane.share >= 0.98, lane


@pytest.mark.long
def test_a_crawl_of_five_hundred_hosts() -> None:
    done = crawl_rate.measure(hosts=500, seconds=60, delay=5, concurrency=16)
    assert done.violations == 0
    assert done.share >= 0.98, done
