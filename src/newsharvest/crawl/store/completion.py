"""The completion of a page: what the store makes of a visit, inside one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from newsharvest.crawl.budgets import USEFUL_SHARE
from newsharvest.crawl.canonical import key_of, odd_path, shape_of
from newsharvest.crawl.store.records import AGAIN, PRIORITIES, Found, Kept, Lead, StoredArticle, Visit

if TYPE_CHECKING:
    from newsharvest.crawl.store.books import Books

_STRUCTURAL: Final = frozenset({"feeds", "sitemaps", "pager", "section"})
"""Links that lead to pages which are no articles: new ones alone do not make a page worth having been read."""
_ALIASES: Final = 20
_NEWS: Final = frozenset({"article", "revision", "unchanged"})
_NO_NEWS: Final = frozenset({"duplicate", "no article", "too old", "listing", "feed", "sitemap"})
"""Outcomes of a page that has nothing new, if it led to nothing new either."""
_ENDED: Final = frozenset({"failed", "gone", "refused"})


def complete(books: Books, visit: Visit) -> tuple[Kept, Counter[str]]:
    """Write all that came of a page; gives what became of it, and how many new pages wait on which host."""
    kept = _keep_article(books, visit) if visit.article else Kept(outcome=visit.outcome, note=visit.note)
    _write_fetch(books, visit, kept)
    found: Counter[str] = Counter()
    useful = kept.outcome in _NEWS
    if visit.state == "done":
        links = [each for each in visit.found if each.relation not in _STRUCTURAL]
        later = [each for each in visit.found if each.relation in _STRUCTURAL]
        barren = 0 if useful else visit.lead.barren + 1
        found += _add_links(books, visit.lead, links, barren)
        useful = useful or bool(found)
        found += _add_links(books, visit.lead, later, 0 if useful else barren)
    if visit.state != "later":
        found.subtract(_judge_shape(books, visit.lead, useful=useful, failed=visit.state in _ENDED))
    _write_url(books, visit, kept, useful=useful)
    for reason, (count, example) in visit.dropped.items():
        books.drop(reason, visit.lead.host, example, count)
    hosts = [*found, visit.lead.host]
    return replace(kept, hosts=tuple(dict.fromkeys(hosts)), dropped=dict(books.dropped)), found


def _keep_article(books: Books, visit: Visit) -> Kept:
    """Add the article if it is new: another version of its page, and not what its host says at every address."""
    article = visit.article
    assert article is not None  # noqa: S101 - the caller has looked
    key = key_of(article.url)
    if (of := _same_text(books, article, key, visit.lead.host)) is not None:
        return Kept(outcome="duplicate", note=f"the same title and text as {of}")
    (last,) = books.database.execute("SELECT max(revision) FROM article WHERE key = ?", (key,)).fetchone()
    added = books.database.execute(
        """INSERT OR IGNORE INTO article
           (url, host, key, revision, content_hash, text_hash, canonical_url, fetched_at, software, json)
           VALUES (?, (SELECT host FROM url WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            visit.lead.id,
            visit.lead.id,
            key,
            (last or 0) + 1,
            article.content_hash,
            article.text_hash,
            article.canonical_url,
            visit.at,
            books.software,
            article.json if books.keeps_json else None,
        ),
    ).rowcount
    if not added:
        return Kept(outcome="unchanged")
    return Kept(outcome="revision" if last else visit.outcome, note=visit.note, revision=(last or 0) + 1)


def _same_text(books: Books, article: StoredArticle, key: str, host: str) -> str | None:
    """One of the other addresses on the host with the same title and text, if they are too many to be an accident.

    A story may stand at two addresses; a page that says with status 200 that there is nothing stands at all of them.
    """
    rows = books.database.execute(
        """SELECT url.url FROM article JOIN url ON url.id = article.url
           WHERE article.host = (SELECT id FROM host WHERE name = ?) AND article.text_hash = ? AND article.key != ?
           LIMIT ?""",
        (host, article.text_hash, key, books.budgets.same),
    ).fetchall()
    return rows[0][0] if len(rows) >= books.budgets.same else None


