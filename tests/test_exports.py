"""The face of the library: what ``from newsharvest import ...`` gives, and that each of it says what it is."""

from __future__ import annotations

import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module
from types import ModuleType

import pytest

import newsharvest
from newsharvest import errors

PUBLIC = [name for name in newsharvest.__all__ if not name.startswith("__")]


def test_names_are_sorted_and_each_once() -> None:
    assert sorted(set(newsharvest.__all__)) == newsharvest.__all__


def test_names_are_those_that_the_module_gives() -> None:
    given = {
        name
        for name, value in vars(newsharvest).items()
        if not name.startswith("_") and not isinstance(value, ModuleType) and name != "annotations"
    }
    assert given | {"__version__"} == set(newsharvest.__all__)
    assert set(newsharvest.__all__) <= set(dir(newsharvest))


@pytest.mark.parametrize("name", PUBLIC)
def test_everything_exported_says_what_it_is(name: str) -> None:
    value = getattr(newsharvest, name)
    assert callable(value)
    said = inspect.cleandoc(value.__doc__ or "")
    assert said
    # A dataclass without a docstring gets its signature as one.
    assert not said.startswith(f"{name}(")


@pytest.mark.parametrize("name", PUBLIC)
def test_public_methods_say_what_they_do(name: str) -> None:
    value = getattr(newsharvest, name)
    silent = [
        member
        for member, function in vars(value).items()
        if not member.startswith("_") and inspect.isroutine(function) and not inspect.getdoc(getattr(value, member))
    ]
    assert silent == []


def test_every_error_is_exported() -> None:
    tree = {name for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, Exception)}
    assert tree <= set(newsharvest.__all__)
    assert all(issubclass(getattr(errors, name), newsharvest.NewsharvestError) for name in tree)


def test_no_module_hides_a_name() -> None:
    """Importing ``newsharvest.harvest`` must not put the module where the function was."""
    for module in pkgutil.walk_packages(newsharvest.__path__, "newsharvest."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    assert [name for name in PUBLIC if inspect.ismodule(getattr(newsharvest, name))] == []


@pytest.mark.parametrize("module", ["newsharvest.harvest", "newsharvest.extract", "newsharvest.crawl"])
def test_no_module_imported_first_hides_a_name(module: str) -> None:
    program = f"import {module}, newsharvest; print([type(getattr(newsharvest, n)) for n in newsharvest.__all__])"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "module" not in answer.stdout


def test_star_gives_the_same_names() -> None:
    program = (
        "from newsharvest import *; import newsharvest; "
        "print(sorted(set(newsharvest.__all__) - {'__version__'} - set(globals())))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
