"""The store of a crawl: nothing lost, nothing twice, through crashes, full disks, second processes and torn lines."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from newsharvest import errors
from newsharvest.crawl.budgets import Budgets
from newsharvest.crawl.pace import HostState
from newsharvest.crawl.rules import RobotsState
from newsharvest.crawl.store import Exporter, Found, Lead, Store, StoredArticle, Visit
from newsharvest.crawl.store import schema as tables

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "paper.example"


def url(path: object, host: str = HOST) -> str:
    return f"http://{host}/{path}"


def seed(store: Store, *paths: object, host: str = HOST) -> None:
    with store.transaction():
        store.add_seeds([(url(path, host), host) for path in paths])


def story(lead_url: str, text: str = "", **changes: Any) -> StoredArticle:
    text = text or f"the story of {lead_url}"
    return StoredArticle(url=lead_url, json=f'{{"text": "{text}"}}', content_hash=text, text_hash=text, **changes)


def links(*paths: object, relation: str = "next", host: str = HOST) -> tuple[Found, ...]:
    return tuple([Found(url=url(path, host), host=host, relation=relation) for path in paths])


def lease(store: Store, host: str = HOST) -> Lead:
    lead = store.next_lead(host)
    assert lead
    with store.transaction():
        store.lease([lead.id], [])
    return lead


def finish(store: Store, lead: Lead, **changes: Any) -> Any:
    values: dict[str, Any] = {"outcome": "article", "at": 1000.0, "status": 200, "final_url": lead.url}
    with store.transaction():
        return store.complete(Visit(lead=lead, **(values | changes)))


def read(store: Store, found: tuple[Found, ...] = (), text: str = "", **changes: Any) -> Any:
    """Lease the next page and complete it with an article."""
    lead = lease(store)
    return finish(store, lead, article=story(lead.url, text), found=found, **changes)


def rows(store: Store, query: str) -> list[tuple[Any, ...]]:
    return store.database.execute(query).fetchall()


@pytest.fixture
def store() -> Iterator[Store]:
    """A temporary store, which has no disk to wait for."""
    with Store.open(None) as opened:
        yield opened


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    """A store in ``tmp_path``."""
    with Store.open(tmp_path) as opened:
        yield opened


# ------------------------------------------------------------------ frontier


@pytest.mark.parametrize("kept", [True, False])
def test_each_page_once_in_the_order_of_priorities(tmp_path: Path, kept: bool) -> None:
    with Store.open(tmp_path if kept else None) as store:
        seed(store, 1, 2, 1)
        assert store.queued == 2
        read(store, (*links("s", relation="section"), *links(3, 2, 1), *links(4, relation="listing")))
        order = []
        while store.queued:
            lead = lease(store)
            order.append(lead.url)
            finish(store, lead)
        assert order == [url(each) for each in (2, 3, 4, "s")]
        assert store.next_lead(HOST) is None


def test_what_led_to_a_page_is_kept(store: Store) -> None:
    seed(store, 1)
    read(store, links(2, relation="previous"))
    lead = store.next_lead(HOST)
    assert lead
    assert (lead.relation, lead.found_on, lead.depth, lead.host) == ("previous", url(1), 1, HOST)


def test_c2_spellings_are_kept_as_aliases(store: Store) -> None:
    seed(store, "1.html")
    spellings = ["1.html?utm_source=x", "1.html#a", "1.html;jsessionid=3"]
    found = (*links(*spellings), Found(url=f"https://www.{HOST}/1.html", host=f"www.{HOST}", relation="next"))
    read(store, found)
    assert store.queued == 0
    assert {each for (each,) in rows(store, "SELECT url FROM alias")} == {each.url for each in found}


def test_a_page_never_collects_aliases_without_end(store: Store) -> None:
    seed(store, 1)
    read(store, links(*(f"1?utm_id={n}" for n in range(500))))
    assert len(rows(store, "SELECT url FROM alias")) == 20


def test_a_redirect_to_a_page_of_another_lead(store: Store) -> None:
    seed(store, "a", "b", "c")
    a, c = lease(store), Lead(id=3, url=url("c"), host=HOST)
    with store.transaction():
        assert store.claim(a, url("new"), HOST) is None
        assert store.claim(a, url("new"), HOST) is None
        assert store.claim(a, url("a").replace("http", "https"), HOST) is None
        assert store.claim(a, url("b"), HOST) == url("b")
        assert store.claim(c, url("new"), HOST) == url("new")
    finish(store, a, state="same", outcome="repeated", same_as=url("b"))
    assert rows(store, "SELECT state, same_as FROM url WHERE id = 1") == [("same", 2)]


def test_a_further_page_of_a_story_that_waits_under_another_name_of_its_host(store: Store) -> None:
    seed(store, 1, 2)
    other = url(9).replace("//", "//www.")
    with store.transaction():
        store.add_seeds([(other, f"www.{HOST}")])
    lead = lease(store)
    with store.transaction():
        store.absorb(lead, url(9), HOST)
    assert (store.waiting_on(HOST), store.waiting_on(f"www.{HOST}"), store.queued) == (2, 0, 2)
    finish(store, lead)
    assert store.waiting_on(HOST) == 1


def test_put_off_and_woken(store: Store) -> None:
    seed(store, 1)
    finish(store, lease(store), state="later", outcome="failed", note="HTTP status 503", not_before=2000.0)
    assert (store.queued, store.next_lead(HOST), store.next_wake()) == (1, None, 2000.0)
    with store.transaction():
        assert store.wake(1999.0) == []
        assert store.wake(2000.0) == [HOST]
    lead = lease(store)
    assert lead.tries == 1
    finish(store, lead, article=story(lead.url))
    assert store.queued == 0


def test_a_clock_that_was_set_back_puts_nothing_off_for_long(store: Store) -> None:
    seed(store, 1)
    finish(store, lease(store), state="later", outcome="failed", not_before=1_000_000.0)
    with store.transaction():
        assert store.wake(1_000_000.0 - 86_400) == [HOST]


def test_a_million_addresses_are_found_by_index(store: Store) -> None:
    """No query of the crawl's loop reads a table through."""
    queries: list[str] = []
    store.database.set_trace_callback(queries.append)
    seed(store, 1)
    read(store, links(2, 2, "x?utm_a=1"))
    with store.transaction():
        store.wake(5.0)
        store.claim(Lead(id=1, url=url(1), host=HOST), url(9), HOST)
    store.next_wake()
    store.next_lead(HOST)
    store.database.set_trace_callback(None)
    scans = set()
    for query in queries:
        if query.lstrip().split(" ", 1)[0] in {"SELECT", "UPDATE", "INSERT", "DELETE"}:
            for *_, step in store.database.execute(f"EXPLAIN QUERY PLAN {query}"):
                if step.startswith("SCAN") and " USING " not in step and "CONSTANT" not in step:
                    scans.add((step, query))
    assert scans == set()


