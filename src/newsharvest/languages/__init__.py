"""The words around an article, one data file per language; which language a text is in."""

from newsharvest.languages.detection import detect
from newsharvest.languages.lexicon import Lexicon, lexicon_for, lexicons, read_lexicon

__all__ = ["Lexicon", "detect", "lexicon_for", "lexicons", "read_lexicon"]
