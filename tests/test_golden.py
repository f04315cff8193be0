"""Every golden page is read as its ``article.json`` says. A new folder is a new test."""

from __future__ import annotations

import codecs
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from newsharvest import Article, extract
from tests.tools.golden import SITE, GoldenPage, differences, golden_pages, written

PAGES = golden_pages()
SITE_PAGES = golden_pages(SITE)
START = "phpcms-first"
TWINS = ("phpcms-seed-gb18030", "phpcms-seed-utf8")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)


@every_page
def test_page_is_read_as_expected(page: GoldenPage) -> None:
    found = list(differences(page.expected, page.reading()))
    if found:
        pytest.fail("\n".join([f"python -m tests.tools.golden diff {page.slug}", *found]), pytrace=False)


@every_page
def test_expected_article_is_valid(page: GoldenPage) -> None:
    Draft202012Validator(Article.json_schema()).validate(page.expected)
    assert Article.from_dict(page.expected).to_dict() == page.expected


@every_page
def test_expected_article_is_laid_out_for_people(page: GoldenPage) -> None:
    assert (page.folder / "article.json").read_text(encoding="utf-8") == written(page.expected)


@every_page
def test_bytes_are_in_the_charset_that_the_folder_is_about(page: GoldenPage) -> None:
    raw, encoding = page.raw, page.expected["decoding"]["encoding"]
    if encoding != "utf-8":
        with pytest.raises(UnicodeDecodeError):
            raw.decode("utf-8")
    raw.removeprefix(codecs.BOM_UTF8).decode(encoding)


def test_every_folder_has_a_name_and_an_address_of_its_own() -> None:
    assert len({page.slug for page in PAGES}) == len({page.url for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("page", SITE_PAGES, ids=lambda page: page.slug)
def test_reading_does_not_depend_on_where_the_site_stands(page: GoldenPage) -> None:
    """The links are relative, so that the example crawl can serve the same bytes on 127.0.0.1."""
    url = page.url.replace("newsstand.example", "127.0.0.1:8000")
    moved = extract(page.raw, url=url, content_type=page.content_type)
    there = moved.to_json(ensure_ascii=False).replace("127.0.0.1:8000", "newsstand.example")
    assert json.loads(there) == page.reading()


def test_the_same_story_is_read_from_two_charsets() -> None:
    one, other = (
        {key: value for key, value in named(slug).reading().items() if key not in ("decoding", "url")} for slug in TWINS
    )
    assert list(differences(one, other)) == []


def test_residue_is_removed_and_counted() -> None:
    reading = named(TWINS[0]).reading()
    assert any("282" in warning for warning in reading["warnings"])
    assert "(bào)" not in reading["body"]
    assert "(bào)" in reading["blocks"][0]["raw"]


def test_neighbours_lead_to_every_page() -> None:
    """Following previous and next from the first page reaches all but the second pages of two stories."""
    by_url = {page.url: page for page in SITE_PAGES}
    seen: set[str] = set()
    leads = [named(START).url]
    while leads:
        url = leads.pop()
        if url not in seen:
            seen.add(url)
            leads.extend(link["url"] for link in neighbours(by_url[url].expected) if link["url"])
    assert {page.slug for page in SITE_PAGES if page.url not in seen} == {"phpcms-pages-2", "trs-script-pager-2"}


def test_neighbours_are_called_by_their_headlines() -> None:
    titles = {page.url: page.expected["title"] for page in SITE_PAGES}
    named_otherwise = {
        link["title"]: titles[link["url"]]
        for page in SITE_PAGES
        for link in neighbours(page.expected)
        if link["url"] and link["title"] != titles[link["url"]]
    }
    assert not named_otherwise


def named(slug: str) -> GoldenPage:
    return next(page for page in PAGES if page.slug == slug)


def neighbours(article: dict[str, Any]) -> list[dict[str, Any]]:
    return [link for link in (article["previous"], article["next"]) if link]
