"""The corpora: folders of real pages with gold. They are no part of the project; only their digests are."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

PLACE = "NEWSHARVEST_CORPORA"
SCORER = "NEWSHARVEST_SCORER"
SPEED_PAGES = "NEWSHARVEST_SPEED_PAGES"
FOLDS = 5

_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "edu", "ac", "or", "ne"})


@dataclass(frozen=True, slots=True)
class GoldPage:
    """One page of a corpus."""

    corpus: str
    id: str
    url: str | None
    lang: str
    gold: dict[str, Any]
    path: Path

    def raw(self) -> bytes:
        """The bytes as the source has them."""
        return gzip.decompress(self.path.read_bytes())

    @property
    def site(self) -> str:
        """The registered domain; a page whose URL is unknown is a site of its own."""
        if not self.url:
            return f"{self.corpus}:{self.id}"
        return registered_domain(urlsplit(self.url).hostname or self.id)

    @property
    def fold(self) -> int:
        """Which fifth of the sites it is in; cross-validation reads it with a model of the other four."""
        return _number(self.site) % FOLDS

    @property
    def half(self) -> str:
        """``A`` or ``B``: rules are developed on one half of the sites and reported on both."""
        return "AB"[_number(self.site) % 2]


def registered_domain(host: str) -> str:
    """The part of a host name that someone registered, near enough for splitting sites."""
    parts = host.split(".")
    country_below_second_level = len(parts) > 2 and parts[-2] in _SECOND_LEVEL and len(parts[-1]) == 2
    return ".".join(parts[-3:] if country_below_second_level else parts[-2:])


def _number(site: str) -> int:
    return int(hashlib.md5(site.encode(), usedforsecurity=False).hexdigest(), 16)


def corpora_root() -> Path | None:
    """Where the corpora are; ``None`` where the environment does not say or the folder is not there."""
    place = os.environ.get(PLACE)
    return Path(place) if place and Path(place).is_dir() else None


def corpus_names(root: Path) -> list[str]:
    """Every corpus below ``root``."""
    return sorted(folder.name for folder in root.iterdir() if (folder / "gold.jsonl").is_file())


def read_corpus(root: Path, name: str) -> list[GoldPage]:
    """The pages of a corpus, in the order of its gold."""
    folder = root / name
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [
        GoldPage(
            corpus=name,
            id=row["id"],
            url=row["url"],
            lang=row["lang"] or "",
            gold=row["gold"],
            path=folder / "pages" / f"{row['id']}.html.gz",
        )
        for row in rows
    ]


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the names and the bytes of these files, in the given order."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()


def corpus_digest(root: Path, name: str) -> str:
    """The digest of a corpus: its gold and all its pages."""
    folder = root / name
    return digest([folder / "gold.jsonl", *sorted((folder / "pages").iterdir())])


def speed_pages(root: Path) -> list[Path]:
    """The pages of the speed benchmark: the files that a list beside the corpora names, relative to itself.

    Empty where there is no such list.
    """
    listed = Path(os.environ.get(SPEED_PAGES) or root.absolute().parent / "speed-pages.txt")
    if not listed.is_file():
        return []
    return [listed.parent / line for line in listed.read_text(encoding="utf-8").split("\n") if line.strip()]


def load_scorer(root: Path) -> Any | None:
    """The scorer beside the corpora, as a module; ``None`` where it is not at hand."""
    place = Path(os.environ.get(SCORER) or root.absolute().parent / "score.py")
    if not place.is_file():
        return None
    spec = importlib.util.spec_from_file_location("newsharvest_scorer", place)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
