"""Every example in a docstring runs."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import newsharvest

MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(newsharvest.__path__, "newsharvest.")
    if not module.name.endswith("__main__")
)


@pytest.mark.parametrize("name", ["newsharvest", *MODULES])
def test_examples_of(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0


def test_there_are_examples() -> None:
    found = sum(
        len(test.examples) for name in MODULES for test in doctest.DocTestFinder().find(importlib.import_module(name))
    )
    assert found > 10
