"""How far a crawl goes before it takes what it meets for a trap."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """How far a crawl goes before it takes what it meets for a trap."""

    per_host: int = 100_000
    """Pages of one host."""
    depth: int = 100_000
    """Links from a seed."""
    barren: int = 20
    """Pages in a row, each leading to the next, that give no article and no way to one."""
    shape: int = 50
    """Pages whose addresses differ in numbers and parameters alone, before too few useful ones close that kind."""
    same: int = 3
    """Addresses of one host with the same title and text; of further ones the article is not kept."""
    links: int = 2_000
    """Links of one page that are looked at."""

    def __post_init__(self) -> None:
        for name in ("per_host", "depth", "barren", "shape", "same", "links"):
            if not 1 <= getattr(self, name) < inf:
                raise ValueError(f"the budget {name} must be at least 1")


USEFUL_SHARE: Final = 0.05
"""A kind of addresses with a smaller share of useful pages is a trap."""