# ------------------------------------------------------------------ traps


def test_c1_a_way_that_leads_to_nothing_new_ends(store: Store) -> None:
    store.budgets = Budgets(barren=5)
    seed(store, "cal/0")
    asked = 0
    while store.queued:
        asked += 1
        finish(store, lease(store), outcome="no article", found=links(f"cal/{asked}", relation="pager"))
    assert asked == 6
    assert rows(store, "SELECT reason, links, example FROM dropped") == [
        ("a way that leads to nothing new", 1, url("cal/6"))
    ]


def test_c1_a_way_with_stories_on_it_goes_on(store: Store) -> None:
    store.budgets = Budgets(barren=3)
    seed(store, 0)
    for number in range(1, 60):
        lead = lease(store)
        if number % 3:
            finish(store, lead, outcome="no article", found=links(f"n{number}"))
        else:
            finish(store, lead, article=story(lead.url), found=links(f"n{number}"))
    assert store.queued == 1
    assert rows(store, "SELECT * FROM dropped") == []


def test_c1_a_kind_of_address_that_is_never_worth_it_is_closed(store: Store) -> None:
    store.budgets = Budgets(shape=10)
    seed(store, "front")
    wanted = [f"list?page={n}&sort={n % 7}" for n in range(100)]
    read(store, (*links(*wanted, relation="section"), *links(*(f"story/{n}" for n in range(30)), relation="listing")))
    asked: list[str] = []
    while store.queued:
        lead = lease(store)
        asked.append(lead.url)
        good = "/story/" in lead.url
        finish(store, lead, outcome="article" if good else "listing", article=story(lead.url) if good else None)
    assert sum("/story/" in each for each in asked) == 30
    assert sum("/list?" in each for each in asked) == 10
    assert rows(store, "SELECT reason, links FROM dropped") == [("kind of address", 90)]
    seed(store, "more")
    read(store, links("list?page=555&sort=5"))
    assert store.queued == 0


