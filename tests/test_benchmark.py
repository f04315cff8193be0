"""The benchmark: its own logic on made-up figures, and, where the corpora are at hand, the floors and the ceiling."""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsharvest.page import labeller
from tests.benchmark import gate, quality, reading, speed, tables
from tests.benchmark.corpora import GoldPage, corpus_digest, corpus_names, read_corpus, registered_domain, speed_pages
from tests.benchmark.gate import Measured
from tests.benchmark.scoring import Result, evaluate

PINNED = {"x": {"digest": "d", "goals": {"body.f1": 0.95}, "least": {"body.f1": 0.9}, "most": {"raised": 1}}}
AS_PINNED = Measured("x", "d", {"body.f1": 0.9}, {"raised": 1})

PAGE = """<html><head><title>Bridge reopens</title></head><body><h1>Bridge reopens</h1>
<p>The old bridge over the river Lenz was opened to traffic again on Tuesday, two years after the flood.</p>
<p>The town paid for most of the repairs, and the province gave what was missing, the mayor told visitors.</p>
</body></html>"""


def make_corpus(root: Path, name: str = "made-up", body: str = "The old bridge") -> Path:
    folder = root / name
    (folder / "pages").mkdir(parents=True)
    row = {"id": "1", "url": "https://news.example.org/1", "lang": "en", "gold": {"body": body}}
    (folder / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (folder / "pages" / "1.html.gz").write_bytes(gzip.compress(PAGE.encode(), mtime=0))
    return folder


def page_at(url: str | None) -> GoldPage:
    return GoldPage("made-up", "p1", url, "en", {}, Path("nowhere"))


# ------------------------------------------------------------------ the gate


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({}, []),
        ({"least": {"body.f1": 0.97}, "most": {"raised": 0}}, []),
        ({"least": {"body.f1": 0.9 - gate.TOLERANCE / 2}}, []),
        ({"least": {"body.f1": 0.89}}, ["x body.f1: 0.89 is below its floor 0.9"]),
        ({"least": {}}, ["x body.f1: nothing is below its floor 0.9"]),
        ({"most": {"raised": 2}}, ["x raised: 2 is above its ceiling 1"]),
        ({"most": {}}, ["x raised: nothing is above its ceiling 1"]),
        ({"digest": "other"}, ["x: not what the figures were pinned on; --update pins them anew"]),
        ({"name": "y"}, ["y: nothing is pinned; --update pins it"]),
    ],
)
def test_gate_names_every_figure_that_is_worse_than_its_pin(figures: dict[str, Any], said: list[str]) -> None:
    assert gate.shortfalls(PINNED, replace(AS_PINNED, **figures)) == said


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"least": {"body.f1": 0.899}}, "x body.f1: the floor would fall from 0.9 to 0.899"),
        ({"least": {}}, "x body.f1: the floor would fall from 0.9 to nothing"),
        ({"most": {"raised": 2}}, "x raised: the ceiling would rise from 1 to 2"),
        ({"digest": "other", "least": {"body.f1": 0.5}}, "x body.f1: the floor would fall from 0.9 to 0.5"),
    ],
)
def test_pinning_worse_figures_needs_a_flag(figures: dict[str, Any], said: str) -> None:
    worse = replace(AS_PINNED, **figures)
    with pytest.raises(gate.RegressionError) as refused:
        gate.updated(PINNED, [worse])
    assert str(refused.value) == said
    pinned, notes = gate.updated(PINNED, [worse], allow_regression=True)
    assert (pinned["x"]["least"], pinned["x"]["most"]) == (worse.least, worse.most)
    assert said in notes


def test_pinning_better_figures_keeps_the_goals_and_leaves_the_old_baseline_alone() -> None:
    better = Measured("x", "other", {"body.f1": 0.93, "title.exact": 0.5}, {"raised": 0})
    pinned, notes = gate.updated(PINNED, [better])
    goals = {"body.f1": 0.95}
    assert pinned == {"x": {"digest": "other", "goals": goals, "least": better.least, "most": better.most}}
    assert notes == ["x: pinned on another corpus than before; the figures do not compare"]
    assert PINNED["x"]["least"] == {"body.f1": 0.9}


