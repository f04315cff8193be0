"""The tables of a crawl, and opening the file that they are in."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsharvest.archive.appending import store_error, sync_folder
from newsharvest.crawl.files import LOCK_FILE
from newsharvest.errors import StoreCorrupt, StoreError, StoreFull, StoreVersion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VERSION: Final = 1
"""Of the tables; stands in the file's ``user_version``."""

UPGRADES: Final[Mapping[int, str]] = {}
"""SQL that makes tables of a version into those of the next one, by that version."""

TABLES: Final = """
CREATE TABLE host (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,          -- host and port
    known INTEGER NOT NULL DEFAULT 0    -- addresses of it in url
);

-- The kinds of addresses of a host, and how many pages of each were worth it.
CREATE TABLE shape (
    id INTEGER PRIMARY KEY,
    host INTEGER NOT NULL REFERENCES host,
    shape TEXT NOT NULL,
    tried INTEGER NOT NULL DEFAULT 0,
    useful INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0,  -- 1: a trap, no more of them
    UNIQUE (host, shape)
);

-- Every page that was heard of, once.
CREATE TABLE url (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,           -- what all spellings have in common
    url TEXT NOT NULL,                  -- the spelling that is asked for
    host INTEGER NOT NULL REFERENCES host,
    shape INTEGER NOT NULL REFERENCES shape,
    relation TEXT NOT NULL,             -- what led here: seed, previous, next, listing, feed, sitemap ...
    found_on INTEGER REFERENCES url,
    depth INTEGER NOT NULL,             -- links from a seed
    barren INTEGER NOT NULL,            -- so many pages before it on its way gave nothing new
    priority INTEGER NOT NULL,          -- smaller is earlier
    state TEXT NOT NULL,                -- waiting, leased, later, done, failed, gone, refused, same, trapped
    outcome TEXT,                       -- of the last visit: article, revision, unchanged, duplicate, no article ...
    note TEXT,                          -- why
    same_as INTEGER REFERENCES url,     -- the page that this address turned out to be
    tries INTEGER NOT NULL DEFAULT 0,   -- failed ones in a row
    not_before REAL NOT NULL DEFAULT 0, -- for state later: seconds since 1970
    checked_at REAL,                    -- the last visit
    unchanged INTEGER NOT NULL DEFAULT 0,  -- visits in a row that found nothing new
    etag TEXT,
    last_modified TEXT
);
CREATE INDEX url_waiting ON url (host, priority, id) WHERE state = 'waiting';
CREATE INDEX url_leased ON url (id) WHERE state = 'leased';
CREATE INDEX url_later ON url (not_before) WHERE state = 'later';
CREATE INDEX url_refused ON url (not_before) WHERE state = 'refused' AND not_before > 0;
CREATE INDEX url_shape ON url (shape) WHERE state = 'waiting';

-- Other spellings of the same pages.
CREATE TABLE alias (of INTEGER NOT NULL REFERENCES url, url TEXT NOT NULL, PRIMARY KEY (of, url)) WITHOUT ROWID;

-- Every answer, in order.
CREATE TABLE fetch (
    id INTEGER PRIMARY KEY,
    url INTEGER NOT NULL REFERENCES url,
    at REAL NOT NULL,
    status INTEGER,                     -- HTTP; null without an answer
    final_url TEXT,
    redirects INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    digest TEXT,                        -- sha256 of the body
    outcome TEXT NOT NULL,
    error TEXT
);
CREATE INDEX fetch_url ON fetch (url);

-- Every article, and every later version of it.
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    url INTEGER NOT NULL REFERENCES url,
    host INTEGER NOT NULL REFERENCES host,
    key TEXT NOT NULL,                  -- of the address that answered
    revision INTEGER NOT NULL,          -- 1, and one more for each change
    content_hash TEXT NOT NULL,         -- of all that its readers see
    text_hash TEXT NOT NULL,            -- of title and text
    canonical_url TEXT,                 -- what the page calls its own address; recorded, never followed
    fetched_at REAL NOT NULL,
    software TEXT NOT NULL,
    json TEXT,                          -- null where no file is written
    UNIQUE (key, content_hash)
);
CREATE INDEX article_text ON article (host, text_hash);

-- How far the articles were written to a file.
CREATE TABLE export (
    sink TEXT PRIMARY KEY,
    last_article INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    tail TEXT NOT NULL                  -- what the file ends with
) WITHOUT ROWID;

-- Links that were not followed.
CREATE TABLE dropped (
    reason TEXT NOT NULL,
    host TEXT NOT NULL,                 -- of the page with the link
    links INTEGER NOT NULL,
    example TEXT NOT NULL,
    PRIMARY KEY (reason, host)
) WITHOUT ROWID;

-- When a host or an address may be asked again, and how it is paced.
CREATE TABLE pace (
    key TEXT PRIMARY KEY,
    at REAL NOT NULL,
    next_allowed_at REAL NOT NULL,
    latency REAL NOT NULL,
    failures INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE robots (
    origin TEXT PRIMARY KEY, at REAL NOT NULL, until REAL NOT NULL, body BLOB NOT NULL, problem TEXT
) WITHOUT ROWID;
"""