def test_c1_a_front_page_without_news_is_no_trap(store: Store) -> None:
    store.budgets = Budgets(shape=3)
    seed(store, "")
    for now in range(1, 20):
        finish(store, lease(store), outcome="listing", at=float(now))
        with store.transaction():
            assert store.begin_round(now + 0.5, 0) == 1
    assert rows(store, "SELECT closed FROM shape") == [(0,)]


def test_c1_budgets_of_host_and_depth(store: Store) -> None:
    store.budgets = Budgets(per_host=10, depth=2)
    seed(store, 1)
    read(store, links(*range(2, 40), relation="listing"))
    assert store.queued == 9
    assert rows(store, "SELECT reason, links FROM dropped") == [("too many pages of one host", 30 - 1)]
    store.budgets = Budgets(depth=2)
    read(store, links("x"))
    while (lead := store.next_lead(HOST)) and lead.depth < 2:
        read(store)
    read(store, links("y", "x"))
    assert ("too many links from a seed", 1) in rows(store, "SELECT reason, links FROM dropped")


def test_c1_odd_addresses_are_dropped_and_counted(store: Store) -> None:
    seed(store, 1)
    read(store, links("a/a/a", "x/x/x/x", "b" * 3000), dropped={"no web address": (7, "javascript:alert(1)")})
    assert dict(rows(store, "SELECT reason, links FROM dropped")) == {
        "repeated path": 2,
        "address too long": 1,
        "no web address": 7,
    }


def test_c4_a_canonical_address_elsewhere_is_recorded_and_changes_nothing(store: Store) -> None:
    seed(store, 1, "http://other.example/story"[7:])
    read(store)
    lead = lease(store)
    finish(store, lead, article=story(lead.url, "stolen", canonical_url=url(1)))
    assert rows(store, "SELECT url, revision, canonical_url FROM article") == [(1, 1, None), (2, 1, url(1))]


def test_c5_the_same_words_at_every_address_are_not_kept_again(store: Store) -> None:
    seed(store, *range(1000))
    kept = [read(store, text="nothing here any more") for _ in range(1000)]
    assert [each.outcome for each in kept] == ["article"] * 3 + ["duplicate"] * 997
    assert kept[3].note == f"the same title and text as {url(0)}"
    assert len(rows(store, "SELECT * FROM article")) == 3
    assert rows(store, "SELECT count(*) FROM url WHERE outcome = 'duplicate'") == [(997,)]


def test_c5_another_host_may_print_the_same(store: Store) -> None:
    seed(store, 1)
    read(store, text="agency")
    seed(store, 1, host="other.example")
    lead = lease(store, "other.example")
    assert finish(store, lead, article=story(lead.url, "agency")).outcome == "article"


# ------------------------------------------------------------------ coming back


def test_a_changed_article_is_a_new_revision_and_an_unchanged_one_is_not(store: Store) -> None:
    seed(store, 1)
    assert (read(store, text="one").outcome, read_again(store, 2000, "one").outcome) == ("article", "unchanged")
    changed = read_again(store, 3000, "two")
    assert (changed.outcome, changed.revision) == ("revision", 2)
    assert read_again(store, 4000, "one").outcome == "unchanged"  # Each version of a page is written once.
    assert rows(store, "SELECT revision, content_hash FROM article ORDER BY id") == [(1, "one"), (2, "two")]


def read_again(store: Store, now: float, text: str) -> Any:
    with store.transaction():
        assert store.begin_round(now, 0) == 1
    return read(store, text=text, at=now)


