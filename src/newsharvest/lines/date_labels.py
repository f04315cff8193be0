"""The words that say whether a date is one of publication or of a change: ``发布时间：``, ``Updated``, ``… 更新``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsharvest.languages import Lexicon

DateRole = Literal["published", "modified"]
_REACH = 60
_MAX_LABEL_LINE = 40
_MAX_WORDS = 4
_EDGES = " \t:：|-–—()（）[]【】/·•,，.*»>"
_WORD = re.compile(r"[^\W\d_]{1,40}")
_SPACED = re.compile(r"[a-zà-ɏа-ӿ؀-ۿ가-힣]")
"""Letters of scripts that put blanks between words."""


@dataclass(frozen=True, slots=True, eq=False)
class _Labels:
    words: dict[str, DateRole]
    """Labels made of words, these parted by one blank each."""
    pieces: dict[str, DateRole]
    """Labels of scripts without blanks, the longest first."""


@lru_cache(maxsize=64)
def _labels(lexicon: Lexicon) -> _Labels:
    roles: dict[str, DateRole] = {word.casefold(): "published" for word in lexicon.dates.published}
    roles.update((word.casefold(), "modified") for word in lexicon.dates.modified)
    words = {" ".join(_WORD.findall(label)): role for label, role in roles.items() if _SPACED.match(label)}
    pieces = {label: roles[label] for label in sorted(roles, key=len, reverse=True) if not _SPACED.match(label)}
    return _Labels(words, pieces)


def _of_words(words: list[str], ends: Iterable[int], roles: dict[str, DateRole]) -> DateRole | None:
    for end in ends:
        for start in range(max(0, end - _MAX_WORDS), end):
            role = roles.get(" ".join(words[start:end]))
            if role:
                return role
    return None


def role_before(text: str, position: int, start: int, lexicon: Lexicon) -> DateRole | None:
    """What the last label between ``start`` and ``position`` makes of a date at ``position``; ``None``: none there."""
    line = text[max(start, position - _REACH) : position].casefold()
    labels = _labels(lexicon)
    if not line.isascii():
        # The one that ends last; of those, the longest.
        ends = [(line.rfind(label) + len(label), label) for label in labels.pieces if label in line]
        if ends:
            return labels.pieces[max(ends, key=lambda found: (found[0], len(found[1])))[1]]
    words = _WORD.findall(line)
    return _of_words(words, range(len(words), 0, -1), labels.words)


def role_after(text: str, position: int, lexicon: Lexicon) -> DateRole | None:
    """What the first label behind a line's only date makes of it (``… 更新``, ``wurde am … gepostet``)."""
    line = text[position : position + _REACH].casefold()
    labels = _labels(lexicon)
    if not line.isascii():
        starts = [(line.find(label), -len(label), label) for label in labels.pieces if label in line]
        if starts:
            return labels.pieces[min(starts)[2]]
    words = _WORD.findall(line)
    return _of_words(words, range(1, len(words) + 1), labels.words)


def label_role(text: str, lexicon: Lexicon) -> DateRole | None:
    """The role that a line holding nothing but a label gives to the date on the next line; ``None`` for others."""
    if len(text) > _MAX_LABEL_LINE:
        return None
    label, labels = text.strip(_EDGES).casefold(), _labels(lexicon)
    return labels.pieces.get(label) or labels.words.get(" ".join(_WORD.findall(label)))
