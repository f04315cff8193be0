"""The documentation is true: its code runs, its diffs apply, its links lead somewhere, its made parts are fresh."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

import pytest

import newsharvest
from newsharvest.errors import NewsharvestError
from tests.test_architecture import FLOORS
from tests.tools import faults, markdown
from tests.tools.write_docs import ROOT, help_of, part, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tools.markdown import Fence

PAGES = {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8") for file in markdown.pages(ROOT)}
DOCS = {name: page for name, page in PAGES.items() if name.startswith("docs/")}
EXTENDING = "docs/extending.md"
COMMANDS = "docs/command-line.md"
BENCHMARK_MARKERS = ("quality", "speed")
PLACES = ("src/", "tests/", "docs/", "examples/", ".ci/")
"""How an inline path begins that a reader may go to."""

every_page = pytest.mark.parametrize("name", list(PAGES))


def needed(fence: Fence) -> bool:
    """Whether all is installed that the code needs beyond newsharvest's own packages."""
    return all(find_spec(package) for package in fence.needs)


# ------------------------------------------------------------------ code


def run(fence: Fence, names: dict[str, object], place: str) -> None:
    """Run a snippet: a session is compared with what it prints, anything else only has to end."""
    code = fence.text
    if ">>>" not in code:
        exec(compile("\n" * (fence.line - 1) + code, place, "exec"), names)  # noqa: S102 - our own pages
        return
    session = doctest.DocTestParser().get_doctest(code, names, place, place, fence.line - 1)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    if runner.run(session, out=said.append, clear_globs=False).failed:
        pytest.fail("".join(said), pytrace=False)
    names.update(session.globs)


@pytest.mark.parametrize("name", [name for name in PAGES if name != EXTENDING])
def test_snippets_run_from_top_to_bottom(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "__main__"}
    for fence in markdown.fences(PAGES[name]):
        if fence.language != "python":
            continue
        if needed(fence):
            run(fence, names, name)
        else:
            compile(fence.text, name, "exec")


class Door(NamedTuple):
    """A section of the page on extending: diffs, and a session that holds once they are applied."""

    title: str
    diffs: str
    session: str


def doors() -> Iterator[Door]:
    page = PAGES.get(EXTENDING, "")
    for section in page.split("\n## ")[1:]:
        found = markdown.fences(section)
        diffs = "".join(fence.text for fence in found if fence.language == "diff")
        session = "\n".join(fence.text for fence in found if fence.language == "python")
        yield Door(section.partition("\n")[0].lower(), diffs, session)


@pytest.mark.parametrize("door", list(doors()), ids=lambda door: door.title.replace(" ", "-"))
def test_additions_work(door: Door, tmp_path: Path) -> None:
    """Each diff applies to a copy of the source, and the session below it holds there."""
    assert door.diffs
    assert ">>>" in door.session
    for folder in ("src", "tests/tools", "examples/site"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests/__init__.py").touch()
    # One line of context has to fit: lines further off may change without making the page untrue.
    apply = ["git", "apply", "-C1", "-"]
    outside = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    applied = subprocess.run(
        apply, cwd=tmp_path, env=outside, input=door.diffs, capture_output=True, encoding="utf-8", check=False
    )
    assert applied.returncode == 0, f"{EXTENDING}: the diffs do not apply\n{applied.stderr}"
    (tmp_path / "session.md").write_text(door.session, encoding="utf-8")
    there = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "src"), str(tmp_path)]), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "doctest", "-o", "ELLIPSIS", "session.md"],
        cwd=tmp_path, env=there, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_door_has_a_diff() -> None:
    assert [door.title for door in doors()] == ["a field", "a language", "a site rule", "a format"]


# ------------------------------------------------------------------ what is made from the code


@pytest.mark.parametrize("name", list(DOCS))
def test_made_parts_are_fresh(name: str) -> None:
    """``python -m tests.tools.write_docs`` writes them."""
    assert markdown.remade(DOCS[name], part) == DOCS[name]


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="argparse lays help out in another way from Python 3.13 on")
@every_page
def test_help_is_what_the_commands_print(name: str) -> None:
    assert markdown.with_help(PAGES[name], help_of) == PAGES[name]


def test_article_page_has_every_attribute() -> None:
    page = DOCS["docs/article.md"]
    for cls in (newsharvest.Article, newsharvest.Block, newsharvest.Image, newsharvest.Contributor, newsharvest.Link):
        for key in cls.json_schema()["properties"]:
            assert f"| `{key}` |" in page, f"{cls.__name__}.{key}"


def test_article_page_knows_every_warning() -> None:
    """Warnings begin with a word and a colon; each such word in the source is explained."""
    beginnings = set()
    for file in (ROOT / "src").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        beginnings |= set(re.findall(r'warnings?\.append\(\s*f?"([a-z-]{1,30}:) ', text))
    assert len(beginnings) > 2
    assert {word for word in beginnings if f"`{word}`" not in DOCS["docs/article.md"]} == set()


# ------------------------------------------------------------------ what has to be mentioned


@cache
def all_docs() -> str:
    return "\n".join(DOCS.values())


@pytest.mark.parametrize("name", [name for name in newsharvest.__all__ if name != "__version__"])
def test_public_names_are_mentioned(name: str) -> None:
    assert re.search(rf"\b{name}\b", all_docs())