def test_validators_are_kept_for_the_next_visit(store: Store) -> None:
    seed(store, 1)
    read(store, etag='"a"', last_modified="Mon, 03 Feb 2020 08:20:00 GMT")
    with store.transaction():
        store.begin_round(2000, 0)
    lead = lease(store)
    assert (lead.etag, lead.last_modified) == ('"a"', "Mon, 03 Feb 2020 08:20:00 GMT")
    finish(store, lead, status=304, outcome="unchanged")
    with store.transaction():
        store.begin_round(3000, 0)
    lead = lease(store)
    assert lead.etag == '"a"'
    finish(store, lead, status=200, outcome="no article")
    assert rows(store, "SELECT etag, last_modified FROM url") == [(None, None)]


def test_pages_that_never_change_are_asked_for_less_and_less(store: Store) -> None:
    seed(store, "")
    read(store, links(1, relation="listing"))
    read(store)
    again = 0
    for hour in range(1, 100):
        with store.transaction():
            store.begin_round(1000.0 + 3600 * hour, 3600)
        while lead := store.next_lead(HOST):
            again += lead.url == url(1)
            finish(store, lead, at=1000.0 + 3600 * hour, outcome="unchanged", status=304)
    assert again == 6  # After 1, 2, 4, 8, 16, 32 hours; the seed each time.


def test_lists_without_news_rest_longer_and_feeds_are_looked_at_each_time(store: Store) -> None:
    seed(store, "")
    read(
        store,
        (*links("feed", relation="feeds"), *links("old", relation="sitemaps"), *links("news", relation="section")),
    )
    for _ in range(3):
        finish(store, lease(store), outcome="listing")
    again: Counter[str] = Counter()
    stories = iter(range(1, 99))
    for hour in range(1, 30):
        now = 1000.0 + 3600 * hour
        with store.transaction():
            store.begin_round(now, 3600)
        while lead := store.next_lead(HOST):
            again[lead.url] += 1
            news = links(next(stories), relation="listing") if lead.url == url("news") else ()
            article = story(lead.url) if lead.relation == "listing" else None
            finish(store, lead, at=now, outcome="article" if article else "listing", article=article, found=news)
    assert again[url("")] == again[url("feed")] == 29
    assert again[url("news")] == 28  # The first time it had none.
    assert again[url("old")] == 3  # After 2, 4, 8 hours.


def test_an_unfinished_round_is_finished_first(store: Store) -> None:
    seed(store, 1, 2)
    read(store)
    with store.transaction():
        assert store.begin_round(9999, 0) == 0
    assert lease(store).url == url(2)


# ------------------------------------------------------------------ export


def lines(folder: Path) -> list[str]:
    return (folder / "articles.jsonl").read_text().splitlines()


def export(store: Store, folder: Path) -> int:
    with closing(Exporter(store, folder / "articles.jsonl")) as exporter:
        return exporter.run()


def test_the_export_continues_where_it_was(kept: Store, tmp_path: Path) -> None:
    seed(kept, 1, 2, 3)
    read(kept)
    assert export(kept, tmp_path) == 1
    read(kept)
    read(kept)
    assert export(kept, tmp_path) == 2
    assert export(kept, tmp_path) == 0
    assert lines(tmp_path) == [story(url(n)).json for n in (1, 2, 3)]


def test_the_file_can_be_written_anew(kept: Store, tmp_path: Path) -> None:
    seed(kept, 1, 2)
    read(kept)
    read(kept)
    export(kept, tmp_path)
    before = lines(tmp_path)
    (tmp_path / "articles.jsonl").unlink()
    with pytest.raises(errors.StoreCorrupt, match="is gone"):
        export(kept, tmp_path)
    kept.database.execute("DELETE FROM export")  # As docs/crawling.md says.
    export(kept, tmp_path)
    assert lines(tmp_path) == before


