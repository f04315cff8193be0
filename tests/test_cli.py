"""The command line: JSON on standard output, one clear line on standard error, and a documented exit code."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import newsharvest
from newsharvest.archive import read_jsonl
from newsharvest.article import Article
from newsharvest.cli import Exit, main, parser
from tests.servers import Site, answer, redirect, silence
from tests.test_crawl import story
from tests.test_harvest import FERRY

LOOPBACK = ("--allow-address", "127.0.0.0/8")
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4
Run = tuple[int, list[str], list[str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Any:
    """Runs a command line; gives its exit code, and the lines on standard output and standard error."""

    def run(*arguments: str) -> Run:
        code = main(arguments)
        printed = capfd.readouterr()
        return code, printed.out.splitlines(), printed.err.splitlines()

    return run


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    file = tmp_path / "ferry.html"
    file.write_text(FERRY, encoding="utf-8")
    return file


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def command(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    line = [sys.executable, "-W", "error", "-m", "newsharvest", *arguments]
    return subprocess.run(line, capture_output=True, timeout=60, check=False, **options)


def test_extract_prints_a_line_for_each_file(run: Any, ferry: Path, tmp_path: Path) -> None:
    text = tmp_path / "FERRY.TXT"
    text.write_text(
        "渡輪星期一復航\n停航三個星期的港口渡輪星期一早上恢復服務，<b>首班船</b>在七時正開出。", encoding="utf-8"
    )
    code, out, err = run("extract", str(ferry), str(text))
    assert (code, err) == (0, [])
    first, second = map(Article.from_json, out)
    assert first.title == "渡輪星期一復航"
    assert first == newsharvest.extract(ferry.read_bytes())
    assert "<b>首班船</b>" in second.text


def test_extract_takes_what_the_caller_knows(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_bytes(FERRY.encode("big5"))
    options = ("--url", "https://news.example/news/2.html", "--charset", "Big5", "--content-type", "text/html")
    code, out, _ = run("extract", str(file), *options)
    article = Article.from_json(out[0])
    assert code == 0
    assert article.previous
    assert article.previous.url == "https://news.example/news/1.html"
    assert article.decoding
    assert article.decoding.source == "header"
    _, out, _ = run("extract", str(file), "--content-type", "text/plain; charset=big5")
    assert Article.from_json(out[0]).text.startswith("<!doctype html>")


def test_extract_reads_standard_input() -> None:
    done = command("extract", "-", "--url", "http://news.example/2.html", input=FERRY.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert Article.from_json(done.stdout.decode()).url == "http://news.example/2.html"


def test_extract_fetches_a_url(run: Any) -> None:
    with Site({"/2.html": answer(FERRY)}) as site:
        code, out, err = run("extract", site.url("/2.html"), *LOOPBACK, "--contact", "press@news.example")
        assert site.asked[0].headers["user-agent"].endswith(" (+press@news.example)")
    assert (code, err) == (0, [])
    assert Article.from_json(out[0]).url == site.url("/2.html")


def test_indent_is_for_people(run: Any, ferry: Path) -> None:
    code, out, _ = run("extract", str(ferry), "--indent", "2")
    assert code == 0
    assert out[0] == "{"
    assert Article.from_json("\n".join(out)).title == "渡輪星期一復航"


@pytest.mark.parametrize("from_url", [True, False])
def test_explain_says_why(run: Any, ferry: Path, from_url: bool) -> None:
    with Site({"/2.html": answer(FERRY)}) as site:
        code, out, err = run("explain", site.url("/2.html") if from_url else str(ferry), *LOOPBACK)
    assert (code, err) == (0, [])
    said = json.loads("\n".join(out))
    assert said["article"]["title"] == "渡輪星期一復航"
    assert said["blocks"]
    assert said["fields"]["title"][0]["won"] is True


def test_schema_is_the_schema_of_what_is_printed(run: Any, ferry: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    code, out, _ = run("schema")
    assert code == 0
    schema = json.loads("\n".join(out))
    _, lines, _ = run("extract", str(ferry))
    jsonschema.validate(json.loads(lines[0]), schema)


def test_version() -> None:
    done = command("--version")
    assert done.stdout.decode().strip() == f"newsharvest {newsharvest.__version__}"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.html", None, "No such file"),
        (".", None, "Is a directory"),
        ("empty.html", b"", "white space"),
        ("blank.html", b" \r\n\t", "white space"),
        ("picture.html", PNG, "binary"),
        ("locked.html", FERRY.encode(), "Permission denied"),
    ],
)
def test_a_file_that_is_no_page(run: Any, tmp_path: Path, name: str, content: bytes | None, says: str) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    if name == "locked.html":
        file.chmod(0)
        if os.access(file, os.R_OK):
            pytest.skip("this user may read everything")
    for verb in ("extract", "explain"):
        code, out, err = run(verb, str(file))
        assert (code, out, len(err)) == (Exit.NO_PAGE, [], 1)
        assert err[0].startswith(f"newsharvest: {file}: ")
        assert says in err[0]


def test_empty_standard_input() -> None:
    done = command("extract", "-", stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (Exit.NO_PAGE, b"")
    assert done.stderr.startswith(b"newsharvest: -: ")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that failed is asked for again at once."""
    monkeypatch.setattr("newsharvest.fetch.fetcher.retry_wait", lambda *_: 0.01)


