"""No regular expression of the package takes more than linear time on any string made to hurt it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import regexes

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "expression",
    [
        r"\(通訊員\s*(.+?)\s*\)",
        r"\s+$",
        r"a*b",
        r"<script[^>]*>",
        r"By (\w+ )*\w+\.",
        r"(?:x|\d)\d*z",
    ],
)
def test_slow_expressions_are_found(expression: str) -> None:
    assert regexes.slowest(re.compile(expression)) is not None


@pytest.mark.parametrize(
    "expression",
    [
        r"\(通訊員\s{0,20}([^)]{1,40})\)",
        r"^\s+$",
        r"a{0,40}b",
        r"<script[^<>]{0,200}>",
        rb"[\x80-\xff]+",
        r"(?i)\bphoto(?:s|graph)?\s{0,3}[:：]",
    ],
)
def test_linear_expressions_are_left_alone(expression: str | bytes) -> None:
    assert regexes.slowest(re.compile(expression)) is None


def test_every_expression_of_the_package_is_linear() -> None:
    command = [sys.executable, "-m", "tests.tools.regexes"]
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    except subprocess.TimeoutExpired as late:
        pytest.fail(f"takes for ever: {(late.stderr or b'').decode().splitlines()[-1]}")
    assert answer.stdout, answer.stderr
    found = json.loads(answer.stdout)
    assert not found["slow"], "\n".join(map(str, found["slow"]))
    assert found["patterns"] > 20