@pytest.mark.parametrize("extra", [b'{"torn', b"x" * 100_000, b"\n", b'{"whole": "line that was never committed"}\n'])
def test_d6_what_was_never_committed_is_cut_off(kept: Store, tmp_path: Path, extra: bytes) -> None:
    seed(kept, 1, 2)
    read(kept)
    export(kept, tmp_path)
    with (tmp_path / "articles.jsonl").open("ab") as file:
        file.write(extra)
    read(kept)
    export(kept, tmp_path)
    assert lines(tmp_path) == [story(url(n)).json for n in (1, 2)]


@pytest.mark.parametrize("harm", ["deleted", "shorter", "other", "edited"])
def test_d6_a_file_that_someone_changed_is_refused(kept: Store, tmp_path: Path, harm: str) -> None:
    seed(kept, 1)
    read(kept)
    export(kept, tmp_path)
    file = tmp_path / "articles.jsonl"
    before = file.read_bytes()
    changed = {"shorter": before[:-3], "other": b"x" * 500, "edited": before.replace(b"story", b"STORY")}
    if harm == "deleted":
        file.unlink()
    else:
        file.write_bytes(changed[harm])
    with pytest.raises(errors.StoreCorrupt, match=r"articles\.jsonl") as caught:
        export(kept, tmp_path)
    assert "put" in str(caught.value)
    if harm != "deleted":
        assert file.read_bytes() == changed[harm]
    file.write_bytes(before)
    assert export(kept, tmp_path) == 0


@pytest.mark.parametrize("point", ["written", "synced", "exported"])
def test_d1_a_crash_within_the_export(tmp_path: Path, point: str) -> None:
    class Crash(Exception):
        pass

    def crash(at: str) -> None:
        if at == point:
            raise Crash

    with Store.open(tmp_path) as store:
        seed(store, 1, 2, 3)
        for _ in range(3):
            read(store)
        with closing(Exporter(store, tmp_path / "articles.jsonl", crash)) as exporter, pytest.raises(Crash):
            exporter.run()
    with Store.open(tmp_path) as store:
        export(store, tmp_path)
        assert lines(tmp_path) == [story(url(n)).json for n in (1, 2, 3)]


# ------------------------------------------------------------------ crashes, disks, other processes


