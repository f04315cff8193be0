"""What several test files share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.benchmark.corpora import PLACE, SCORER, corpora_root, load_scorer

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the corpora; the test is skipped where they are not at hand."""
    root = corpora_root()
    if root is None:
        pytest.skip(f"{PLACE} names no folder of corpora")
    return root


@pytest.fixture(scope="session")
def scorer(corpora: Path) -> Any:
    """The scorer of the corpora; the test is skipped where it is not at hand."""
    found = load_scorer(corpora)
    if found is None:
        pytest.skip(f"no scorer beside the corpora, and {SCORER} names none")
    return found
