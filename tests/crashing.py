"""Crawl, be killed at a named point, and crawl on; prints what each point led to. Run by ``tests/test_kills.py``.

python -m tests.crashing FOLDER SEED POINT...
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from newsharvest.crawl import crawl

HOW: dict[str, Any] = {"delay": 0, "allow": ("127.0.0.0/8",), "processes": 0, "resume": True}


def crashing(seed: str, out: Path, point: str, hit: int) -> None:
    """Crawl until the point is reached for the ``hit``-th time, and die there."""
    hits = 0

    def die(at: str) -> None:
        nonlocal hits
        hits += at == point
        if hits == hit:
            os.kill(os.getpid(), signal.SIGKILL)

    list(crawl(seed, out=out, checkpoint=die, **HOW))


def main() -> None:
    """For each point: die there in a child, then crawl on in this process."""
    folder, seed, *points = sys.argv[1:]
    found = {}
    for point in points:
        out = Path(folder) / point
        child = os.fork()
        if child == 0:
            crashing(seed, out, point, 3)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        errors = [str(result.error) for result in crawl(seed, out=out, **HOW) if result.error]
        lines = (out / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        urls = [json.loads(line)["url"] for line in lines]
        found[point] = {"signal": os.WTERMSIG(status), "urls": urls, "errors": errors}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
