"""``newsharvest crawl`` as a stranger meets it: what it is given, what it says, and what it leaves behind."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from newsharvest.archive import read_jsonl
from newsharvest.cli import Exit, main
from newsharvest.crawl import display_on
from newsharvest.crawl.result import CrawlProgress
from tests.servers import Site, answer
from tests.test_cli import LOOPBACK, news
from tests.test_crawl import story

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = (*LOOPBACK, "--delay", "0")
RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>海角晚報</title>{}</channel></rss>'
Run = tuple[int, list[str], list[str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Any:
    """Runs ``newsharvest crawl``; gives its exit code, and the lines on standard output and standard error."""

    def run(*arguments: str) -> Run:
        code = main(("crawl", *arguments))
        printed = capfd.readouterr()
        return code, printed.out.splitlines(), printed.err.splitlines()

    return run


# ------------------------------------------------------------------ what it is given


@pytest.mark.parametrize("as_stdin", [True, False])
def test_a_file_of_urls(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_stdin: bool) -> None:
    pages = {f"/{n}.html": answer(story(n)) for n in range(1, 5)}
    with Site(pages) as site:
        text = f"# the stories of today\n\n  {site.url('/2.html')}  \n{site.url('/3.html')}\n{site.url('/2.html')}\n"
        file = tmp_path / "urls.txt"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        code, out, err = run(site.url("/1.html"), "-i", "-" if as_stdin else str(file), *NOW)
    assert code == 0
    assert [json.loads(line)["url"] for line in out] == [site.url(f"/{n}.html") for n in (1, 2, 3)]
    assert err == ["newsharvest: 3 pages: 3 articles, 0 failed, 0 met twice; 0 left"]


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (None, Exit.NO_PAGE, "No such file"),
        (b"", Exit.USAGE, "give a URL to begin with"),
        (b"# nothing\n\n", Exit.USAGE, "give a URL to begin with"),
        (b"\xff\xfe", Exit.NO_PAGE, "not UTF-8"),
    ],
)
def test_a_file_without_urls(run: Any, tmp_path: Path, content: bytes | None, code: Exit, says: str) -> None:
    if content is not None:
        (tmp_path / "urls").write_bytes(content)
    done, out, (err,) = run("--input-file", str(tmp_path / "urls"))
    assert (done, out) == (code, [])
    assert says in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "give a URL to begin with"),
        (("--resume",), "name it with --out"),
        (("http://a.example/", "--resume", "--out", "x.jsonl"), "name it with --out"),
        (("--resume", "--out", "nothing"), "give a URL to begin with: nothing has no crawl in it"),
        (("http://a.example/", "--out", "news.parquet"), "files are written as .jsonl"),
        (("http://a.example/", "--header", "Cookie: a=b"), "for one origin"),
        (("http://a.example/", "--header", "Host: b.example"), "the fetcher's own"),
        (("http://a.example/", "--origin-header", "a.example", "Cookie: a=b"), "an origin is a scheme and a host"),
        (("http://a.example/", "--origin-header", "http://a.example", "Cookie"), "'Cookie' is no header"),
    ],
)
def test_arguments_that_lead_nowhere(
    run: Any, arguments: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, (err,) = run(*arguments)
    assert (code, out) == (Exit.USAGE, [])
    assert says in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--since", "yesterday"), "'yesterday' is no day, as 2020-02-03 is"),
        (("--since", "2020-13-01"), "'2020-13-01' is no day"),
        (("--limit", "0"), "must be at least 1"),
        (("--limit", "many"), "'many' is no number"),
        (("--delay", "nan"), "must be at least 0"),
        (("--within", "news"), "no absolute URL, as https://paper.example/ is"),
        (("--budget", "depth=0"), "'depth=0' is no budget"),
        (("--budget", "width=5"), "there are per_host, depth"),
        (("--header", "yue"), "'yue' is no header"),
        (("--out", ""), "names nothing"),
        (("--follow", "all"), "all: not one of previous, next"),
    ],
)
def test_options_that_cannot_be(
    arguments: tuple[str, str], says: str, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(("crawl", "http://a.example/", *arguments))
    assert caught.value.code == Exit.USAGE
    said = capfd.readouterr().err.splitlines()[-1]
    assert said.startswith(f"newsharvest crawl: error: argument {arguments[0]}")
    assert says in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://10.0.0.1/", "not a public address"),
        ("http://nowhere.invalid/", "the host's name was not found"),
    ],
)
def test_a_url_that_cannot_be_fetched(run: Any, url: str, says: str) -> None:
    code, out, err = run(url, "--delay", "0", "--retries", "0")
    assert (code, out) == (Exit.ALL_FAILED, [])
    assert err[0].startswith("newsharvest: http://")
    assert says in err[0]
    assert err[1:] == ["newsharvest: 1 page: 0 articles, 1 failed, 0 met twice; 0 left"]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("paper.example", "paper.example: no absolute URL, as https://paper.example/ is"),
        ("ftp://paper.example/", "only http and https"),
        ("http://", "without a host"),
    ],
)
def test_a_mistyped_url_leaves_the_folder_free(
    run: Any, url: str, says: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Site({"/": answer(story(1))}) as site:
        with pytest.raises(SystemExit) as caught:
            run(site.url(), url, *NOW, "--out", str(tmp_path / "kept"))
        assert caught.value.code == Exit.USAGE
        assert says in capfd.readouterr().err.splitlines()[-1]
        (tmp_path / "urls").write_text(f"# seeds\n{site.url()}\n{url}\n")
        code, _, (err,) = run("-i", str(tmp_path / "urls"), *NOW, "--out", str(tmp_path / "kept.jsonl"))
        assert (code, [each.name for each in tmp_path.iterdir()], site.paths) == (Exit.USAGE, ["urls"], [])
        assert err.startswith(f"newsharvest: {tmp_path / 'urls'}, line 3: {url}: ")
        assert says in err
        assert run(site.url(), *NOW, "--out", str(tmp_path / "kept"))[0] == Exit.OK


def test_headers_of_the_caller(run: Any) -> None:
    with Site(news(1)) as site:
        own = ("--header", "Accept-Language: yue", "--header", "User-Agent: archive/1 (+mailto:a@archive.example)")
        run(site.url("/1.html"), *NOW, *own, "--origin-header", site.url("").rstrip("/"), "Cookie: reader=1")
        run(site.url("/1.html"), *NOW, "--contact", "https://archive.example/", "--origin-header", "http://b.example",
            "Cookie: reader=1")  # fmt: skip
    (_, first), (_, second) = [asked for asked in ((each.path, each.headers) for each in site.asked)
                               if asked[0] != "/robots.txt"]  # fmt: skip
    assert (first["accept-language"], first["cookie"]) == ("yue", "reader=1")
    assert first["user-agent"] == "archive/1 (+mailto:a@archive.example)"
    assert second["user-agent"].endswith(" (+https://archive.example/)")
    assert "cookie" not in second


def test_a_proxy_of_the_environment_only_where_that_is_asked_for(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with Site({"http://paper.example/1.html": answer(story(1)), "/1.html": answer(story(2))}) as site:
        monkeypatch.setenv("HTTP_PROXY", site.url("/"))
        monkeypatch.setenv("NO_PROXY", "")
        run(site.url("/1.html"), *NOW, "--follow", "next")
        assert site.paths == ["/robots.txt", "/1.html"]
        _, out, _ = run("http://paper.example/1.html", *NOW, "--trust-env", "--follow", "next")
    assert site.paths[2:] == ["http://paper.example/robots.txt", "http://paper.example/1.html"]
    assert len(out) == 1


def test_a_budget_is_kept(run: Any) -> None:
    with Site(news(9)) as site:
        code, out, err = run(site.url("/1.html"), *NOW, "--budget", "depth=3", "--budget", "barren=5")
    assert (code, len(out)) == (0, 4)
    assert err[-1] == "newsharvest: links not followed: 1 too many links from a seed"


# ------------------------------------------------------------------ nothing new is no failure


def test_an_empty_feed_is_no_article_the_first_time_and_no_failure_later(run: Any, tmp_path: Path) -> None:
    how = (*NOW, "--follow", "feed", "--out", str(tmp_path / "news"))
    with Site({"/feed": answer(RSS.format(""), content_type="application/rss+xml")}) as site:
        code, out, err = run(site.url("/feed"), *how)
        assert (code, out) == (Exit.NO_PAGE, [])
        assert err == ["newsharvest: 1 page: 0 articles, 0 failed, 0 met twice, 1 no articles (1 feed); 0 left"]
        site.pages["/feed"] = answer(RSS.format("<ttl>60</ttl>"), content_type="application/rss+xml")
        code, _, err = run(*how, "--resume")
        assert (code, len(err)) == (0, 1)
        site.pages["/feed"] = answer("", content_type="application/rss+xml")
        code, _, err = run(*how, "--resume")
        assert code == Exit.NO_PAGE
        assert "1 failed" in err[-1]


def test_the_folder_of_another_crawl(run: Any, tmp_path: Path) -> None:
    with Site({**news(2), "/b/1.html": answer(story(7))}) as site:
        run(site.url("/1.html"), *NOW, "--out", str(tmp_path))
        code, _, (err,) = run(site.url("/b/1.html"), *NOW, "--out", str(tmp_path))
        assert code == Exit.NO_OUTPUT
        assert "crawl.sqlite is there already: resume that crawl, or name another folder" in err
        code, _, err = run(site.url("/b/1.html"), *NOW, "--out", str(tmp_path), "--resume")
        assert err[-1].startswith("newsharvest: 3 pages: 1 article, 2 unchanged, 0 failed")
    urls = [article.url for article in read_jsonl(tmp_path / "articles.jsonl")]
    assert urls == [site.url(path) for path in ("/1.html", "/2.html", "/b/1.html")]


# ------------------------------------------------------------------ what is left when it is gone


def _children(pid: int) -> set[int]:
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if stat[1] == str(pid) and stat[0] != "Z":
                found.add(int(entry.name))
    return found


def _alive(pids: set[int]) -> set[int]:
    states = {}
    for pid in pids:
        try:
            states[pid] = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
    return {pid for pid, state in states.items() if state != "Z"}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_d2_no_reader_outlives_the_crawl(tmp_path: Path, number: int) -> None:
    line = ["crawl", "--out", str(tmp_path), "--delay", "0.2", *LOOPBACK]
    with Site(news(500)) as site:
        process = subprocess.Popen([sys.executable, "-m", "newsharvest", *line, site.url("/1.html")],
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        readers: set[int] = set()
        _wait_until(lambda: len(site.asked) > 3)
        readers = _children(process.pid)
        assert readers
        process.send_signal(number)
        process.wait(20)
        _wait_until(lambda: not _alive(readers))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_d2_a_crawl_whose_parent_dies_goes_on_and_is_no_danger(tmp_path: Path) -> None:
    """As one started with ``nohup &`` from a script: it ends in order, and its folder is locked until then."""
    line = [sys.executable, "-m", "newsharvest", "crawl", "--out", str(tmp_path / "news"), "--delay", "0.3", *LOOPBACK]
    starts = (
        "import os, subprocess, sys\n"
        "nowhere = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}\n"
        "child = subprocess.Popen(sys.argv[1:], start_new_session=True, **nowhere)\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    with Site(news(8)) as site:
        done = subprocess.run(
            [sys.executable, "-c", starts, *line, site.url("/1.html")], capture_output=True, timeout=60, check=False
        )
        pid = int(done.stdout)
        _wait_until(lambda: "/2.html" in site.paths)
        assert _alive({pid}) == {pid}
        _wait_until(lambda: not _alive({pid}))
    assert len(list(read_jsonl(tmp_path / "news" / "articles.jsonl"))) == 8


def _wait_until(happened: Any, patience: float = 20) -> None:
    end = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


# ------------------------------------------------------------------ a terminal


def test_a_line_fits_into_its_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setitem(sys.modules, "rich.console", None)
    monkeypatch.setenv("COLUMNS", "30")
    terminal = Terminal()
    with display_on(terminal) as display:
        display.update(CrawlProgress(articles=3, failed=1, queued=2, hosts=7))
        display.update(CrawlProgress(articles=4, failed=1, queued=1, hosts=7))
    lines = [line for line in terminal.getvalue().split("\r") if line.strip()]
    assert lines == ["3 articles, 1 failed, 2 waiti", "4 articles, 1 failed, 1 waiti"]


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a pseudo-terminal."""
    master, slave = os.openpty()
    yield master, slave
    os.close(master)


