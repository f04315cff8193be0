"""Makes ``src/newsharvest/text/han.txt``: characters of one Chinese script only, and how they are read.

It is run by hand when the sources below have a new release; nothing else reads them. In an empty folder::

    python -m venv scratch
    scratch/bin/pip install pypinyin==0.55.0 opencc-python-reimplemented==0.1.7
    scratch/bin/python tests/tools/make_han_data.py > src/newsharvest/text/han.txt

The result is the same, byte for byte, whenever the versions are the same.

- ``TSCharacters.txt`` and ``STCharacters.txt`` of OpenCC (Apache-2.0), as opencc-python-reimplemented ships
  them, say what a character becomes in the other script. One that its own first conversion changes belongs to
  one script only.
- ``pinyin_dict.json`` of pypinyin (MIT), made from mozillazg/pinyin-data (MIT), says how a character is read.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from importlib.metadata import version
from pathlib import Path

HEADER = """\
# Han characters that belong to one script only. Made by tests/tools/make_han_data.py; do not edit.
# Which they are: OpenCC's character tables (Apache-2.0), from opencc-python-reimplemented {opencc}.
# How they are read: pypinyin {pypinyin} (MIT). The licences' texts are in NOTICE.
# First line: characters that only simplified text has.
# Then one traditional-only character each, with its readings.
"""


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"{package} is not installed: see the head of this file")
    return Path(spec.origin).parent


def _changed(table: Path) -> list[str]:
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8-sig").splitlines() if "\t" in line)
    return sorted(character for character, targets in rows if character != targets.split()[0])


def _simplified(table: Path) -> list[str]:
    """Stricter: many a simplified form is a traditional character too (干 后 里), which proves nothing."""
    rows = (line.split("\t") for line in table.read_text(encoding="utf-8-sig").splitlines() if "\t" in line)
    return sorted(character for character, targets in rows if character not in targets.split())


def main() -> None:
    """Writes the data to standard output."""
    dictionary = _folder("opencc") / "dictionary"
    readings = json.loads((_folder("pypinyin") / "pinyin_dict.json").read_text(encoding="utf-8"))
    traditional = _changed(dictionary / "TSCharacters.txt")
    simplified = [c for c in _simplified(dictionary / "STCharacters.txt") if c not in set(traditional)]
    out = HEADER.format(opencc=version("opencc-python-reimplemented"), pypinyin=version("pypinyin"))
    out += "".join(simplified) + "\n"
    for character in traditional:
        read = readings.get(str(ord(character)), "")
        out += character + (" " + " ".join(read.split(",")) if read else "") + "\n"
    sys.stdout.buffer.write(out.encode("utf-8"))


if __name__ == "__main__":
    main()
