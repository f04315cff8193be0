"""Same bytes, same options: the same JSON in any time zone, locale and hash seed."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.tools.golden import golden_pages

if TYPE_CHECKING:
    from pathlib import Path

CHILD = """
import hashlib, sys
from pathlib import Path
from newsharvest import NewsharvestError, explain, extract
for line in sys.stdin.read().splitlines():
    path, content_type = line.split("\\t")
    data = Path(path).read_bytes()
    try:
        said = extract(data, content_type=content_type or None).to_json()
        said += explain(data, content_type=content_type or None).to_json()
    except NewsharvestError as error:
        said = repr(error)
    print(hashlib.sha256(said.encode()).hexdigest())
"""
PLACES = [
    {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale}
    for (zone, locale), seed in product((("UTC", "C"), ("Asia/Taipei", "C.UTF-8"), ("America/St_Johns", "C")), "01")
]


def digests(lines: list[str], place: dict[str, str]) -> list[str]:
    environment = {**os.environ, "PYTHONUTF8": "0", **place}
    child = subprocess.run(
        [sys.executable, "-c", CHILD],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    return child.stdout.split()


def test_golden_pages_give_the_same_bytes_everywhere() -> None:
    lines = [
        f"{next(page.folder.glob('page.html'), page.folder / 'page.txt')}\t"
        f"{json.loads((page.folder / 'page.json').read_text(encoding='utf-8')).get('content_type') or ''}"
        for page in golden_pages()
    ]
    results = [digests(lines, place) for place in PLACES]
    assert len(results[0]) == len(lines) > 20
    assert all(result == results[0] for result in results[1:])


@pytest.mark.corpora
def test_real_pages_give_the_same_bytes_everywhere(corpora: Path, tmp_path: Path) -> None:
    lines = []
    for archived in sorted(corpora.glob("*/pages/*.html.gz"))[::29]:
        page = tmp_path / f"{hashlib.sha256(str(archived).encode()).hexdigest()}.html"
        page.write_bytes(gzip.decompress(archived.read_bytes()))
        lines.append(f"{page}\t")
    first, *others = (digests(lines, place) for place in (PLACES[0], PLACES[3], PLACES[4]))
    assert all(other == first for other in others)
