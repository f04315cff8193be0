"""Read a feed every hour: new stories once, changed ones again as a new revision, nothing else twice.

    python examples/hourly_feed.py https://paper.example/feed.xml news    a feed, into the folder news, for ever
    python examples/hourly_feed.py                                        three hours of an invented paper, at once

The folder remembers what was read, and by which ``ETag``: a round costs one request for the feed and one for each story
that has rested long enough, most of them answered with "not modified". It may be killed at any time, so it can as well
be a line of a crontab, with the command that does the same::

    7 * * * *  newsharvest crawl https://paper.example/feed.xml --out news --resume --follow feed --revisit-after 21600
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from http import HTTPStatus
from typing import Any

import newsharvest
from paper import Paper, serving

HOUR = 3600.0
REST = 6 * HOUR
"""A story that was read rests so long before it is asked for again, and twice as long each time it has not changed."""


def read_round(feed: str, out: str, **options: Any) -> list[newsharvest.CrawlResult]:
    """Read what is new in the feed, and what has changed."""
    how = {"follow": ("feed",), "out": out, "resume": True, "revisit_after": REST, **options}
    results = list(newsharvest.crawl(feed, **how))
    for result in results:
        if result.article is None:
            print(result.error, file=sys.stderr)
        elif result.revision == 1:
            print("new:", result.article.title)
        else:
            print(f"changed, revision {result.revision}:", result.article.title)
    return results


def three_hours() -> None:
    """What three rounds give while a paper publishes one story, and then corrects one."""
    paper = Paper(published=10)
    with serving(paper) as address, tempfile.TemporaryDirectory() as out:
        how: dict[str, Any] = {"allow": ("127.0.0.0/8",), "delay": 0.01, "revisit_after": 0.0}
        counts = [len(read_round(f"{address}/feed.xml", out, **how))]
        paper.publish()
        counts.append(len(read_round(f"{address}/feed.xml", out, **how)))
        paper.correct(9, "開業百年的書店搬到舊稅關大樓，後天才重新營業。")
        counts.append(len(read_round(f"{address}/feed.xml", out, **how)))
    saved = sum(status == HTTPStatus.NOT_MODIFIED for _, status in paper.asked)
    print(f"{counts[0]} stories in the first hour, {counts[1]} in the second, {counts[2]} in the third")
    print(f"{saved} of {len(paper.asked)} requests were answered with not modified")


def main() -> None:
    """Read the feed that is named every hour, or three rounds of the invented paper."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("feed", nargs="?", metavar="URL")
    parser.add_argument("out", nargs="?", default="out/feed", metavar="DIR", help="default: %(default)s")
    given = parser.parse_args()
    if not given.feed:
        three_hours()
    while given.feed:
        read_round(given.feed, given.out)
        time.sleep(HOUR)


if __name__ == "__main__":
    main()