def test_d1_what_was_leased_and_not_completed_is_asked_for_again(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        seed(store, 1)
        lease(store)
        assert store.next_lead(HOST) is None
    with Store.open(tmp_path) as store:
        assert store.queued == 1
        assert lease(store).url == url(1)


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    seed(store, 1)
    lead = lease(store)
    with suppress(ZeroDivisionError), store.transaction():
        store.complete(Visit(lead=lead, at=1.0, outcome="article", article=story(lead.url), found=links(2)))
        raise ZeroDivisionError
    assert rows(store, "SELECT * FROM article") == rows(store, "SELECT * FROM fetch") == []
    assert store.queued == 1


def test_b5_when_a_host_may_be_asked_again_outlives_a_crash(tmp_path: Path) -> None:
    pace = HostState(key=HOST, at=1000.0, next_allowed_at=1030.0, latency=0.5, failures=2)
    robots = RobotsState(origin=url(""), at=1000.0, until=87_400.0, body=b"User-agent: *")
    with Store.open(tmp_path) as store:
        seed(store, 1)
        lead = store.next_lead(HOST)
        assert lead
        with store.transaction():
            store.lease([lead.id], [pace, robots])
    with Store.open(tmp_path) as store:
        rested = replace(pace, at=1010.0, next_allowed_at=1040.0)  # Perhaps it has answered a moment ago.
        assert list(store.states(1010.0)) == [rested, robots]
        assert list(store.states(90_000.0)) == [replace(pace, at=90_000.0, next_allowed_at=90_030.0)]
    with Store.open(tmp_path) as store:
        assert list(store.states(1010.0)) == [pace, robots]


def limited(code: str, folder: Path, limit: int) -> subprocess.CompletedProcess[str]:
    """Run code in a process whose files may not grow over ``limit`` bytes."""

    def limit_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        preexec_fn=limit_files,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


FILL = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from newsharvest import errors
from newsharvest.crawl.store import Exporter, Store
from tests.test_store import read, seed
try:
    store = Store.open(Path(sys.argv[1]))
    exporter = Exporter(store, Path(sys.argv[1]) / "articles.jsonl")
    seed(store, *range(150))
    for number in range(150):
        read(store, text=f"{{number}} " + "long " * {words})
        if {export}:
            exporter.run()
except errors.StoreFull as error:
    print("full:", error)
"""


@pytest.mark.parametrize(("words", "export"), [(2000, False), (2000, True), (20_000, True)])
def test_d3_a_full_disk_ends_the_crawl_and_not_the_store(tmp_path: Path, words: int, export: bool) -> None:
    root = str(Path(__file__).parents[1])
    done = limited(FILL.format(root=root, words=words, export=export), tmp_path, 400_000)
    assert done.stdout.startswith("full: "), done.stderr
    assert str(tmp_path) in done.stdout
    with Store.open(tmp_path) as store:  # There is room again.
        with closing(Exporter(store, tmp_path / "articles.jsonl")) as exporter:
            exporter.run()
        kept = [json for (json,) in rows(store, "SELECT json FROM article ORDER BY id")]
        assert lines(tmp_path) == kept
        left = store.queued
        while store.queued:
            read(store)
        assert left + len(kept) in (0, 150)


def test_d3_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("taken")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(errors.StoreError, match="file"):
            Store.open(folder)


def test_d4_a_second_process_is_told_at_once_who_has_the_lock(tmp_path: Path) -> None:
    with Store.open(tmp_path):
        code = (
            "import sys; from pathlib import Path; from newsharvest.crawl.store import Store\n"
            "from newsharvest.errors import StoreLocked\n"
            "try: Store.open(Path(sys.argv[1]))\n"
            "except StoreLocked as error: print(error.pid, error)"
        )
        line = [sys.executable, "-c", code, str(tmp_path)]
        done = subprocess.run(line, capture_output=True, text=True, timeout=30, check=True)
        assert done.stdout.startswith(f"{os.getpid()} {tmp_path} is in use by process {os.getpid()}")
        with pytest.raises(errors.StoreLocked):
            Store.open(tmp_path)
    with Store.open(tmp_path) as store:  # The lock file is still there, and says nothing.
        assert store.queued == 0


def test_d5_a_file_that_is_damaged(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        seed(store, *range(300))
    file = tmp_path / "crawl.sqlite"
    whole = file.read_bytes()
    for harm in (whole[:4096] + b"\xff" * 8192 + whole[12_288:], b"\0" * len(whole), b"", whole[:5000]):
        file.write_bytes(harm)
        with pytest.raises(errors.StoreCorrupt, match=r"crawl\.sqlite.*recover"):
            Store.open(tmp_path)
        assert file.read_bytes() == harm
    file.write_bytes(whole)
    with Store.open(tmp_path) as store:
        assert store.queued == 300


@pytest.mark.parametrize("harm", ["shm deleted", "wal cut", "wal deleted"])
def test_d5_a_log_that_is_damaged_costs_no_more_than_itself(tmp_path: Path, harm: str) -> None:
    with Store.open(tmp_path / "crawl") as store:
        seed(store, 1, 2, 3)
        read(store)
        export(store, tmp_path / "crawl")
        shutil.copytree(tmp_path / "crawl", tmp_path / "crash")  # As a killed process leaves it.
    folder = tmp_path / "crash"
    log = folder / "crawl.sqlite-wal"
    assert log.stat().st_size
    if harm == "shm deleted":
        (folder / "crawl.sqlite-shm").unlink()
    elif harm == "wal cut":
        os.truncate(log, log.stat().st_size - 2000)
    else:
        log.unlink()
    with Store.open(folder) as store:
        if not store.queued:
            seed(store, 1, 2, 3)
        while store.queued:
            read(store)
        export(store, folder)
    assert sorted(lines(folder)) == [story(url(n)).json for n in (1, 2, 3)]


@pytest.mark.parametrize(("version", "says"), [(tables.VERSION + 1, "newer"), (0, "no longer"), (-1, "no longer")])
def test_d5_other_versions_are_refused(tmp_path: Path, version: int, says: str) -> None:
    Store.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "crawl.sqlite")) as database:
        database.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(errors.StoreVersion, match=says):
        Store.open(tmp_path)


def test_d5_older_tables_are_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path) as store:
        seed(store, 1)
    monkeypatch.setattr(tables, "VERSION", tables.VERSION + 1)
    monkeypatch.setattr(tables, "UPGRADES", {1: "ALTER TABLE url ADD COLUMN colour TEXT"})
    with Store.open(tmp_path) as store:
        assert rows(store, "SELECT id, colour FROM url") == [(1, None)]
        assert rows(store, "PRAGMA user_version") == [(2,)]


def test_a_crash_while_the_file_is_made_leaves_none(tmp_path: Path) -> None:
    (tmp_path / "crawl.sqlite.new").write_bytes(b"half")
    (tmp_path / "crawl.sqlite.new-wal").write_bytes(b"half")
    with Store.open(tmp_path) as store:
        assert store.queued == 0
    assert not list(tmp_path.glob("*.new*"))


# ------------------------------------------------------------------ any order of events

NUMBERS = st.integers(0, 12)


class AnyOrder(RuleBasedStateMachine):
    """Leases, completions, exports and crashes in any order: a set of pages is all the model there is."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder, Budgets(barren=1000))
        self.known: set[str] = set()
        self.read: set[str] = set()
        self.leased: list[Lead] = []
        self.now = 1000.0

    @rule(number=NUMBERS)
    def add_seed(self, number: int) -> None:
        seed(self.store, number)
        self.known.add(url(number))

    @rule()
    def lease(self) -> None:
        if lead := self.store.next_lead(HOST):
            assert lead.url in self.known - self.read
            assert lead.url not in {each.url for each in self.leased}
            with self.store.transaction():
                self.store.lease([lead.id], [])
            self.leased.append(lead)

    @rule()
    def put_back(self) -> None:
        if self.leased:
            with self.store.transaction():
                self.store.put_back(self.leased.pop())

    @rule(found=st.lists(NUMBERS, max_size=4), data=st.data())
    def complete(self, found: list[int], data: st.DataObject) -> None:
        if self.leased:
            lead = self.leased.pop(data.draw(st.integers(0, len(self.leased) - 1)))
            finish(self.store, lead, article=story(lead.url), found=links(*found), at=self.now)
            self.read.add(lead.url)
            self.known.update(map(url, found))

    @rule()
    def put_off(self) -> None:
        if self.leased:
            lead = self.leased.pop()
            finish(self.store, lead, state="later", outcome="failed", not_before=self.now + 60)

    @rule(seconds=st.sampled_from([-3600, 1, 61, 86_400]))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds
        with self.store.transaction():
            self.store.wake(self.now)

    @rule()
    def export(self) -> None:
        export(self.store, self.folder)
        assert sorted(lines(self.folder)) == sorted(story(each).json for each in self.read)

    @rule(point=st.sampled_from(["written", "synced", "exported"]))
    def crash_in_the_export(self, point: str) -> None:
        def crash(at: str) -> None:
            if at == point:
                raise ZeroDivisionError

        exporter = Exporter(self.store, self.folder / "articles.jsonl", crash)
        with closing(exporter), suppress(ZeroDivisionError):
            exporter.run()
        self.crash()

    @rule()
    def crash(self) -> None:
        if self.leased:
            with suppress(ZeroDivisionError), self.store.transaction():
                lead = self.leased[0]
                self.store.complete(Visit(lead=lead, at=1.0, outcome="article", article=story(lead.url)))
                raise ZeroDivisionError
        self.store.close()
        self.leased.clear()
        self.store = Store.open(self.folder, Budgets(barren=1000))

    @invariant()
    def nothing_is_lost(self) -> None:
        assert self.store.queued == len(self.known - self.read)

    def teardown(self) -> None:
        with self.store.transaction():
            self.store.wake(self.now + 1e9)
        self.store.close()
        with Store.open(self.folder) as store:
            while store.queued:
                lead = lease(store)
                self.read.add(lead.url)
                finish(store, lead, article=story(lead.url))
            export(store, self.folder)
        assert sorted(lines(self.folder)) == sorted(story(each).json for each in self.known)
        shutil.rmtree(self.folder)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
