"""The pinyin that a script converter left behind: 發(fā)展 for 發展, on pages that copy other pages.

It is removed by a rule that would rather leave it: a converter annotates every occurrence of the
characters in its table and no other, and only characters that simplified script does not have. A
teacher's gloss does neither.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from newsharvest.text.script import readings

# One syllable with one tone mark. It begins with a literal, so a page without such parentheses costs nothing.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_GLOSS = re.compile(rf"\(([a-zü]{{0,5}}[{_TONED}][a-zü]{{0,5}})\)")

_FIRST_HAN = "\u3400"
_MATCHES = 10
_DISTINCT = 5
_KNOWN_READINGS = 0.95
_REPEATED = 3
_ANNOTATED = 0.9
_WORTH_A_WARNING = 5


@dataclass(frozen=True, slots=True)
class Residue:
    """What a document holds of it."""

    count: int
    """How many parentheses there are, to be removed or (in doubt) left."""
    characters: str
    """The annotated characters, each once, sorted."""
    doubtful: bool
    """Whether it only looks like residue: then nothing is removed."""

    def clean(self, text: str) -> str:
        """``text`` (the document, or a part of it) without the pinyin after the annotated characters.

        All other parentheses stay. In doubt it is ``text`` itself.
        """
        if self.doubtful or "(" not in text:
            return text
        return _GLOSS.sub(self._without, text)

    def _without(self, match: re.Match[str]) -> str:
        start = match.start()
        return "" if start and match.string[start - 1] in self.characters else match[0]


def find_residue(text: str) -> Residue | None:
    """The residue in the text of a whole document; ``None`` where there is none, or true glosses.

    It is certain, and ``clean`` removes it, if at least 10 parentheses annotate at least 5 different
    characters, all of them traditional-only, 95 % with one of the character's own readings, and if of the
    annotated characters that occur more than once (at least 3) 90 % of all occurrences are annotated.
    Five or more on mostly traditional-only characters are ``doubtful`` without that.
    """
    pairs = [
        (text[match.start() - 1], match[1])
        for match in _GLOSS.finditer(text)
        if match.start() and text[match.start() - 1] >= _FIRST_HAN
    ]
    if len(pairs) < _WORTH_A_WARNING:
        return None
    known = readings()
    annotated = Counter(character for character, _ in pairs if character in known)
    if annotated.total() * 2 < len(pairs):
        return None
    certain = annotated.total() == len(pairs) and _by_converter(text, pairs, annotated)
    return Residue(annotated.total(), "".join(sorted(annotated)), not certain)


def _by_converter(text: str, pairs: list[tuple[str, str]], annotated: Counter[str]) -> bool:
    known = readings()
    right = sum(reading in known[character].split() for character, reading in pairs)
    repeated = {character: count for character in annotated if (count := text.count(character)) > 1}
    return (
        len(pairs) >= _MATCHES
        and len(annotated) >= _DISTINCT
        and right >= _KNOWN_READINGS * len(pairs)
        and len(repeated) >= _REPEATED
        and sum(annotated[character] for character in repeated) >= _ANNOTATED * sum(repeated.values())
    )