@pytest.mark.usefixtures("hasty")
def test_a_host_that_is_not_there(run: Any, free_port: int) -> None:
    url = f"http://127.0.0.1:{free_port}/"
    for verb in ("extract", "explain", "crawl"):
        code, out, err = run(verb, url, *LOOPBACK, *(("--delay", "0") if verb == "crawl" else ()))
        assert (code, out) == (Exit.ALL_FAILED, [])
        if verb != "crawl":
            assert err == [f"newsharvest: {url}: connection refused"]


@pytest.mark.parametrize(
    ("page", "says", "code"),
    [
        (answer("x", status="404 Not Found"), "HTTP status 404", Exit.ALL_FAILED),
        (redirect("file:///etc/passwd"), "only http and https", Exit.ALL_FAILED),
        (redirect("/"), "circle", Exit.ALL_FAILED),
        (silence, "not all there after 0.2 seconds", Exit.ALL_FAILED),
        (answer(b""), "white space", Exit.NO_PAGE),
        (answer(PNG), "binary", Exit.NO_PAGE),
    ],
)
@pytest.mark.usefixtures("hasty")
def test_a_url_that_gives_no_page(run: Any, page: Any, says: str, code: Exit) -> None:
    with Site({"/": page}) as site:
        got, out, err = run("extract", site.url(), *LOOPBACK, "--timeout", "0.2")
    assert (got, out, len(err)) == (code, [], 1)
    assert says in err[0]


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/", "ftp://news.example/", "http://[bad", "x://"])
def test_a_url_that_is_refused(run: Any, url: str) -> None:
    code, out, err = run("extract", url)
    assert (code, out, len(err)) == (Exit.ALL_FAILED, [], 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device that is always full")
@pytest.mark.parametrize("words", [("schema",), ("extract", "-"), ("explain", "-", "--html"), ("crawl",)])
def test_a_full_disk_behind_standard_output(words: tuple[str, ...]) -> None:
    with Site({"/": answer(story(1))}) as site, Path("/dev/full").open("wb") as full:
        more = (site.url(), *LOOPBACK, "--delay", "0") if words == ("crawl",) else ()
        line = [sys.executable, "-W", "error", "-m", "newsharvest", *words, *more]
        done = subprocess.run(line, input=FERRY.encode(), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.stderr.decode().splitlines() == ["newsharvest: standard output: No space left on device"]
    assert done.returncode == Exit.NO_OUTPUT


@pytest.mark.parametrize("url", ["http://[bad", "news.example/2.html", "http://"])
def test_a_source_that_is_no_url(run: Any, ferry: Path, url: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(("extract", str(ferry), "--url", url))
    assert caught.value.code == Exit.USAGE
    assert "error: argument --url: " in capfd.readouterr().err
    assert run("extract", str(ferry), "--url", "http://user:word@news.example:22/")[0] == Exit.OK


def test_a_type_that_is_no_page(run: Any, ferry: Path) -> None:
    code, out, err = run("extract", str(ferry), "--content-type", "application/pdf")
    assert (code, out, err) == (Exit.NO_PAGE, [], [f"newsharvest: {ferry}: application/pdf is no page"])


def test_one_bad_input_among_others(run: Any, ferry: Path) -> None:
    code, out, err = run("extract", "missing.html", str(ferry))
    assert (code, len(out), len(err)) == (Exit.SOME_FAILED, 1, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract", "page.html", "--charset", "klingon"),
        ("extract", "page.html", "--charset", "utf-7"),
        ("extract", "a.html", "b.html", "--url", "http://news.example/"),
        ("extract", "http://news.example/", "--charset", "gbk"),
    ],
)
def test_arguments_that_contradict(run: Any, arguments: tuple[str, ...], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(FERRY, encoding="utf-8")
    code, out, err = run(*arguments)
    assert (code, out, len(err)) == (Exit.USAGE, [], 1)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("extract",),
        ("harvest", "x"),
        ("explain", "a", "b"),
        ("crawl", "http://a.example/", "--limit", "0"),
        ("crawl", "http://a.example/", "--delay", "-1"),
        ("crawl", "http://a.example/", "--delay", "nan"),
        ("crawl", "http://a.example/", "--follow", "sideways"),
        ("crawl", "http://a.example/", "--allow-address", "nowhere"),
        ("extract", "x", "--contact", "a) b"),
        ("extract", "x", "--timeout", "0"),
    ],
)
def test_a_wrong_command_line(arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    printed = capfd.readouterr()
    assert caught.value.code == Exit.USAGE
    assert printed.out == ""
    assert "Traceback" not in printed.err
    assert "error: " in printed.err


def news(count: int) -> dict[str, Any]:
    return {
        f"/{n}.html": answer(
            story(n, previous=f"{n - 1}.html" if n > 1 else None, following=f"{n + 1}.html" if n < count else None)
        )
        for n in range(1, count + 1)
    }


def test_crawl_prints_lines(run: Any) -> None:
    with Site(news(4)) as site:
        code, out, err = run("crawl", site.url("/2.html"), *LOOPBACK, "--delay", "0")
    assert code == 0
    assert [Article.from_json(line).url for line in out] == [site.url(f"/{n}.html") for n in (2, 1, 3, 4)]
    assert err == ["newsharvest: 4 pages: 4 articles, 0 failed, 0 met twice; 0 left"]


def test_crawl_says_what_failed(run: Any) -> None:
    with Site({**news(4), "/3.html": answer("x", status="500 Error")}) as site:
        code, out, err = run("crawl", site.url("/1.html"), *LOOPBACK, "--delay", "0", "--retries", "0")
    assert (code, len(out)) == (Exit.SOME_FAILED, 2)
    assert err == [
        f"newsharvest: {site.url('/3.html')}: HTTP status 500",
        "newsharvest: 3 pages: 2 articles, 1 failed, 0 met twice; 0 left",
    ]


def test_crawl_does_as_it_is_told(run: Any) -> None:
    options = ("--delay", "0", "--limit", "2", "--follow", "next")
    with Site(news(5)) as site:
        code, out, err = run("crawl", site.url("/2.html"), *LOOPBACK, *options)
    assert code == 0
    assert [Article.from_json(line).url for line in out] == [site.url(f"/{n}.html") for n in (2, 3)]
    assert err == ["newsharvest: 2 pages: 2 articles, 0 failed, 0 met twice; 1 left"]


@pytest.mark.parametrize(("out", "file"), [("new/folder", "new/folder/articles.jsonl"), ("a/b.jsonl", "a/b.jsonl")])
def test_crawl_writes_to_a_new_file(run: Any, tmp_path: Path, out: str, file: str) -> None:
    with Site(news(3)) as site:
        line = ("crawl", site.url("/1.html"), *LOOPBACK, "--delay", "0", "--out", str(tmp_path / out))
        code, printed, _ = run(*line)
        assert (code, printed) == (0, [])
        assert len(list(read_jsonl(tmp_path / file))) == 3
        asked = len(site.asked)
        code, printed, err = run(*line)
        assert (code, printed, len(err)) == (Exit.NO_OUTPUT, [], 1)
        assert "is there already" in err[0]
        assert len(site.asked) == asked


def test_an_output_that_cannot_be_written(run: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("taken")
    code, out, err = run("crawl", "http://news.example/", "--out", str(tmp_path / "file" / "below"))
    assert (code, out, len(err)) == (Exit.NO_OUTPUT, [], 1)


def test_messages_from_the_web_cannot_touch_the_terminal(run: Any) -> None:
    evil = "/\x1b]0;owned\x07\x9b2J" + "x" * 3000
    with Site({"/": redirect("gopher:" + evil), "/2": redirect(evil)}) as site:
        for path in ("/", "/2"):
            _, _, err = run("extract", site.url(path), *LOOPBACK)
            assert len(err) == 1
            assert err[0].isprintable()
            assert len(err[0]) < 600
    _, _, err = run("extract", "no\nsuch\x1b[31mfile")
    assert err == ["newsharvest: no\\nsuch\\x1b[31mfile: No such file or directory"]


def test_a_reader_that_leaves_is_no_error(ferry: Path) -> None:
    line = [sys.executable, "-m", "newsharvest", "extract", *[str(ferry)] * 50]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert Article.from_json(process.stdout.readline().decode())
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_d2_a_signal_ends_the_crawl_in_order(tmp_path: Path, number: int) -> None:
    """What is under way is ended, whole, and the crawl can be resumed."""
    slow = threading.Event()

    def hold(send: Any, _: threading.Event) -> None:
        slow.wait(30)
        send(news(3)["/2.html"])

    with Site({**news(3), "/2.html": hold}) as site:
        process = crawling(site, tmp_path, "/2.html")
        process.send_signal(number)
        said = process.stderr.readline() if process.stderr else b""
        slow.set()
        rest = process.communicate()[1]
    assert process.returncode == Exit.STOPPED
    assert said.startswith(
        f"newsharvest: {signal.Signals(number).name}: ends what is under way, 10 seconds at most".encode()
    )
    assert rest == b"newsharvest: 2 pages: 2 articles, 0 failed, 0 met twice; 1 left\n"
    assert len(list(read_jsonl(tmp_path / "articles.jsonl"))) == 2


def test_d2_a_second_interrupt_ends_it_at_once(tmp_path: Path) -> None:
    with Site({**news(2), "/2.html": silence}) as site:
        process = crawling(site, tmp_path, "/2.html")
        process.send_signal(signal.SIGINT)
        assert process.stderr
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
    assert (process.returncode, said) == (Exit.INTERRUPTED, b"newsharvest: interrupted\n")
    assert len(list(read_jsonl(tmp_path / "articles.jsonl"))) == 1


def crawling(site: Site, folder: Path, until: str) -> subprocess.Popen[bytes]:
    """A crawl from /1.html, as soon as it has asked for the page ``until``."""
    line = ["crawl", site.url("/1.html"), *LOOPBACK, "--delay", "0", "--out", str(folder)]
    process = subprocess.Popen([sys.executable, "-m", "newsharvest", *line], stderr=subprocess.PIPE)
    while until not in site.paths:
        assert process.poll() is None
        time.sleep(0.01)
    return process


def test_output_is_utf_8_in_every_locale(ferry: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = command("extract", str(ferry), "缺.html", env=environment)
    assert done.returncode == Exit.SOME_FAILED
    assert "渡輪星期一復航" in done.stdout.decode("utf-8")
    assert b"Traceback" not in done.stderr


def test_a_terminal_sees_progress(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with Site(news(2)) as site:
        run("crawl", site.url("/1.html"), *LOOPBACK, "--delay", "0", "--out", str(tmp_path))
    assert "2 articles, 0 failed, 0 waiting" in terminal.getvalue()
    assert terminal.getvalue().endswith("newsharvest: 2 pages: 2 articles, 0 failed, 0 met twice; 0 left\n")


DOCS = Path(__file__).parents[1] / "docs" / "command-line.md"
HELP = re.compile(r"```console\n\$ newsharvest ([a-z ]{0,40})--help\n(.{1,9999}?)```", re.DOTALL)


@pytest.mark.parametrize("verb", ["", "extract", "explain", "crawl", "status", "schema"])
def test_the_docs_print_the_help(verb: str, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        parser().parse_args([*verb.split(), "--help"])
    documented = {name.strip(): text for name, text in HELP.findall(DOCS.read_text(encoding="utf-8"))}
    assert documented[verb] == capsys.readouterr().out


def test_every_exit_code_is_documented() -> None:
    listed = re.findall(r"^\| (\d{1,3}) \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(map(int, listed)) == sorted([*Exit, 1])
    assert [int(code) for code in re.findall(r"^  (\d{1,3}) ", parser().epilog or "", re.MULTILINE)] == sorted(
        [*Exit, 1]
    )
