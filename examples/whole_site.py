"""Read a whole site: front page, sections, lists, sitemap, and every story that they lead to, each once.

    python examples/whole_site.py https://paper.example/ paper    a site, into the folder paper
    python examples/whole_site.py                                 an invented paper, served on this machine

Stop it whenever you like, by Ctrl-C or worse, and give the same line again: it goes on. When it is done, the same line
asks for what is new or has changed since. The stories are in the folder's ``articles.jsonl``.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import newsharvest
from paper import Paper, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERYTHING = ("listing", "sitemap", "previous", "next")


def read_site(start: str, out: str, **options: Any) -> Counter[str]:
    """Read the site into the folder ``out``; gives how many stories came by which way."""
    ways: Counter[str] = Counter()
    for result in newsharvest.crawl(start, follow=EVERYTHING, out=out, resume=True, **options):
        if result.article:
            ways[result.relation] += 1
            print(result.article.published, result.article.title, f"({result.relation})")
        else:
            print(result.error, file=sys.stderr)
    return ways


@contextlib.contextmanager
def invented_site() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """A site to try this on: its start, a folder, and what is allowed for it alone."""
    with serving(Paper()) as address, tempfile.TemporaryDirectory() as folder:
        yield f"{address}/", folder, {"allow": ("127.0.0.0/8",), "delay": 0.01}


def main() -> int:
    """Read the site that is named, or the invented one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="?", metavar="URL", help="where to begin")
    parser.add_argument("out", nargs="?", default="out/site", metavar="DIR", help="default: %(default)s")
    given = parser.parse_args()
    if given.site:
        ways = read_site(given.site, given.out)
    else:
        with invented_site() as (start, out, options):
            ways = read_site(start, out, **options)
    print(f"{ways.total()} stories:", ", ".join(f"{count} by {way}" for way, count in ways.most_common()))
    return 0 if ways else 1


if __name__ == "__main__":
    sys.exit(main())
