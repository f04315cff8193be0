"""Bytes to text: decoding, clean-up, scripts, and the repair of pinyin residue."""

from newsharvest.text.binary import looks_binary
from newsharvest.text.charsets import codec_for
from newsharvest.text.clean import fold_space, scalar, scalars, visible
from newsharvest.text.decoding import Decoded, decode
from newsharvest.text.residue import Residue, find_residue

__all__ = [
    "Decoded",
    "Residue",
    "codec_for",
    "decode",
    "find_residue",
    "fold_space",
    "looks_binary",
    "scalar",
    "scalars",
    "visible",
]
