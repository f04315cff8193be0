"""The README's main job: one command serves the example site, walks it and writes what its folders say."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from newsharvest import Article
from newsharvest.merging import merge
from tests.tools.golden import SITE, differences, golden_pages

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = SITE.parent / "crawl.py"
SECOND_PAGES = {"phpcms-pages-2", "trs-script-pager-2"}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    out = tmp_path_factory.mktemp("crawl") / "new" / "articles.jsonl"
    command = [sys.executable, str(SCRIPT), "--out", str(out), "--delay", "0.001"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    return done, out


def test_every_page_is_written_as_its_folder_says(run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, out = run
    assert done.returncode == 0, done.stderr
    pages = {page.slug: page for page in golden_pages(SITE)}
    expected = {page.url: page.expected for page in pages.values() if page.slug not in SECOND_PAGES}
    for second in SECOND_PAGES:  # A story on two pages is one article.
        first = pages[second.removesuffix("-2")]
        both = merge([Article.from_dict(first.expected), Article.from_dict(pages[second].expected)])
        expected[first.url] = both.to_dict()
    written = {}
    for line in out.read_text(encoding="utf-8").splitlines():
        host = json.loads(line)["url"].split("/")[2]
        article = json.loads(line.replace(host, "newsstand.example"))
        written[article["url"]] = article
    if found := list(differences(expected, written)):
        pytest.fail("\n".join(found), pytrace=False)


def test_nothing_but_the_summary_is_printed(run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, _ = run
    assert done.stderr == ""
    assert "中國新報" in done.stdout
    assert "22 articles" in done.stdout.splitlines()[-1]


def test_the_documents_count_as_the_crawl_does(run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    _, out = run
    pages, articles = len(golden_pages(SITE)), len(out.read_text(encoding="utf-8").splitlines())
    readme, about = SITE.parent.with_name("README.md"), SITE.parent / "README.md"
    assert f"(examples/README.md), {pages} pages of" in readme.read_text(encoding="utf-8")
    assert f"{articles} articles on {pages} pages" in about.read_text(encoding="utf-8")


def test_help_is_given() -> None:
    command = [sys.executable, str(SCRIPT), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "--out" in done.stdout
