"""The command line."""

from newsharvest.cli.arguments import parser
from newsharvest.cli.commands import Exit, main

__all__ = ["Exit", "main", "parser"]
