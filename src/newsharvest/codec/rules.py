"""Field metadata that says more than a type can: ``level: int = field(default=1, metadata=at_least(1))``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args

from dataclasses_json import config
from marshmallow import fields, validate

from newsharvest.codec.shapes import Rule

RULE = "newsharvest"
"""The key of the metadata under which a plan looks for its :class:`Rule`."""

Metadata = Mapping[str, Any]

# What ISO 8601 and RFC 3339 share, in the extended form. [0-9] and not \d, which takes full-width digits too.
_DATE = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?"
_OFFSET = r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"
_MOMENT_PATTERN = f"^{_DATE}(T{_TIME}{_OFFSET})?$"
_MOMENT = re.compile(_MOMENT_PATTERN[1:-1])


def at_least(least: int) -> Metadata:
    """A whole number that is not below ``least``."""
    return {RULE: Rule(lambda value: value >= least, f"{least} or more", {"minimum": least})}


def between(least: float, most: float) -> Metadata:
    """A number from ``least`` to ``most``, both included."""
    keywords = {"minimum": least, "maximum": most}
    return {RULE: Rule(lambda value: least <= value <= most, f"a number from {least} to {most}", keywords)}


def exactly(text: str) -> Metadata:
    """This text and no other."""
    return {RULE: Rule(lambda value: value == text, f'"{text}"', {"const": text})}


def moment() -> Metadata:
    """A date or time that :func:`read_moment` understands."""
    what = "an ISO 8601 date or time (2020-02-03, 2020-02-03T16:20:00+08:00)"
    return {RULE: Rule(lambda value: read_moment(value) is not None, what, {"pattern": _MOMENT_PATTERN})}


def choice(words: Any, *, optional: bool = False) -> Metadata:
    """A ``Literal``, for marshmallow, which does not know this type. The plan reads the annotation."""
    one_of = validate.OneOf(get_args(words))
    if optional:
        return config(mm_field=fields.String(validate=one_of, allow_none=True, load_default=None))
    return config(mm_field=fields.String(validate=one_of, required=True))


def read_moment(text: str) -> datetime | None:
    """The moment that ``2020-02-03``, ``2020-02-03T16:20`` or ``2020-02-03T16:20:00.5+08:00`` names.

    A mere date is its midnight; without an offset the answer is naive; digits of a second past the sixth are
    dropped. ``None`` for anything else: other notations, and days that no calendar has.

    >>> read_moment("2020-02-03T16:20+08:00").isoformat()
    '2020-02-03T16:20:00+08:00'
    """
    if len(text) > 40 or not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
