"""Tools for people who work on the project: each is run as ``python -m tests.tools.NAME``."""