def _write_fetch(books: Books, visit: Visit, kept: Kept) -> None:
    error = visit.note if visit.state in _ENDED or visit.state == "later" else None
    books.database.execute(
        """INSERT INTO fetch (url, at, status, final_url, redirects, bytes, digest, outcome, error)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            visit.lead.id,
            visit.at,
            visit.status,
            visit.final_url,
            visit.redirects,
            visit.size,
            visit.digest,
            kept.outcome,
            error,
        ),
    )


def _write_url(books: Books, visit: Visit, kept: Kept, *, useful: bool) -> None:
    resting = kept.outcome == "unchanged" or (kept.outcome in _NO_NEWS and not useful)
    books.database.execute(
        f"""UPDATE url SET state = ?, outcome = ?, note = ?, checked_at = ?, not_before = ?,
                priority = priority % {AGAIN},
                tries = CASE WHEN ? THEN tries + 1 ELSE 0 END,
                unchanged = CASE WHEN ? THEN unchanged + 1 ELSE 0 END,
                etag = coalesce(?, CASE WHEN ? THEN etag END),
                last_modified = coalesce(?, CASE WHEN ? THEN last_modified END),
                same_as = coalesce(same_as, (SELECT id FROM url WHERE key = ?))
            WHERE id = ?""",  # noqa: S608
        (
            visit.state,
            kept.outcome,
            kept.note,
            visit.at,
            visit.not_before,
            visit.state in ("failed", "later"),
            resting,
            visit.etag,
            visit.status in (304, None),
            visit.last_modified,
            visit.status in (304, None),
            key_of(visit.same_as) if visit.same_as else None,
            visit.lead.id,
        ),
    )


def _judge_shape(books: Books, lead: Lead, *, useful: bool, failed: bool) -> Counter[str]:
    """Count the page for the kind of its address, and close a kind that is hardly ever worth it.

    Gives how many pages that were waiting will not be asked for after all, for each host.
    """
    row = books.database.execute(
        """UPDATE shape SET tried = tried + 1, useful = useful + ?
           WHERE id = (SELECT shape FROM url WHERE id = ? AND checked_at IS NULL) RETURNING id, host, tried, useful""",
        (useful, lead.id),
    ).fetchone()
    if row is None or failed:  # Read before: that a front page has no news today says nothing about its kind.
        return Counter()
    shape, host, tried, good = row
    if tried < books.budgets.shape or good >= tried * USEFUL_SHARE:
        return Counter()
    books.database.execute("UPDATE shape SET closed = 1 WHERE id = ?", (shape,))
    trapped = books.database.execute(
        """UPDATE url SET state = 'trapped', note = 'kind of address'
           WHERE shape = ? AND state = 'waiting' AND relation != 'seed' RETURNING url""",
        (shape,),
    ).fetchall()
    if not trapped:
        return Counter()
    books.drop("kind of address", lead.host, trapped[0][0], len(trapped))
    (name,) = books.database.execute("SELECT name FROM host WHERE id = ?", (host,)).fetchone()
    return Counter({name: len(trapped)})


def _add_links(books: Books, lead: Lead, links: list[Found], barren: int) -> Counter[str]:
    """Queue links, as far as the budgets go; gives how many are new, for each host."""
    found: Counter[str] = Counter()
    if not links:
        return found
    reason = None
    if lead.depth + 1 > books.budgets.depth:
        reason = "too many links from a seed"
    elif barren > books.budgets.barren:
        reason = "a way that leads to nothing new"
    for each in links:
        verdict = reason or add_link(books, each, parent=lead, barren=barren)
        if verdict is True:
            found[each.host] += 1
        elif isinstance(verdict, str) and not (verdict == reason and _is_known(books, each.url)):
            books.drop(verdict, lead.host, each.url)
    return found


def _is_known(books: Books, url: str) -> bool:
    return books.database.execute("SELECT 1 FROM url WHERE key = ?", (key_of(url),)).fetchone() is not None


def add_link(books: Books, found: Found, *, parent: Lead | None, barren: int, state: str = "waiting") -> bool | str:
    """Note an address: ``True`` if it is new, ``False`` if it was known, the reason if it will not be asked for."""
    key = key_of(found.url)
    row = books.database.execute("SELECT id, url FROM url WHERE key = ?", (key,)).fetchone()
    if row is not None:
        if row[1] != found.url:
            _note_spelling(books, row[0], found.url)
        return False
    if found.site and (odd := odd_path(found.url)):
        return odd
    host, known = _host(books, found.host)
    if found.site and known >= books.budgets.per_host:
        return "too many pages of one host"
    shape, closed = _shape(books, host, found.url)
    if closed and found.site:
        return "kind of address"
    books.database.execute(
        """INSERT INTO url (key, url, host, shape, relation, found_on, depth, barren, priority, state)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            key,
            found.url,
            host,
            shape,
            found.relation,
            parent.id if parent else None,
            parent.depth + 1 if parent else 0,
            barren,
            PRIORITIES.get(found.relation, 0),
            state,
        ),
    )
    books.database.execute("UPDATE host SET known = known + 1 WHERE id = ?", (host,))
    return True


def _note_spelling(books: Books, of: int, url: str) -> None:
    books.database.execute(
        "INSERT OR IGNORE INTO alias SELECT ?, ? WHERE (SELECT count(*) FROM alias WHERE of = ?) < ?",
        (of, url, of, _ALIASES),
    )


def _host(books: Books, name: str) -> tuple[int, int]:
    """(id, known addresses) of a host."""
    row = books.database.execute("SELECT id, known FROM host WHERE name = ?", (name,)).fetchone()
    if row is None:
        row = books.database.execute("INSERT INTO host (name) VALUES (?) RETURNING id, known", (name,)).fetchone()
    return row[0], row[1]


def _shape(books: Books, host: int, url: str) -> tuple[int, int]:
    """(id, whether it is closed) of the kind that an address is of."""
    shape = shape_of(url)
    row = books.database.execute("SELECT id, closed FROM shape WHERE host = ? AND shape = ?", (host, shape)).fetchone()
    if row is None:
        row = books.database.execute(
            "INSERT INTO shape (host, shape) VALUES (?, ?) RETURNING id, closed", (host, shape)
        ).fetchone()
    return row[0], row[1]
