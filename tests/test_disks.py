"""A disk that is full or broken ends a crawl with one clear error; mended, it goes on, and nothing is torn (D3)."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsharvest import errors
from newsharvest.archive import appending
from newsharvest.cli import Exit
from newsharvest.crawl import crawl
from tests.servers import Site, answer
from tests.test_cli import LOOPBACK, news
from tests.test_crawl import story

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOW: dict[str, Any] = {"delay": 0, "allow": ("127.0.0.0/8",), "processes": 0}
LONG = "魚檔的老闆說，每天四時便要到碼頭取貨，趕在六時前把魚擺好。" * 100
COUNT = 60


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Sixty stories of ten kilobytes."""
    pages = {
        f"/{n}.html": answer(
            story(
                n, previous=f"{n - 1}.html" if n > 1 else None, following=f"{n + 1}.html" if n < COUNT else None
            ).replace("<p>街市管理處", f"<p>{n}：{LONG}</p><p>街市管理處")
        )
        for n in range(1, COUNT + 1)
    }
    with Site(pages) as served:
        yield served


def line_of(site: Site, out: Path | str) -> list[str]:
    return [sys.executable, "-m", "newsharvest", "crawl", site.url("/1.html"), "--out", str(out), "--delay", "0",
            *LOOPBACK]  # fmt: skip


def whole_lines(file: Path) -> list[str]:
    """The URL of each line; every line is one."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    assert text == "" or text.endswith("\n")
    return [json.loads(line)["url"] for line in text.splitlines()]


def all_once(site: Site, folder: Path) -> bool:
    found = Counter(whole_lines(folder / "articles.jsonl"))
    return found == Counter([site.url(f"/{n}.html") for n in range(1, COUNT + 1)])


# ------------------------------------------------------------------ full


@pytest.mark.parametrize("limit", [0, 30_000, 120_000, 250_000, 500_000])
def test_d3_a_crawl_whose_files_may_not_grow(site: Site, tmp_path: Path, limit: int) -> None:
    """From the lock over the tables to the log and the articles: whichever file comes to its limit first."""
    done = subprocess.run(
        line_of(site, tmp_path),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == Exit.NO_OUTPUT, done.stderr
    *_, said = done.stderr.splitlines()
    assert said.startswith(f"newsharvest: {tmp_path}")
    assert "Traceback" not in done.stderr
    before = whole_lines(tmp_path / "articles.jsonl")
    line = [*line_of(site, tmp_path), "--resume"]
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == Exit.OK, done.stderr
    assert whole_lines(tmp_path / "articles.jsonl")[: len(before)] == before
    assert all_once(site, tmp_path)


@pytest.mark.parametrize("limit", [0, 5_000, 100_000])
def test_d3_a_file_of_articles_that_may_not_grow(site: Site, tmp_path: Path, limit: int) -> None:
    done = subprocess.run(
        line_of(site, tmp_path / "news.jsonl"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == Exit.NO_OUTPUT, done.stderr
    assert done.stderr.splitlines()[-1] == f"newsharvest: {tmp_path / 'news.jsonl'}: File too large"
    urls = whole_lines(tmp_path / "news.jsonl")
    assert urls == [site.url(f"/{n}.html") for n in range(1, len(urls) + 1)]
    assert len(urls) < COUNT


ON_A_SMALL_DISK = """
set -e
disk=$1; kept=$2; shift 2
mount -t tmpfs -o size=1m none "$disk"
first=0; "$@" --out "$disk/news" 2> "$kept/first" || first=$?
cp "$disk/news/articles.jsonl" "$kept/torn.jsonl"
mount -o remount,size=64m none "$disk"
second=0; "$@" --out "$disk/news" --resume 2> "$kept/second" || second=$?
cp -r "$disk/news" "$kept/news"
echo "$first $second"
"""


def may_mount() -> bool:
    """Whether this user may have a disk of one's own."""
    if not shutil.which("unshare"):
        return False
    done = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.skipif(not may_mount(), reason="this user may not mount anything")
def test_d3_a_disk_of_one_mebibyte(site: Site, tmp_path: Path) -> None:
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    kept.mkdir()
    line = line_of(site, "")
    del line[line.index("--out") : line.index("--out") + 2]
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", ON_A_SMALL_DISK, "sh", str(disk), str(kept), *line],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout == f"{Exit.NO_OUTPUT} {Exit.OK}\n", (done, (kept / "first").read_text())
    assert "full" in (kept / "first").read_text() or "No space left" in (kept / "first").read_text()
    before = whole_lines(kept / "torn.jsonl")
    assert whole_lines(kept / "news" / "articles.jsonl")[: len(before)] == before
    assert all_once(site, kept / "news")


# ------------------------------------------------------------------ broken


def broken(*_: Any, **__: Any) -> Any:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def break_fsync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", broken)


def break_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of what is written arrives, then the disk fails."""

    class Half:
        def __init__(self, file: Any) -> None:
            self._file = file
            self._written = False

        def write(self, data: memoryview) -> int:
            if self._written:
                broken()
            self._written = True
            return int(self._file.write(data[: len(data) // 2]))

        def __getattr__(self, name: str) -> Any:
            return getattr(self._file, name)

    opened = appending._opened
    monkeypatch.setattr(appending, "_opened", lambda *arguments: Half(opened(*arguments)))


def break_close(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unclosed:
        def __init__(self, file: Any) -> None:
            self._file = file

        def close(self) -> None:
            self._file.close()
            broken()

        def __getattr__(self, name: str) -> Any:
            return getattr(self._file, name)

    opened = appending._opened
    monkeypatch.setattr(appending, "_opened", lambda *arguments: Unclosed(opened(*arguments)))


def break_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tenth commit of the database fails, as SQLite says it when the disk does."""
    commits = 0

    class Database(sqlite3.Connection):
        def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
            nonlocal commits
            if sql == "COMMIT":
                commits += 1
                if commits == 10:
                    error = sqlite3.OperationalError("disk I/O error")
                    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
                    raise error
            return super().execute(sql, *arguments)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *arguments, **how: connect(*arguments, factory=Database, **how))


@pytest.mark.parametrize("break_it", [break_fsync, break_write, break_close, break_commits])
def test_d3_an_error_of_the_disk(tmp_path: Path, break_it: Callable[[pytest.MonkeyPatch], None]) -> None:
    with Site(news(6)) as served:
        with pytest.MonkeyPatch.context() as patched:
            break_it(patched)
            with pytest.raises(errors.StoreError, match=r"I/O error|Input/output error") as caught:
                list(crawl(served.url("/1.html"), out=tmp_path, **HOW))
        assert not isinstance(caught.value, errors.StoreFull | errors.StoreCorrupt)
        assert str(tmp_path) in str(caught.value)
        whole_lines(tmp_path / "articles.jsonl")
        asked = served.paths.count("/1.html")
        results = list(crawl(served.url("/1.html"), out=tmp_path, resume=True, **HOW))
        assert [result.error for result in results if result.error] == []
        found = whole_lines(tmp_path / "articles.jsonl")
        assert sorted(found) == [served.url(f"/{n}.html") for n in range(1, 7)]
        assert asked <= 1


def test_d3_a_folder_of_which_the_user_may_only_read(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        folder = Path("/proc/self")  # Where not even root may write.
    else:
        folder = tmp_path / "locked"
        folder.mkdir(mode=0o500)
    with pytest.raises(errors.StoreError, match=str(folder)):
        list(crawl("http://a.example/", out=folder / "news", **HOW))
