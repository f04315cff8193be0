"""The built wheel works alone: installed without the sources, with the distributions that it declares and no others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]

PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="gb2312"><title>白鹭湖治理一年见成效</title></head><body>
<h1>白鹭湖治理一年见成效</h1><p>通讯员 何晓岚</p>
<p>本报讯 白鹭湖去年开始清淤，今年春天水质已经好转，岸边的居民说，多年不见的水鸟又回来了，晚上散步的人也多了起来。</p>
<p>据了解，清淤工程分三期进行，第一期已于去年十二月完工，第二期将在今年秋天开始，预计明年年底全部完成。</p>
<p>上一篇：<a href="/1.html">县城新开两条公交线路</a></p></body></html>"""


class Installed(NamedTuple):
    """An environment that has the wheel."""

    python: Path
    wheel: Path
    folder: Path
    """An empty folder to work in, far from the sources."""

    def run(self, *arguments: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        command = [str(argument) for argument in arguments]
        return subprocess.run(
            command, cwd=self.folder, env=environment, input=given, capture_output=True, check=False, timeout=120
        )

    def python_says(self, program: str) -> str:
        """What a program prints."""
        answer = self.run(self.python, "-W", "error", "-c", program)
        assert answer.returncode == 0, answer.stderr.decode()
        return answer.stdout.decode().strip()


def declared(wheel: Path) -> list[str]:
    """What the wheel requires without extras."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        text = archive.read(name).decode()
    return [
        line.split(":", 1)[1].strip() for line in text.split("\n\n")[0].split("\n") if line.startswith("Requires-Dist")
    ]


def closure(requirements: list[str]) -> dict[str, metadata.Distribution]:
    """The installed distributions that these requirements need, and theirs. A version that does not fit is an error."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(Requirement(line), "") for line in requirements]
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        distribution = metadata.distribution(name)
        assert requirement.specifier.contains(distribution.version, prereleases=True), requirement
        if name not in found:
            found[name] = distribution
            extras = ["", *requirement.extras]
            waiting += [(Requirement(line), wanted) for line in distribution.requires or [] for wanted in extras]
    return found


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in a fresh environment, beside links to what it declares: nothing is fetched, nothing else is there."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv" / "bin" / "python"
    place = Path(
        subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
    )
    for distribution in closure(declared(wheel)).values():
        for top in {file.parts[0] for file in distribution.files or [] if file.parts[0] not in ("..", "__pycache__")}:
            if not (place / top).exists():
                (place / top).symlink_to(Path(str(distribution.locate_file(top))).resolve())
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (folder / "empty").mkdir()
    return Installed(python, wheel, folder / "empty")


def test_wheel_has_the_data_and_nothing_from_outside(installed: Installed) -> None:
    with zipfile.ZipFile(installed.wheel) as archive:
        names = set(archive.namelist())
    assert {name.split("/")[0].split("-")[0] for name in names} == {"newsharvest"}
    shipped = {
        f"newsharvest/{path.relative_to(ROOT / 'src' / 'newsharvest').as_posix()}"
        for path in (ROOT / "src" / "newsharvest").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert shipped <= names
    assert "newsharvest/py.typed" in names
    assert any(name.endswith("/LICENSE") for name in names)
    assert any(name.endswith("/NOTICE") for name in names)


def test_wheel_is_what_is_imported(installed: Installed) -> None:
    assert installed.python_says("import newsharvest; print(newsharvest.__file__)").startswith(
        str(installed.folder.parent)
    )
    version = installed.python_says("import importlib.metadata as m; print(m.version('newsharvest'))")
    assert installed.python_says("import newsharvest; print(newsharvest.__version__)") == version


def test_every_module_can_be_imported(installed: Installed) -> None:
    program = (
        "import importlib, pkgutil, newsharvest\n"
        "names = [m.name for m in pkgutil.walk_packages(newsharvest.__path__, 'newsharvest.')]\n"
        "print(len([importlib.import_module(n) for n in names if not n.endswith('__main__')]))"
    )
    assert int(installed.python_says(program)) > 30


def test_wheel_reads_a_page(installed: Installed) -> None:
    (installed.folder / "page.html").write_bytes(PAGE.encode("gb18030"))
    program = (
        "import newsharvest\n"
        "a = newsharvest.extract(open('page.html', 'rb').read(), url='https://news.example.org/2.html')\n"
        "assert newsharvest.Article.from_json(a.to_json()) == a\n"
        "print(a.to_json())"
    )
    article = json.loads(installed.python_says(program))
    assert article["title"] == "白鹭湖治理一年见成效"
    assert article["authors"] == ["何晓岚"]
    assert article["previous"] == {"url": "https://news.example.org/1.html", "title": "县城新开两条公交线路"}
    assert article["body"].startswith("本报讯 白鹭湖去年开始清淤")
    assert article["decoding"]["encoding"] == "gb18030"


@pytest.mark.parametrize("start", [("bin/newsharvest",), ("bin/python", "-m", "newsharvest")])
def test_command_works(installed: Installed, start: tuple[str, ...]) -> None:
    command: tuple[str | Path, ...] = (installed.python.parent.parent / start[0], *start[1:])
    answer = installed.run(*command, "extract", "-", given=PAGE.encode("gb18030"))
    assert answer.returncode == 0, answer.stderr.decode()
    assert json.loads(answer.stdout)["title"] == "白鹭湖治理一年见成效"
    version = installed.run(*command, "--version")
    assert version.returncode == 0
    assert installed.python_says("import newsharvest; print(newsharvest.__version__)") in version.stdout.decode()
