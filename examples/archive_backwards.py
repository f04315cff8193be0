"""Walk an archive backwards: from the newest story along 上一篇 (previous, 前の記事, 이전글 …) to a day that you name.

    python examples/archive_backwards.py https://paper.example/news/9812.html 2019-01-01 archive
    python examples/archive_backwards.py        an invented paper, served on this machine

A paper's own chain leads through all of its stories, also where no list and no sitemap goes back so far. Years of it
take days at a polite pace: stop it, give the same line again, and it goes on where it was.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from typing import Any

import newsharvest
from paper import Paper, serving


def walk_back(newest: str, until: str | None, out: str, **options: Any) -> list[str]:
    """Read the stories before ``newest`` that came out on the day ``until`` or later; gives their days."""
    days = []
    how: dict[str, Any] = {"follow": ("previous",), "since": until, "out": out, "resume": True, **options}
    for result in newsharvest.crawl(newest, **how):
        if result.article is None:
            print(result.error, file=sys.stderr)
            continue
        days.append(result.article.published or "")
        older = result.article.previous.title if result.article.previous else "the oldest"
        print(f"{result.article.published} {result.article.title} ← {older}")
    return days


def main() -> int:
    """Walk back through the archive that is named, or the invented one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("newest", nargs="?", metavar="URL", help="the story to begin with")
    parser.add_argument("until", nargs="?", metavar="DAY", help="no story that is older; default: to the first one")
    parser.add_argument("out", nargs="?", default="out/archive", metavar="DIR", help="default: %(default)s")
    given = parser.parse_args()
    if given.newest:
        return 0 if walk_back(given.newest, given.until, given.out) else 1
    paper = Paper()
    with serving(paper) as address, tempfile.TemporaryDirectory() as out:
        start = f"{address}{paper.newest.path}"
        how: dict[str, Any] = {"allow": ("127.0.0.0/8",), "delay": 0.01}
        days = walk_back(start, "2020-03-04", out, limit=5, **how)
        print("stopped, and given again:")
        days += walk_back(start, "2020-03-04", out, **how)
    print(f"{len(days)} stories, back to {min(days)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
