"""What names stand in a text that is said to hold an author's: a value of metadata, a link, a marked element."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsharvest.lines.credit_lines import read_whole
from newsharvest.lines.credit_words import CreditWords, credit_words, folded, is_east
from newsharvest.lines.credits import read_credits
from newsharvest.lines.names import MAX_NAME, is_organisation, is_western_name, western_names
from newsharvest.page.jsonld import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page

MAX_VALUE = 300
WRITING = frozenset({"author", "reporter", "correspondent", "source-agency"})
NO_NAME = re.compile(r"://|@|\d{3}|[{}<>=]|www\.|^/|\.html?\b|^\W{0,2}$")
_DOMAIN = re.compile(r"[\w-]{1,40}(?:\.[\w-]{1,30}){0,3}\.[a-z]{2,6}")
_BRACKETS = re.compile(r"\s{0,3}[(（\[][^()（）\[\]]{0,60}[)）\]]\s{0,3}$")
_HANDLE = re.compile(r"\s(?:@.{0,60}|\([^()]{0,60})$")
_SECOND_NAME = re.compile(r"\s?\([^()]{1,30}\)(?=\s)")
"""What somebody is called besides, in the middle of the name: Ann (Annie) Lee."""
_HANDLE_NAME = re.compile(r"[a-z\d]{1,24}(?:[._-][a-z\d]{1,24}){0,3}")


@dataclass(frozen=True, slots=True)
class Named:
    """Someone that the data or the mark-up of a page names as an author."""

    name: str
    organisation: bool
    where: Any
    rule: str

    @property
    def handle(self) -> bool:
        """Whether it is the name of an account (``jane.roe``) and not one that people are called by."""
        return _HANDLE_NAME.fullmatch(self.name) is not None


def is_label(text: str, words: CreditWords) -> bool:
    """Whether the text is a word of the page's furniture instead of a name."""
    lowered = folded(text).lower().strip(" :|")
    if lowered in words.kinds or lowered in words.not_names or lowered in words.counters:
        return True
    return all(word in words.counters or word in words.kinds or word in words.not_names for word in lowered.split())


def names_in(value: str, page: Page) -> list[str]:
    """The names in an author's string; empty for an address, a handle, a number, a label, another's credit."""
    words = credit_words(page.lexicon)
    value = " ".join(value[:MAX_VALUE].split()).partition(" | ")[0].strip(" ,;:|-–•·【】〔〕［］")
    value = _without_joiners(_HANDLE.sub("", _BRACKETS.sub("", value)), words)
    if not value or NO_NAME.search(value) or is_label(value, words):
        return []
    if printed := [credit for credit in read_credits(value, page.lexicon) if not credit.bare]:
        return [credit.name for credit in printed if credit.role in WRITING]
    whole = read_whole(folded(value), words)
    if whole and all(one.kind == "others" for one in whole):
        return []
    if _SECOND_NAME.search(value) and is_western_name(folded(_SECOND_NAME.sub("", value)), words):
        return [value]
    spans, end = western_names(folded(value), words)
    rest = value[end:].lstrip()
    if spans and (
        len(spans) > 1 or not rest.strip(".") or rest[0] in ",(-–|/•·" or len(value[spans[0][0] : end].split()) > 1
    ):
        return [value[start:stop] for start, stop in spans]
    return _loose(value, words)


def _without_joiners(value: str, words: CreditWords) -> str:
    """The value without an "and" that joins nothing (``Ann Lee and``)."""
    found = value.split(" ")
    while len(found) > 1 and found[-1].lower() in words.joiners:
        found.pop()
    return " ".join(found)


def _loose(value: str, words: CreditWords) -> list[str]:
    """A value that is no name by its form, but the one that somebody is known by (a pen name, a paper)."""
    first, _, rest = value.partition(" ")
    if rest and first.lower() in words.by:
        value = rest
    if is_east(value):
        # A blank parts the two halves of a Japanese name.
        parting = r"[、,，;；/／]{1,3}" if words.language == "ja" else r"[、,，;；/／\s]{1,3}"
        parts = [part.strip() for part in re.split(parting, value) if part.strip()]
        if len(parts) > 1 and all(2 <= len(part) <= 8 for part in parts):
            return parts
    return [value] if len(value) <= MAX_NAME else []


def _site_names(page: Page) -> set[str]:
    metadata = page.metadata
    names = [*metadata.meta.get("og:site_name", ()), *metadata.meta.get("application-name", ())]
    if metadata.article:
        names += texts_of(metadata.resolved(metadata.article.get("publisher")))
    return {name.casefold() for name in names}


def named(value: str, where: Any, rule: str, page: Page, *, person: bool | None = None) -> Iterator[Named]:
    """The people of a value; ``person`` is what the data says they are, ``None`` where it does not."""
    words = credit_words(page.lexicon)
    sites = page.once(_site_names)
    for name in names_in(value, page):
        western = is_western_name(folded(name), words)
        organisation = is_organisation(folded(name), words) or bool(_DOMAIN.fullmatch(name))
        own = name.casefold() in sites and not (western and person is not False)
        yield Named(name, organisation or own or person is False, where, rule)
