"""Strict JSON for frozen dataclasses, under the face that dataclasses-json users know.

A class that inherits :class:`Record` is a dataclasses-json class. What its annotations, its field
metadata (see ``rules``) and its ``flaw`` method say is turned into a plan (see ``plan``) once, when
first needed; the plan reads, writes and describes. Nothing here knows what an article is.
"""

from newsharvest.codec.record import Record
from newsharvest.codec.rules import at_least, between, choice, exactly, moment, read_moment
from newsharvest.codec.schema import attribute_docs

__all__ = ["Record", "at_least", "attribute_docs", "between", "choice", "exactly", "moment", "read_moment"]
