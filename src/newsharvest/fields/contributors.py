"""The people and agencies credited for the story: those the page prints, with their roles, and those its data names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsharvest.article import Contributor
from newsharvest.fields.author_marks import BARE
from newsharvest.fields.author_metadata import structured_authors
from newsharvest.fields.candidate import Candidate, Field
from newsharvest.fields.printed_credits import head_range, printed_credits
from newsharvest.lines.credit_words import credit_words, is_east
from newsharvest.lines.credits import read_credits
from newsharvest.lines.names import is_agency

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from newsharvest.article import Role
    from newsharvest.fields.author_names import Named
    from newsharvest.fields.printed_credits import Sighting
    from newsharvest.page.model import Page

People = tuple[Contributor, ...]

WRITERS = frozenset({"author", "reporter", "correspondent", "source-agency", None})
CONFIDENCE = {"json-ld": 0.74, "meta": 0.68, "microdata": 0.7, "marked": 0.69, "bare": 0.5, "below": 0.4}
PRINTED = 0.78
AGREEMENT = 0.05
"""What each other witness that shares a name adds."""
ORGANISATION = 0.25
"""What a witness loses that names nobody but organisations: most are the site itself."""
ACCOUNT = 0.15
"""What one loses that names nobody but accounts (``jane.roe``)."""


def folded_name(name: str) -> str:
    """A form in which two spellings of one name compare equal."""
    return "".join(character for character in name.casefold().removeprefix("the ") if character.isalnum())


def _keys(people: People) -> frozenset[str]:
    return frozenset(folded_name(each.name) for each in people if each.role in WRITERS)


def _printed(sightings: Iterable[Sighting]) -> People:
    """The printed people, each once; a printed role wins over none."""
    found: dict[str, Contributor] = {}
    for sighting in sightings:
        credit = sighting.credit
        key = folded_name(credit.name)
        if key not in found or (found[key].role is None and credit.role is not None):
            found[key] = Contributor(name=credit.name, role=credit.role, printed=credit.printed)
    return tuple(found.values())


def _head_text(page: Page) -> str:
    around = page.once(head_range)
    return "\n".join(block.text for block in page.blocks[around.start : around.stop]).casefold()


def _structured(named: list[Named], page: Page) -> People:
    """The people of structured data.

    An organisation that the page also prints above the story is what it calls its author; one that only the data
    names is mostly the site: beside a person it says nothing, and alone it is no more than the story's source.
    """
    found: dict[str, Contributor] = {}
    words, head = credit_words(page.lexicon), page.once(_head_text)
    agencies = {one.name for one in named if one.organisation and is_agency(one.name, words)}
    unseen = {one.name for one in named if one.organisation and one.name.casefold() not in head}
    people = [one for one in named if one.name in agencies or one.name not in unseen]
    for one in people or named:
        office = one.organisation and is_east(one.name)
        writer: Role | None = None if one.rule == BARE else "author"
        role = "source-agency" if office or one.name in agencies | unseen else writer
        found.setdefault(folded_name(one.name), Contributor(name=one.name, role=role, printed=one.name))
    return tuple(found.values())


def _is_short(name: str, whole: str) -> bool:
    """Whether a name is only the first word of another one (Jane, Jane Roe)."""
    return " " not in name and whole.casefold().startswith(f"{name.casefold()} ")


def _decisive(sightings: Iterable[Sighting]) -> frozenset[str]:
    """Who is printed as the writer; a western line at a story's end tells who helped (Additional reporting by)."""
    main = (each for each in sightings if each.zone in ("head", "lead") or is_east(each.block.text))
    return frozenset(folded_name(each.credit.name) for each in main)


def _merged(printed: People, given: People, decisive: frozenset[str]) -> People:
    """Printed credits, and the structured authors they leave out.

    Where the two name different writers, the printed ones are the story's if they are ``decisive``; the data may name
    whoever posted it.
    A printed name that only goes on where the given one ends is the given one, glued to what follows it; but a given
    first name is short for the whole one in print.
    """
    given = tuple(each for each in given if not any(_is_short(each.name, other.name) for other in printed))
    keys = _keys(given)
    known = {folded_name(each.name) for each in printed}
    glued = {key for key in known - keys if any(key.startswith(short) or short.startswith(key) for short in keys)}
    spelled = {folded_name(each.name): each.name for each in given}
    kept = tuple(_agreed(each, spelled) for each in printed if folded_name(each.name) not in glued)
    writers = _keys(kept)
    if writers & decisive and not writers & keys:
        return kept if not glued else (*given, *(each for each in kept if each.role not in WRITERS))
    return (*(each for each in given if folded_name(each.name) not in known), *kept)


def _agreed(each: Contributor, spelled: dict[str, str]) -> Contributor:
    """A printed contributor with what the data says of the same name: that it is an author's, and where it parts."""
    name = spelled.get(folded_name(each.name))
    if name is None:
        return each
    parted = name if name.count(" ") > each.name.count(" ") else each.name
    return replace(each, name=parted, role=each.role or "author")


def _supported(sightings: list[Sighting], named: dict[str, list[Named]]) -> list[Sighting]:
    """The sightings without the bare names beside a date that nothing else supports."""
    sure = [each for each in sightings if not each.weak]
    if len(sure) == len(sightings):
        return sightings
    if not sure and not named:
        return sightings
    keys = {folded_name(one.name) for people in named.values() for one in people}
    return [each for each in sightings if not each.weak or folded_name(each.credit.name) in keys]


def _ranked(named: dict[str, list[Named]], witnesses: dict[str, People], printed: People) -> list[tuple[float, str]]:
    """(confidence, family) of the kinds of structured data, the best first."""
    keys = {"": _keys(printed), **{family: _keys(people) for family, people in witnesses.items()}}
    ranked = []
    for family, own in keys.items():
        if family:
            agreeing = sum(not own.isdisjoint(other) for name, other in keys.items() if name != family)
            silent = all(one.organisation for one in named[family])
            account = all(one.handle for one in named[family])
            worth = AGREEMENT * agreeing - ORGANISATION * silent - ACCOUNT * account
            ranked.append((CONFIDENCE[family] + worth, family))
    return sorted(ranked, reverse=True)


def offer(page: Page) -> Iterator[Candidate]:
    """Tuples of contributors: printed ones, those of each kind of structured data, and both together."""
    named = page.once(structured_authors)
    found = page.once(printed_credits)
    sightings = _supported(found, named)
    printed = _printed(sightings)
    witnesses = {family: _structured(people, page) for family, people in named.items()}
    ranked = _ranked(named, witnesses, printed)
    if printed:
        yield Candidate(printed, _words(printed), sightings[0].block, "printed credits", PRINTED)
    for confidence, family in ranked:
        people, first = witnesses[family], named[family][0]
        yield Candidate(people, _words(people), first.where, first.rule, round(confidence, 3))
    if printed and ranked:
        merged = _merged(printed, witnesses[ranked[0][1]], _decisive(sightings))
        rule = "printed credits and structured data"
        yield Candidate(merged, _words(merged), sightings[0].block, rule, 0.95)


def _words(people: People) -> str:
    return ", ".join(each.printed for each in people)


def read_place(page: Page, place: Any) -> People | None:
    """The people named at a place that a site rule points to."""
    text = place if isinstance(place, str) else "".join(place.itertext())
    text = " ".join(text.split())
    found = read_credits(text, page.lexicon)
    if found:
        return tuple(Contributor(name=each.name, role=each.role, printed=each.printed) for each in found)
    return (Contributor(name=text, role=None, printed=text),) if 0 < len(text) <= 60 else None


FIELD = Field("contributors", offer, read=read_place)
