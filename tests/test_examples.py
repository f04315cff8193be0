"""The examples for whoever wants to crawl: each runs alone, without a network, and does what it says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = ("whole_site", "hourly_feed", "archive_backwards")


def run(name: str, *arguments: str) -> list[str]:
    """The lines that an example prints; nothing else may be said."""
    line = [sys.executable, "-W", "error", str(EXAMPLES / f"{name}.py"), *arguments]
    done = subprocess.run(line, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_a_whole_site() -> None:
    *stories, last = run("whole_site")
    assert sorted(story[:10] for story in stories) == [f"2020-03-{day:02}" for day in range(1, 13)]
    assert {story.rpartition(" ")[2] for story in stories} == {"(listing)", "(sitemap)"}
    assert last == "12 stories: 7 by sitemap, 5 by listing"


def test_a_feed_every_hour() -> None:
    *said, stories, requests = run("hourly_feed")
    assert [line.partition(":")[0] for line in said] == ["new"] * 6 + ["changed, revision 2"]
    assert said[5:] == ["new: 街坊合力把空地變菜園", "changed, revision 2: 百年書店搬到舊稅關大樓"]
    assert stories == "5 stories in the first hour, 1 in the second, 1 in the third"
    # robots.txt, the feed three times, twice of them new; 5, 6 and 6 stories, two of them new or changed.
    assert requests == "10 of 21 requests were answered with not modified"


def test_an_archive_walked_backwards() -> None:
    said = run("archive_backwards")
    days = [line[:10] for line in said if line.startswith("2020")]
    assert days == [f"2020-03-{day:02}" for day in range(12, 3, -1)]
    assert said[5] == "stopped, and given again:"
    assert said[-1] == "9 stories, back to 2020-03-04T08:30"


@pytest.mark.parametrize("name", NAMES)
def test_help_is_given_and_the_page_names_it(name: str) -> None:
    assert f"python examples/{name}.py" in "\n".join(run(name, "--help"))
    assert f"python examples/{name}.py" in (EXAMPLES / "README.md").read_text(encoding="utf-8")


def test_the_line_for_a_crontab_is_one_that_can_be_given() -> None:
    from newsharvest.cli import parser  # noqa: PLC0415

    (line,) = re.findall(r"\* \* \* \* {1,4}newsharvest (.{1,200})", (EXAMPLES / "hourly_feed.py").read_text("utf-8"))
    given = parser().parse_args(line.split())
    assert (given.resume, given.follow, given.revisit_after) == (True, ("feed",), 21_600)
