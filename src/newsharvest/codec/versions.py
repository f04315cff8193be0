"""Reading JSON that another version of the schema wrote.

- A **minor** version adds keys and takes none away. JSON of a newer minor version is read without
  the keys that this one does not know; JSON of an older one gets the defaults of the keys that it
  lacks. So adding an attribute needs a new minor version and nothing else.
- All other changes make a **major** version: a new word among a few (a kind of block), a key that means
  something else. A newer major version is refused; an older one is brought up to date by the :class:`Step`
  that starts from it, if there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from newsharvest.codec.plan import Change, Plan, changed, plan_of
from newsharvest.codec.record import R, read_record
from newsharvest.codec.shapes import RepeatedKey, shown, step_of
from newsharvest.errors import SchemaError

VERSION_KEY = "schema_version"
_NAMED = 10
_VERSION = re.compile(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})")
_PATH = f"${step_of(VERSION_KEY)}"


@dataclass(frozen=True, slots=True)
class Step:
    """The way from one version to a later one."""

    to: str
    """The version that ``change`` brings the document to."""
    change: Callable[[dict[str, Any]], dict[str, Any]]
    """Gives the newer document; it may change the dict it is given, which is a shallow copy."""


Steps = Mapping[str, Step]
"""The step that starts from a version, by that version."""


@dataclass(frozen=True, slots=True)
class Form:
    """A document in the form of the current version."""

    document: Any
    newer: str | None = None
    """The version that wrote it, if that is a newer minor one."""
    older: bool = False
    """Whether an older minor version wrote it, so that keys may be absent."""


def current_form(document: Any, current: str, steps: Steps) -> Form:
    """Bring a document to the ``current`` version.

    What is no object, or has no version, is left as it is: the reader says so. :class:`SchemaError` at
    ``$.schema_version`` for a version that cannot be read.
    """
    if not isinstance(document, dict) or isinstance(document, RepeatedKey) or VERSION_KEY not in document:
        return Form(document)
    ours, theirs = _parsed(current), _parsed(document[VERSION_KEY])
    while theirs < ours and (theirs[0] < ours[0] or document[VERSION_KEY] in steps):
        document = _stepped(document, steps)
        theirs = _parsed(document[VERSION_KEY])
    if theirs == ours:
        return Form(document)
    written_by = document[VERSION_KEY]
    if theirs[0] > ours[0]:
        raise SchemaError(_PATH, f"version {written_by} is newer than {current}, which is read here")
    document = {**document, VERSION_KEY: current}
    return Form(document, newer=written_by) if theirs > ours else Form(document, older=True)


def read_form(cls: type[R], form: Form, *, infer_missing: bool = False) -> tuple[R, str | None]:
    """The record, and a note on what a newer version said that is not known here; ``None`` without any."""
    ignored: dict[str, None] = {}
    document = form.document
    if form.newer:
        document = changed(plan_of(cls), document, _without_unknown(ignored))
    record = read_record(cls, document, infer_missing=infer_missing or form.older)
    if not ignored:
        return record, None
    paths = ", ".join(list(ignored)[:_NAMED]) + (", ..." if len(ignored) > _NAMED else "")
    return record, f"written by schema version {form.newer}; not known here and ignored: {paths}"


def _without_unknown(ignored: dict[str, None]) -> Change:
    # Notes the paths as the keys of ``ignored``: each once, in the order of the document.
    def pruned(plan: Plan, value: dict[str, Any], path: str) -> dict[str, Any]:
        ignored.update((path + step_of(key), None) for key in value if key not in plan.names)
        return {key: content for key, content in value.items() if key in plan.names}

    return pruned


def _stepped(document: dict[str, Any], steps: Steps) -> dict[str, Any]:
    before = document[VERSION_KEY]
    step = steps.get(before)
    if step is None:
        raise SchemaError(_PATH, f"version {before} can no longer be read")
    try:
        after = step.change(dict(document))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise SchemaError("$", f"no article of version {before}") from error
    return {**after, VERSION_KEY: step.to}


def _parsed(version: object) -> tuple[int, int]:
    match = _VERSION.fullmatch(version) if isinstance(version, str) else None
    if not match:
        raise SchemaError(_PATH, f"a schema version such as 1.0 is wanted, not {shown(version)}")
    return int(match[1]), int(match[2])
