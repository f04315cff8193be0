"""Chinese information lines that name a paper or a writer beside a date, without a word that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsharvest.lines.credit_lines import labels_of
from newsharvest.lines.credit_words import EAST, CreditWords, credit_words, folded
from newsharvest.lines.dates import find_dates
from newsharvest.lines.names import is_han_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsharvest.languages import Lexicon

MIN_PAPER, MAX_PAPER = 3, 10
MOST_PIECES = 12
MOST_NAMES = 3
FULL = 3
"""Characters of a name that no section of a paper is called (时政, 安全)."""
_EDGES = " |·,-/[]()"
_COUNT = re.compile(r"[\d:.\-/ ]{1,12}")
_COUNTED = re.compile(r"[\s:(\[]{0,2}\d{0,9}[\])次人条條]{0,2}$")


@dataclass(frozen=True, slots=True)
class InfoLine:
    """What an information line names."""

    paper: str | None
    names: tuple[str, ...]


def _is_paper(piece: str, words: CreditWords) -> bool:
    known = piece.lower() in words.kinds or piece in words.counters
    fits = MIN_PAPER <= len(piece) <= MAX_PAPER and EAST.match(piece) and " " not in piece
    return bool(fits) and piece.endswith(words.lexicon.source.press) and not known


def _is_noise(piece: str, words: CreditWords) -> bool:
    bare = _COUNTED.sub("", piece)
    return not bare or bool(_COUNT.fullmatch(piece)) or bare in words.counters or words.kinds.get(bare) == "info"


def read_info(parts: Iterable[str], lexicon: Lexicon) -> InfoLine | None:
    """The paper and the writers among the parts of a line that tells a date; ``None`` where it holds anything else.

    The parts are what the line's own elements hold, or the whole line; blanks and bars part them further. A writer may
    stand before a paper and a stroke (林涛/河川日报). An account's name
    stands before what its platform calls it (百家号).
    """
    words = credit_words(lexicon)
    paper: str | None = None
    names: list[str] = []
    pieces: list[str] = []
    for part in parts:
        line = folded(part)
        for date in reversed(find_dates(line, lexicon)):
            line = f"{line[: date.start]} | {line[date.end :]}"
        pieces += [piece.strip(_EDGES) for piece in re.split(r"[\s|]{1,8}", line)]
    accounts = lexicon.source.accounts
    for place, piece in enumerate(pieces[:MOST_PIECES]):
        if piece in accounts or (paper is None and pieces[place + 1 : place + 2] and pieces[place + 1] in accounts):
            paper = paper or (piece if piece not in accounts and 1 < len(piece) <= MAX_PAPER else None)
            continue
        writer, _, rest = piece.rpartition("/")
        for item in (writer, rest):
            if _is_noise(item, words) or labels_of(item, words):
                continue
            if paper is None and _is_paper(item, words):
                paper = item
            elif is_han_name(item, words):
                names.append(item)
            else:
                return None
    if len(pieces) > MOST_PIECES or len(names) > MOST_NAMES:
        return None
    return InfoLine(paper, tuple(names))