_CHECKED: Final = 64 << 20
"""A larger file is not read through when it is opened; damage is met when it is read."""


def create(path: Path) -> None:
    """Make the file with empty tables; it is there whole or not at all."""
    unfinished = path.with_name(path.name + ".new")
    with sqlite_errors(path):
        with suppress(FileNotFoundError):
            unfinished.unlink()
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as database:
            database.executescript(f"PRAGMA journal_mode=WAL; BEGIN; {TABLES}; PRAGMA user_version={VERSION}; COMMIT")
        unfinished.rename(path)
        sync_folder(path.parent)


def connect(path: Path | None) -> sqlite3.Connection:
    """The database in a file that :func:`create` made; for ``None`` a temporary one that nobody else sees.

    Typed errors for a file that is damaged, or of a version that cannot be read.
    """
    if path is None:
        database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        database.executescript(f"PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; {TABLES}")
        return database
    with sqlite_errors(path):
        if not path.stat().st_size:
            raise StoreCorrupt(f"{path} is empty, and never was when newsharvest wrote it: {_repair(path)}")
        database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
        try:
            _prepare(database, path)
        except BaseException:
            database.close()
            raise
    return database


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version != VERSION:
        _upgrade(database, path, version)
    if path.stat().st_size <= _CHECKED:
        (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise StoreCorrupt(f"{path} is damaged ({verdict}): {_repair(path)}")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")  # What was committed outlives a power cut, too.


def _upgrade(database: sqlite3.Connection, path: Path, version: int) -> None:
    """Bring the tables of an older version up to date, all steps in one transaction."""
    if version > VERSION:
        raise StoreVersion(f"{path} has tables of version {version}, newer than {VERSION}: use a newer newsharvest")
    steps = range(version, VERSION)
    if missing := [step for step in steps if step not in UPGRADES]:
        raise StoreVersion(f"{path} has tables of version {missing[0]}, which newsharvest no longer reads")
    script = ";".join([UPGRADES[step] for step in steps])
    database.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version={VERSION}; COMMIT")


@contextmanager
def sqlite_errors(path: Path | None) -> Iterator[None]:
    """Turns what SQLite or the disk raises into a StoreError."""
    place = path or "the temporary database"
    try:
        yield
    except sqlite3.Error as error:
        kind = _kind(error)
        hint = f": {_repair(path)}" if kind is StoreCorrupt and path else ""
        raise kind(f"{place}: {error}{hint}") from error
    except OSError as error:
        raise store_error(path or Path(tempfile.gettempdir()), error) from error


def _kind(error: sqlite3.Error) -> type[StoreError]:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return StoreFull
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return StoreCorrupt
    if code == sqlite3.SQLITE_IOERR and _is_limited():
        return StoreFull
    return StoreError


def _is_limited() -> bool:
    """Whether files of this process have a limit: SQLite does not tell that error from a broken disk."""
    with suppress(ImportError):
        import resource  # noqa: PLC0415 - not on every system

        return resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY
    return False


def _repair(path: Path) -> str:
    new = path.with_name(f"repaired{path.suffix}")
    return f"restore it from a copy, or try `sqlite3 {path} .recover | sqlite3 {new}`"


def lock_folder(folder: Path) -> int:
    """Take the lock of a crawl's folder, which falls with the process; gives the open file, to be closed.

    :class:`StoreLocked` if another process has it.
    """
    from newsharvest.crawl.store.lock import take  # noqa: PLC0415 - not on every system

    return take(folder / LOCK_FILE)
