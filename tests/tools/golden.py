"""The golden pages of ``examples/site`` and ``tests/pages``: how their readings differ from what is expected.

A folder holds ``page.html`` (or ``page.txt``), the bytes as a server would send them; ``page.json``, where
the page stands and what it shows; and ``article.json``, what a right reading says (people write it).
From the project's root::

    python -m tests.tools.golden diff [SLUG ...]     how the library's reading differs from article.json
    python -m tests.tools.golden show SLUG ...       the page's bytes as text
    python -m tests.tools.golden record SLUG ...     a first article.json for a new folder, to be corrected
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsharvest import extract
from newsharvest.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).resolve().parents[2]
SITE = _ROOT / "examples" / "site"
"""The small web that the example crawl walks: its pages lead to each other."""
PAGES = _ROOT / "tests" / "pages"
"""Pages that stand alone, each for the templates and the damage of one kind of site."""
_ABSENT = "(absent)"
_WIDE = 110
"""Longer values of one attribute go on a line of their own."""


@dataclass(frozen=True, slots=True)
class GoldenPage:
    """One folder of golden pages."""

    folder: Path
    url: str
    """Where the page stands in the invented web."""
    content_type: str | None
    """The HTTP header's value; ``None`` where the server sent none."""
    shows: str
    """What can be learnt from the page, one line."""

    @property
    def slug(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def raw(self) -> bytes:
        """The bytes as a server would send them."""
        return next(self.folder.glob("page.[ht]*")).read_bytes()

    @property
    def expected(self) -> dict[str, Any]:
        """What ``article.json`` says; :class:`FileNotFoundError` where nobody has written it yet."""
        return json.loads((self.folder / "article.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]

    def reading(self) -> dict[str, Any]:
        """What the library reads on the page, in the form of ``article.json``."""
        article = extract(self.raw, url=self.url, content_type=self.content_type)
        return article.to_dict()


def golden_pages(*places: Path) -> list[GoldenPage]:
    """Every folder of these places (by default all golden pages), by place and name."""
    found = []
    for file in (file for place in places or (SITE, PAGES) for file in sorted(place.glob("*/page.json"))):
        about = json.loads(file.read_text(encoding="utf-8"))
        found.append(GoldenPage(file.parent, about["url"], about["content_type"], about["shows"]))
    return found


def differences(expected: object, got: object, path: str = "$") -> Iterator[str]:
    """Where two pieces of JSON differ: a path, what was expected, and what there is."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in dict.fromkeys((*expected, *got)):
            yield from differences(expected.get(key, _ABSENT), got.get(key, _ABSENT), f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(got, list):
        yield from _list_differences(expected, got, path)
    elif expected != got or type(expected) is not type(got):
        yield f"{path}\n  expected {_line(expected)}\n  got      {_line(got)}"


def _list_differences(expected: list[Any], got: list[Any], path: str) -> Iterator[str]:
    """Item by item where the lists are equally long, else the items that only one of them has."""
    if len(expected) == len(got):
        for index, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
        return
    yield f"{path}\n  expected {len(expected)} items\n  got      {len(got)}"
    for index, item in enumerate(expected):
        if item not in got:
            yield f"{path}[{index}] only expected: {_line(item)}"
    for index, item in enumerate(got):
        if item not in expected:
            yield f"{path}[{index}] only got: {_line(item)}"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def written(article: dict[str, Any]) -> str:
    """The JSON of an article laid out for people: one line for each block, image and contributor."""
    lines = []
    for key, value in article.items():
        text = _line(value)
        if isinstance(value, list) and value and (len(text) > _WIDE or isinstance(value[0], dict)):
            text = "[\n" + ",\n".join(f"    {_line(item)}" for item in value) + "\n  ]"
        lines.append(f"  {_line(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _diff(pages: list[GoldenPage]) -> int:
    wrong = 0
    for page in pages:
        found = list(differences(page.expected, page.reading()))
        wrong += bool(found)
        print(f"{page.slug}: {len(found) or 'no'} difference{'s' * (len(found) != 1)}")
        for difference in found:
            print("  " + difference.replace("\n", "\n  "))
    print(f"{len(pages) - wrong} of {len(pages)} pages are read as expected")
    return 1 if wrong else 0


def _record(page: GoldenPage) -> int:
    file = page.folder / "article.json"
    if file.exists():
        print(f"{file} is there already: correct it by hand", file=sys.stderr)
        return 1
    file.write_text(written(page.reading()), encoding="utf-8")
    print(f"{file} says what the library reads; compare every value with the page before you commit it")
    return 0


def main(arguments: list[str] | None = None) -> int:
    """The command line; the exit code is 1 where a page is read otherwise than expected."""
    description = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser(prog="python -m tests.tools.golden", description=description)
    parser.add_argument("action", choices=("diff", "show", "record"))
    parser.add_argument("slugs", nargs="*", metavar="SLUG", help="names of folders; diff reads all")
    options = parser.parse_args(arguments)
    every = {page.slug: page for page in golden_pages()}
    if unknown := [slug for slug in options.slugs if slug not in every]:
        parser.error(f"no folder with a page.json is called {unknown[0]}")
    chosen = [every[slug] for slug in options.slugs]
    if options.action == "diff":
        return _diff(chosen or list(every.values()))
    if not chosen:
        parser.error("which page?")
    if options.action == "show":
        for page in chosen:
            print(decode(page.raw, content_type=page.content_type).text)
        return 0
    return max(_record(page) for page in chosen)


if __name__ == "__main__":
    sys.exit(main())
