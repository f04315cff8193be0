"""Floors and ceilings that measured figures must keep, pinned with the digest of what they were measured on.

The same logic holds quality (floors) and speed (ceilings). A figure may be pinned better at any time; pinning it
worse needs ``--allow-regression``. Figures of a corpus that is not the pinned one do not compare: it has to be
pinned anew, which says so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TOLERANCE = 0.002
"""How far a floor may be missed. lxml brings its own libxml2, whose releases repair broken mark-up in slightly
different ways: that moves a block here and there, which is worth less than this. A page lost is worth more in every
corpus but the two largest."""

Baseline = dict[str, Any]
"""By the name of what is measured: ``digest``, ``least`` and ``most`` (figure by name), and ``goals``, which people
write by hand."""


class RegressionError(Exception):
    """Pinning would make a floor lower or a ceiling higher."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures, and the digest of what they were measured on."""

    name: str
    digest: str
    least: dict[str, float] = field(default_factory=dict)
    """Of which more is better."""
    most: dict[str, float] = field(default_factory=dict)
    """Of which less is better."""


def read_baseline(path: Path) -> Baseline:
    """The pinned figures; empty where nothing has been pinned yet."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def shortfalls(baseline: Baseline, measured: Measured, *, tolerance: float = TOLERANCE) -> list[str]:
    """Every figure that is worse than its pin, in words; empty if all is well."""
    pinned = baseline.get(measured.name)
    if pinned is None:
        return [f"{measured.name}: nothing is pinned; --update pins it"]
    if pinned["digest"] != measured.digest:
        return [f"{measured.name}: not what the figures were pinned on; --update pins them anew"]
    found = []
    for name, least in pinned.get("least", {}).items():
        value = measured.least.get(name)
        if value is None or value < least - tolerance:
            found.append(f"{measured.name} {name}: {_figure(value)} is below its floor {least}")
    for name, most in pinned.get("most", {}).items():
        value = measured.most.get(name)
        if value is None or value > most:
            found.append(f"{measured.name} {name}: {_figure(value)} is above its ceiling {most}")
    return found


def missed_goals(baseline: Baseline, measured: Measured) -> list[str]:
    """The goals that are not reached, in words."""
    goals = baseline.get(measured.name, {}).get("goals", {})
    found = []
    for name, goal in goals.items():
        value, sign = measured.least.get(name), ">="
        met = value is not None and value >= goal
        if name in measured.most:
            value, sign = measured.most[name], "<="
            met = value <= goal
        if not met:
            found.append(f"{measured.name} {name}: {_figure(value)}, the goal is {sign} {goal}")
    return found


def updated(
    baseline: Baseline, measurements: Iterable[Measured], *, allow_regression: bool = False
) -> tuple[Baseline, list[str]]:
    """The baseline with these measurements pinned, and what is to be said of it.

    :class:`RegressionError`, naming every figure, where one would be pinned worse than it is.
    """
    new, notes, worse = dict(baseline), [], []
    for measured in measurements:
        pinned = baseline.get(measured.name, {})
        worse += _regressions(pinned, measured)
        if pinned and pinned["digest"] != measured.digest:
            notes.append(f"{measured.name}: pinned on another corpus than before; the figures do not compare")
        new[measured.name] = {
            "digest": measured.digest,
            **({"goals": pinned["goals"]} if "goals" in pinned else {}),
            "least": measured.least,
            "most": measured.most,
        }
    if worse and not allow_regression:
        raise RegressionError("\n".join(worse))
    return new, notes + worse


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write the pinned figures, in an order that makes small differences."""
    text = json.dumps(baseline, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def _regressions(pinned: Baseline, measured: Measured) -> list[str]:
    lower = [
        f"{measured.name} {name}: the floor would fall from {least} to {_figure(measured.least.get(name))}"
        for name, least in pinned.get("least", {}).items()
        if measured.least.get(name, -1.0) < least
    ]
    higher = [
        f"{measured.name} {name}: the ceiling would rise from {most} to {_figure(measured.most.get(name))}"
        for name, most in pinned.get("most", {}).items()
        if name not in measured.most or measured.most[name] > most
    ]
    return lower + higher


def _figure(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