def errors(cls: type[NewsharvestError] = NewsharvestError) -> Iterator[str]:
    yield cls.__name__
    for child in cls.__subclasses__():
        if child.__module__ == cls.__module__:
            yield from errors(child)


@pytest.mark.parametrize("name", sorted(errors()))
def test_errors_page_says_when_each_is_raised(name: str) -> None:
    page = re.sub(r"<!-- made: tree.*?<!-- end -->", "", DOCS["docs/errors.md"], flags=re.DOTALL)
    assert f"`{name}`" in page


@cache
def commands() -> list[str]:
    """The sub-commands, as the help lists them one below the other."""
    listed = re.findall(r"^    ([a-z][a-z-]*)  ", help_of("").partition("\noptions:")[0], re.MULTILINE)
    assert "extract" in listed
    return listed


def test_every_command_and_option_is_explained() -> None:
    page, missing = DOCS[COMMANDS], []
    for command in ["", *commands()]:
        if command and f"newsharvest {command}" not in page:
            missing.append(command)
        options = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]{0,30}", help_of(command)))
        missing += [f"{command} {option}" for option in sorted(options) if option not in page]
    assert missing == []


def test_every_command_has_its_help_shown() -> None:
    shown = re.findall(r"^\$ newsharvest ([a-z-]+) --help$", DOCS[COMMANDS], re.MULTILINE)
    assert sorted(shown) == sorted(commands())


def test_design_page_has_every_floor() -> None:
    rows = [line for line in DOCS["docs/design.md"].split("\n") if re.match(r"\| *\d+ \|", line)]
    missing = []
    for number, floor in enumerate(FLOORS):
        row = next((row for row in rows if re.match(rf"\| *{number} \|", row)), "")
        missing += [name for name in floor if exists(name) and not re.search(rf"`{name}(?:/|\.py)`", row)]
    assert missing == []


def exists(module: str) -> bool:
    source = ROOT / "src" / "newsharvest"
    return (source / module).is_dir() or (source / f"{module}.py").is_file()


# ------------------------------------------------------------------ links, places, versions


def anchors_of(file: Path) -> set[str]:
    return markdown.anchors(file.read_text(encoding="utf-8")) if file.suffix == ".md" else set()


@every_page
def test_links_lead_somewhere(name: str) -> None:
    broken = []
    for link in markdown.links(PAGES[name]):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (ROOT / name).parent / place if place else ROOT / name
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


@every_page
def test_places_in_the_project_exist(name: str) -> None:
    """An inline path such as ``src/newsharvest/fields/`` is there."""
    paths = [code for code in markdown.inline_code(PAGES[name]) if re.fullmatch(r"[\w./-]+", code)]
    assert [path for path in paths if path.startswith(PLACES) and not (ROOT / path).exists()] == []


@every_page
def test_modules_that_are_run_exist(name: str) -> None:
    found = set(re.findall(r"python -m (tests(?:\.\w+)+|newsharvest)", PAGES[name]))
    assert [module for module in sorted(found) if find_spec(module) is None] == []


def test_index_lists_every_page() -> None:
    listed = set(markdown.links(DOCS["docs/README.md"]))
    assert {name.removeprefix("docs/") for name in DOCS} - listed == {"README.md"}


def test_changelog_begins_with_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[?v?(\d+\.\d+\.\d+\S*?)\]?(?: |$)", changelog, re.MULTILINE)
    assert versions[:1] == [newsharvest.__version__]


def test_readme_names_no_other_version() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"newsharvest[ =/-]{1,3}v?(\d+\.\d+\.\d+)", readme)) <= {newsharvest.__version__}


def test_nothing_is_stale() -> None:
    """What the writer would change is nothing, so that a contributor who runs it sees only the own change."""
    if sys.version_info >= (3, 13):
        pytest.skip("argparse lays help out in another way from Python 3.13 on")
    assert [name for name, page in DOCS.items() if rewritten(page) != page] == []


@pytest.mark.parametrize("kind", BENCHMARK_MARKERS)
def test_benchmark_page_has_a_place_for_its_tables(kind: str) -> None:
    page = DOCS["docs/benchmark.md"]
    begin, end = f"<!-- {kind}:begin -->", f"<!-- {kind}:end -->"
    assert page.count(begin) == page.count(end) == 1
    assert page.index(begin) < page.index(end)


# ------------------------------------------------------------------ faults


@pytest.mark.parametrize("row", sorted(faults.ROWS))
def test_every_fault_has_a_test(row: str) -> None:
    tests = faults.proofs()[row]
    assert tests
    for each in tests:
        file, _, name = each.partition("::")
        text = (faults.TESTS / file).read_text(encoding="utf-8")
        assert re.search(rf"^(?:async )?(?:def {name}\(|{name} = )", text, re.MULTILINE), each


def test_no_fault_is_forgotten() -> None:
    rows = {
        f"{part}{number}" for part, last in {"A": 15, "B": 7, "C": 5, "D": 9}.items() for number in range(1, last + 1)
    }
    assert faults.ROWS.keys() | faults.ABSENT.keys() == rows
    assert not faults.ROWS.keys() & faults.ABSENT.keys()
    # A row of E is for reading, and shown by the tests of reading.
    assert {row for row in faults.proofs() if row[0] in "ABCD"} == faults.ROWS.keys()
