"""Work in a process of its own, for what has to be measured there: memory, threads, time."""

from __future__ import annotations

import json
import subprocess
import sys
from textwrap import dedent
from typing import Any

_FRAME = """
import asyncio, json, resource, sys, threading, time
ARGS = json.loads(sys.argv[1])

def peak():
    "The most memory that this process ever had, in MiB."
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
"""


def run_child(code: str, *, timeout: float = 60, **args: Any) -> Any:
    """What the last line of ``code`` prints as JSON; the arguments are in its ``ARGS``."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _FRAME + dedent(code), json.dumps(args)],
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
