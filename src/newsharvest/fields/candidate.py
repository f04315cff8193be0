"""What a field offers: a value, the words as printed, where they stand, and how sure the rule is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from newsharvest.page.model import Page


class Candidate(NamedTuple):
    """One possible value of a field."""

    value: Any
    """Of the attribute's own type."""
    printed: str
    """The words as the page has them."""
    where: Any
    """An element or block of the page, or a string naming a place in the metadata (``meta og:title``)."""
    rule: str
    """The name of the rule that read it, for people."""
    confidence: float
    """From 0 to 1; the highest wins, the first offered among equals."""
    span: tuple[int, int, int] | None = None
    """(block index, start, end) where it stands inside a block that is also something else."""


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute of the article and the function that offers its candidates."""

    name: str
    """The attribute of :class:`newsharvest.Article`."""
    offer: Callable[[Page], Iterable[Candidate]]
    raw: str | None = None
    """The attribute that keeps the winner's words as printed (``published_raw``), if there is one."""
    read: Callable[[Page, Any], Any] | None = None
    """How to read the field at a place that a site rule names (an element, or an attribute's string); ``None`` as
    its result says that nothing is there. Without such a function site rules do not apply to the field."""


def text_at(page: Page, place: Any) -> str | None:  # noqa: ARG001 - the signature of Field.read
    """The words at a place, white space folded; ``None`` for none."""
    text = place if isinstance(place, str) else "".join(place.itertext())
    return " ".join(text.split()) or None


def candidates(field: Field, page: Page) -> Iterator[Candidate]:
    """Everything that is offered for a field: what a site rule points to, then what the field itself finds."""
    if page.rule is not None and field.read is not None:
        for place in page.rule.find(field.name, page.root):
            value = field.read(page, place)
            if value:
                yield Candidate(value, text_at(page, place) or "", place, f"site rule of {page.rule.domain}", 1.0)
    yield from field.offer(page)
