"""What mark-up calls its elements: class and id attributes, cut to a length that no pattern suffers from."""

from __future__ import annotations

from typing import Any

MAX_NAMES = 300


def names_of(element: Any) -> str:
    """An element's class and id, parted by a blank; empty for none, and for ``None`` (plain text)."""
    if element is None:
        return ""
    get = element.get
    names, identity = get("class"), get("id")
    if names and identity:
        return f"{names} {identity}"[:MAX_NAMES]
    return (names or identity or "")[:MAX_NAMES]