def test_goals_are_told_from_floors() -> None:
    baseline = {"x": {"digest": "d", "goals": {"body.f1": 0.95, "raised": 0, "title.exact": 0.7}}}
    assert gate.missed_goals(baseline, AS_PINNED) == [
        "x body.f1: 0.9, the goal is >= 0.95",
        "x raised: 1, the goal is <= 0",
        "x title.exact: nothing, the goal is >= 0.7",
    ]


def test_baseline_survives_writing(tmp_path: Path) -> None:
    gate.write_baseline(tmp_path / "b.json", PINNED)
    assert gate.read_baseline(tmp_path / "b.json") == PINNED
    assert gate.read_baseline(tmp_path / "absent.json") == {}


# ------------------------------------------------------------------ corpora


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.news.example.org", "example.org"),
        ("example.org", "example.org"),
        ("news.example.co.uk", "example.co.uk"),
        ("www.example.com.cn", "example.com.cn"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
    ],
)
def test_registered_domain(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


def test_pages_of_one_site_are_in_one_fold_and_one_half() -> None:
    here, there = page_at("https://www.example.org/a"), page_at("http://news.example.org/b?c")
    assert (here.site, here.fold, here.half) == (there.site, there.fold, there.half)
    assert page_at(None).site == "made-up:p1"
    many = [page_at(f"https://site{number}.test/") for number in range(200)]
    assert {page.fold for page in many} == {0, 1, 2, 3, 4}
    assert 60 < sum(page.half == "A" for page in many) < 140


def test_digest_sees_a_changed_page_a_changed_gold_and_a_new_name(tmp_path: Path) -> None:
    digests = [corpus_digest(make_corpus(tmp_path / "a").parent, "made-up")]
    assert corpus_digest(make_corpus(tmp_path / "same").parent, "made-up") == digests[0]
    digests.append(corpus_digest(make_corpus(tmp_path / "b", body="Another bridge").parent, "made-up"))
    page = tmp_path / "a" / "made-up" / "pages" / "1.html.gz"
    page.write_bytes(gzip.compress(b"<p>changed</p>"))
    digests.append(corpus_digest(tmp_path / "a", "made-up"))
    page.rename(page.with_name("2.html.gz"))
    digests.append(corpus_digest(tmp_path / "a", "made-up"))
    assert len(set(digests)) == 4


def test_speed_pages_are_those_that_a_list_beside_the_corpora_names(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.delenv("NEWSHARVEST_SPEED_PAGES", raising=False)
    root = tmp_path / "corpora"
    root.mkdir()
    assert speed_pages(root) == []
    (tmp_path / "speed-pages.txt").write_text("corpora/x/pages/1.html.gz\n\ncorpora/y/pages/2.html.gz\n")
    assert speed_pages(root) == [root / "x" / "pages" / "1.html.gz", root / "y" / "pages" / "2.html.gz"]


# ------------------------------------------------------------------ reading


def test_prediction_has_the_scorers_fields(tmp_path: Path) -> None:
    make_corpus(tmp_path)
    (page,) = read_corpus(tmp_path, "made-up")
    prediction = reading.predict(page)
    assert prediction["id"] == "1"
    assert prediction["title"] == "Bridge reopens"
    assert prediction["body"].startswith("The old bridge over the river Lenz")
    fields = (
        "body authors published captions prev next prev_title next_title pagination byline dateline source keywords"
    )
    assert set(prediction) == {"id", "title", *fields.split()}


def test_reading_that_raises_is_a_finding(tmp_path: Path) -> None:
    make_corpus(tmp_path)
    (page,) = read_corpus(tmp_path, "made-up")

    def reader(raw: bytes, url: str | None, corpus: str) -> dict[str, Any]:
        raise ValueError(f"{len(raw)} {url} {corpus}")

    assert reading.predict(page, reader) == {
        "id": "1",
        "error": f"ValueError: {len(PAGE)} https://news.example.org/1 made-up",
    }


def test_fold_models_read_only_the_pages_of_their_fold_and_leave_no_trace(tmp_path: Path) -> None:
    make_corpus(tmp_path)
    pages = read_corpus(tmp_path, "made-up")
    models = tmp_path / "models"
    models.mkdir()
    for fold in range(5):
        odds = 9.0 if fold == pages[0].fold else -9.0
        (models / f"fold_{fold}.py").write_text(f"CLASS_WORDS = {{}}\ndef log_odds(row): return {odds}\n")
    before = vars(labeller)["log_odds"], vars(labeller)["CLASS_WORDS"]
    shipped, crossed = reading.predict_all(pages), reading.predict_by_fold(pages, models)
    (models / f"fold_{pages[0].fold}.py").write_text("CLASS_WORDS = {}\ndef log_odds(row): return -9.0\n")
    assert crossed[0]["body"].count("\n") == 1
    assert reading.predict_by_fold(pages, models)[0]["body"] == ""
    assert (vars(labeller)["log_odds"], vars(labeller)["CLASS_WORDS"]) == before
    assert reading.predict_all(pages) == shipped


def test_two_processes_read_as_one_does(tmp_path: Path) -> None:
    for name in "abc":
        make_corpus(tmp_path, name)
    pages = [page for name in corpus_names(tmp_path) for page in read_corpus(tmp_path, name)]
    assert reading.predict_all(pages, processes=2) == reading.predict_all(pages)


# ------------------------------------------------------------------ tables, commands


def test_tables_leave_out_what_no_corpus_has() -> None:
    result = Result("made-up", 7, {"title": {"exact": 0.5}, "body": {"shingle_f1_95": [0.25, 0.75]}}, raised=["1: E"])
    assert tables.quality_tables([(result, None)], markdown=True).split("\n") == [
        "| corpus | pages | 95 % | title |",
        "| --- | --: | --: | --: |",
        "| made-up | 7 | 0.250–0.750 | 0.500 |",
        "",
        "7 pages read; 1 raised an error",
    ]
    assert "made-up, cross-validated" in tables.quality_tables([(result, result)])


@pytest.mark.parametrize("command", [quality.main, speed.main])
def test_command_without_corpora_says_so(command: Any, monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.delenv("NEWSHARVEST_CORPORA", raising=False)
    assert command([]) == 2
    assert "NEWSHARVEST_CORPORA" in capsys.readouterr().err


def test_stages_add_up() -> None:
    lines = speed.stage_table([PAGE.encode()] * 5).split("\n")
    times = {line[:30].strip(): float(line.split()[-2]) for line in lines[1:]}
    assert {"decode", "parse", "blocks", "labels", "field title", "the rest", "all"} <= set(times)
    assert sum(times.values()) == pytest.approx(2 * times["all"], abs=0.03)


# ------------------------------------------------------------------ the floors and the ceiling


def names_of_corpora() -> list[str]:
    return sorted(gate.read_baseline(quality.BASELINE))


@pytest.mark.corpora
@pytest.mark.parametrize("corpus", names_of_corpora())
def test_quality_keeps_its_floors(corpus: str, corpora: Path, scorer: Any) -> None:
    pages = read_corpus(corpora, corpus)
    result = evaluate(scorer, pages, reading.predict_all(pages, processes=min(2, os.cpu_count() or 1)))
    broken = gate.shortfalls(gate.read_baseline(quality.BASELINE), quality.measured(corpora, result))
    assert not broken, "\n".join(broken)


@pytest.mark.corpora
def test_every_corpus_is_pinned(corpora: Path) -> None:
    assert corpus_names(corpora) == names_of_corpora()


@pytest.mark.corpora
def test_speed_keeps_its_ceiling(corpora: Path) -> None:
    paths = speed_pages(corpora)
    if not paths:
        pytest.skip("no list of speed pages beside the corpora")
    broken = speed.within_baseline(paths)
    assert not broken, "\n".join(broken)
