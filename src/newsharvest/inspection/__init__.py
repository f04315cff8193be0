"""A window on a reading: one HTML page that shows what was read, and why."""

from newsharvest.inspection.report import report

__all__ = ["report"]
