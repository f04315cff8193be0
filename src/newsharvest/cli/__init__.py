"""The command line."""

from newsharvest.cli.arguments import parser
from newsharvest.cli.commands import main
from newsharvest.cli.printing import Exit

__all__ = ["Exit", "main", "parser"]