@pytest.mark.parametrize("interrupts", [0, 1, 2])
def test_a_crawl_on_a_terminal(tmp_path: Path, terminal: tuple[int, int], interrupts: int) -> None:
    """As a person sees it: something that moves, one line for what ends it, a summary that adds up."""
    master, slave = terminal
    line = ["crawl", "--out", str(tmp_path), "--delay", "0.1", *LOOPBACK]

    def hold(send: Any, closing: Any) -> None:
        closing.wait(1 if interrupts < 2 else 30)
        send(news(6)["/5.html"])

    with Site({**news(6), "/5.html": hold if interrupts else news(6)["/5.html"]}) as site:
        process = subprocess.Popen(
            [sys.executable, "-m", "newsharvest", *line, site.url("/1.html")],
            stderr=slave, stdout=slave, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
        )  # fmt: skip
        os.close(slave)
        _wait_until(lambda: "/5.html" in site.paths)
        for _ in range(interrupts):
            time.sleep(0.1)
            process.send_signal(signal.SIGINT)
        shown = b""
        try:
            while piece := os.read(master, 65_536):
                shown += piece
        except OSError:  # The other end is closed.
            pass
        code = process.wait(20)
    text = shown.decode()
    assert "articles, 0 failed, 1 waiting" in text
    assert code == {0: Exit.OK, 1: Exit.STOPPED, 2: Exit.INTERRUPTED}[interrupts]
    assert ("once more ends it now" in text) is bool(interrupts)
    last = text.rstrip().rpartition("newsharvest: ")[2]
    assert (
        last
        == {
            0: "6 pages: 6 articles, 0 failed, 0 met twice; 0 left",
            1: "5 pages: 5 articles, 0 failed, 0 met twice; 1 left",
            2: "interrupted",
        }[interrupts]
    )
