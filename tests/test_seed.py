"""The page the library exists for, as an archive kept it: read as plain text it gives all that its reading says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from newsharvest import Article, extract

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def seed(corpora: Path) -> Path:
    folder = corpora.parent / "seed"
    if not folder.is_dir():
        pytest.skip("no seed beside the corpora")
    return folder


@pytest.fixture(scope="module")
def article(seed: Path) -> Article:
    return extract((seed / "page.txt").read_bytes(), content_type="text/plain; charset=utf-8")


@pytest.fixture(scope="module")
def expected(seed: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((seed / "expected.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.corpora
def test_blocks_are_those_of_the_right_reading(article: Article, expected: dict[str, Any]) -> None:
    assert [block.text for block in article.blocks] == [block["text"] for block in expected["blocks"]]
    for block, wanted in zip(article.blocks, expected["blocks"], strict=True):
        assert block.kind in wanted["kind"], wanted["line"]


@pytest.mark.corpora
def test_fields_are_those_of_the_right_reading(article: Article, expected: dict[str, Any]) -> None:
    said = article.to_dict()
    same = (
        "url",
        "title",
        "subtitle",
        "published",
        "modified",
        "section",
        "byline",
        "contributors",
        "dateline",
        "source",
    )
    for name in (*same, "language", "keywords", "images", "previous", "next", "pagination"):
        assert said[name] == expected[name], name


@pytest.mark.corpora
def test_residue_is_counted_and_the_untouched_text_is_kept(
    seed: Path, article: Article, expected: dict[str, Any]
) -> None:
    assert any(f"{expected['residue_removed']} syllables" in warning for warning in article.warnings)
    lines = (seed / "page.txt").read_text(encoding="utf-8").splitlines()
    for block in article.blocks:
        assert (block.raw or block.text) in lines
