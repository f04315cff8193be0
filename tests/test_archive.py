"""JSON lines: what is written is read back, whole lines only, and a bad line is named."""

from __future__ import annotations

import io
import resource
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newsharvest.archive import FORMATS, Format, JsonLinesWriter, read_jsonl, write_jsonl
from newsharvest.article import Article, Block
from newsharvest.errors import SchemaError, StoreError

if TYPE_CHECKING:
    from pathlib import Path

STORY = Article(
    title="渡輪復航",
    url="https://news.example/1.html",
    blocks=(Block(kind="paragraph", text="First\u2028line\nand a second one."),),
)
SHORT = Article(title="Ferry")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    assert write_jsonl([STORY, SHORT], file) == 2
    assert list(read_jsonl(file)) == [STORY, SHORT]
    assert file.read_bytes().count(b"\n") == 2
    assert "渡輪復航" in file.read_text(encoding="utf-8")


def test_no_articles_make_an_empty_file(tmp_path: Path) -> None:
    assert write_jsonl([], str(tmp_path / "none.jsonl")) == 0
    assert list(read_jsonl(str(tmp_path / "none.jsonl"))) == []


def test_articles_are_added_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    write_jsonl([STORY], file)
    write_jsonl([SHORT], file)
    assert list(read_jsonl(file)) == [STORY, SHORT]


def test_each_article_is_there_as_soon_as_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    with JsonLinesWriter(file) as writer:
        writer.write(STORY)
        assert list(read_jsonl(file)) == [STORY]


def test_nothing_is_glued_to_an_unfinished_line(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_bytes(b'{"title": "cut o')
    write_jsonl([STORY], file)
    torn, whole = file.read_bytes().splitlines()
    assert torn == b'{"title": "cut o'
    assert Article.from_json(whole.decode()) == STORY
    with pytest.raises(SchemaError, match="line 1"):
        list(read_jsonl(file))


def test_a_stream_is_flushed_and_stays_open() -> None:
    class Stream(io.BytesIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    stream = Stream()
    write_jsonl([STORY, SHORT], stream)
    assert stream.flushed == 2
    stream.seek(0)
    assert list(read_jsonl(stream)) == [STORY, SHORT]


def test_a_broken_pipe_is_left_to_the_caller() -> None:
    class Pipe(io.BytesIO):
        def write(self, _: object) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        write_jsonl([SHORT], Pipe())


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (b"[]", "line 3: "),
        (b"nothing", "line 3: "),
        (SHORT.to_json().replace('"Ferry"', "5").encode(), "line 3: $.title"),
        (b'{"schema_version": "7.0"}', "line 3: $.schema_version"),
        (b'"\xff"', "line 3: $: not UTF-8 at byte 1"),
        (SHORT.to_json().encode()[:-1], "line 3: "),
    ],
)
def test_a_line_that_is_no_article_is_named(line: bytes, where: str) -> None:
    lines = SHORT.to_json().encode() + b"\n \n" + line + b"\n"
    articles = read_jsonl(io.BytesIO(lines))
    assert next(articles) == SHORT
    with pytest.raises(SchemaError) as caught:
        next(articles)
    assert where in str(caught.value)


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "none" / "articles.jsonl"):
        with pytest.raises(StoreError, match="articles.jsonl" if target != tmp_path else str(tmp_path)):
            JsonLinesWriter(target)
    for source in (tmp_path, tmp_path / "none.jsonl"):
        with pytest.raises(StoreError):
            list(read_jsonl(source))


def test_a_closed_writer_says_so(tmp_path: Path) -> None:
    writer = JsonLinesWriter(tmp_path / "articles.jsonl")
    writer.close()
    writer.close()
    with pytest.raises(StoreError):
        writer.write(SHORT)


FILL_THE_DISK = """
import sys
from newsharvest.archive import JsonLinesWriter
from newsharvest.article import Article
from newsharvest.errors import StoreError
writer = JsonLinesWriter(sys.argv[1])
written = 0
try:
    while True:
        writer.write(Article(title="Ferry" * 100))
        written += 1
except StoreError as error:
    print(written, error)
"""


def test_a_line_that_does_not_fit_is_taken_back(tmp_path: Path) -> None:
    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))

    file = tmp_path / "articles.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, str(file)],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=limited,
    )
    written, said = done.stdout.split(" ", 1)
    assert int(written) > 2
    assert str(file) in said
    assert len(list(read_jsonl(file))) == int(written)


def test_formats_have_names_and_suffixes_of_their_own() -> None:
    names = [form.name for form in FORMATS]
    suffixes = [suffix for form in FORMATS for suffix in form.suffixes]
    assert names == sorted(set(names), key=names.index)
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix.startswith(".") for suffix in suffixes)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_every_format_reads_what_it_writes(form: Format, tmp_path: Path) -> None:
    file = tmp_path / f"articles{form.suffixes[0]}"
    with form.writer(file) as writer:
        writer.write(STORY)
        writer.write(SHORT)
    assert list(form.read(file)) == [STORY, SHORT]
