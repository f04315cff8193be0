"""Formats that articles are kept in. A format is one file here and one line in :data:`FORMATS`."""

from newsharvest.archive import jsonl
from newsharvest.archive.format import Format, Writer
from newsharvest.archive.jsonl import JsonLinesWriter, read_jsonl, write_jsonl

FORMATS: tuple[Format, ...] = (jsonl.FORMAT,)

__all__ = ["FORMATS", "Format", "JsonLinesWriter", "Writer", "read_jsonl", "write_jsonl"]
