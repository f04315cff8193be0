"""A crawl that is killed loses nothing, writes nothing twice, and stays polite (D1, B5)."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.benchmark.kills import measure
from tests.servers import Site, answer
from tests.test_crawl import story

if TYPE_CHECKING:
    from pathlib import Path

POINTS = ("leased", "fetched", "read", "completed", "written", "synced", "exported")


def test_d1_killed_at_each_point(tmp_path: Path) -> None:
    pages = {
        f"/{n}.html": answer(
            story(n, previous=f"{n - 1}.html" if n > 1 else None, following=f"{n + 1}.html" if n < 6 else None)
        )
        for n in range(1, 7)
    }
    with Site(pages) as site:
        line = [sys.executable, "-m", "tests.crashing", str(tmp_path), site.url("/1.html"), *POINTS]
        done = subprocess.run(line, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        asked = Counter(site.paths)
        wanted = {site.url(path) for path in pages}
    found = json.loads(done.stdout)
    assert list(found) == list(POINTS)
    for point, said in found.items():
        assert said["signal"] == signal.SIGKILL, point
        assert said["errors"] == [], point
        assert set(said["urls"]) == wanted, point
        assert len(said["urls"]) == len(wanted), point
    # Only the page that was under way when a process was killed is asked for again.
    assert sum(count for path, count in asked.items() if path in pages) <= len(POINTS) * (len(pages) + 1)


def test_d1_b5_killed_15_times_at_any_moment() -> None:
    (outcome,) = measure(kills=15, hosts=12, pages=16, gap=1.0, lives=(0.5, 2.0))
    assert outcome.holds, outcome
    assert outcome.kills >= 10


@pytest.mark.long
def test_d1_b5_killed_200_times_at_any_moment() -> None:
    (outcome,) = measure(kills=200, hosts=20, pages=100, gap=2.0)
    assert outcome.holds, outcome
    assert outcome.kills == 200
