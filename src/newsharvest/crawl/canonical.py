"""One key for the many spellings of an address, and what in an address looks like a trap."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote_to_bytes, urlsplit

LONGEST_URL: Final = 2_000
DEEPEST_PATH: Final = 24
"""Segments; no paper needs more."""

_INDEX = re.compile(r"(?:index|default)\.(?:s?html?|php|aspx?|jsp)", re.IGNORECASE)
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]{0,200}", re.IGNORECASE)
_TRACKING = re.compile(r"(?:utm_|mc_|pk_|piwik_|mtm_|hsa_|_hs|ns_|wt\.).{1,40}", re.IGNORECASE)
_NOISE: Final = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid igshid spm _ga _gl cmpid ocid ncid smid share_token "
    "isappinstalled nsukey jsessionid phpsessid aspsessionid sessionid session_id sid cfid cftoken zenid oscsid".split()
)
"""Names of parameters that say who came from where, not what is shown."""
_SAFE_PATH: Final = "~!$&'()*+,;=:@"
_SAFE_QUERY: Final = "~!$'()*,;:@/"
_MOST_PAIRS: Final = 100

_NUMBER = re.compile(r"\d{1,30}")
_TOKEN = re.compile(r"(?:[0-9a-f]{16,64}|(?=[^/]{0,64}\d)[0-9a-zA-Z_]{20,64})")
_SLUG = re.compile(r"[^/.]{0,200}?(?:[-_%][^/.]{0,200}?){2}")
_MOST_CYCLE: Final = 4
"""So many segments may repeat together, as in ``/a/b/a/b/a/b``."""


def key_of(url: str) -> str:
    """What all spellings of one page's address have in common; for comparing, never for asking.

    ``http`` and ``https``, ``www.`` and none, the order of parameters, those that only say who came from where,
    ``index.html`` and nothing, and the charset that a query was escaped in make no difference.
    """
    parts = urlsplit(url)
    path = "/".join([_respelt(segment, _SAFE_PATH) for segment in _plain_path(parts.path).split("/")])
    pairs = [pair.partition("=") for pair in parts.query.split("&", _MOST_PAIRS) if pair]
    kept = sorted(
        _respelt(name, _SAFE_QUERY) + sign + _respelt(value.replace("+", "%20"), _SAFE_QUERY)
        for name, sign, value in pairs
        if not _is_noise(name)
    )
    return _host(parts.netloc) + (path or "/") + ("?" + "&".join(kept) if kept else "")


def site_of(host: str) -> str:
    """The host without ``www.``: what counts as one site."""
    return _host(host)


def shape_of(url: str) -> str:
    """What the addresses of one kind of page have in common: numbers, slugs and values left out.

    ``/2020/02/98.html`` is ``/0/0/0.html``, ``/list?page=3&sort=date`` is ``/list?page&sort``.
    """
    parts = urlsplit(url)
    segments = []
    for segment in _plain_path(parts.path).split("/"):
        stem, dot, ending = segment.rpartition(".")
        stem, ending = (stem, dot + ending) if dot and len(ending) < 6 else (segment, "")
        if _TOKEN.fullmatch(stem) and not stem.isdigit():
            segments.append("x" + ending)
        elif _SLUG.match(stem):
            segments.append("w" + ending)
        else:
            segments.append(_NUMBER.sub("0", stem) + _NUMBER.sub("0", ending))
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&", _MOST_PAIRS) if pair})
    return "/".join(segments) + ("?" + "&".join(names) if names else "")


def odd_path(url: str) -> str | None:
    """Why an address is not worth asking for; ``None`` for one that may be."""
    if len(url) > LONGEST_URL:
        return "address too long"
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    if len(segments) > DEEPEST_PATH:
        return "path too deep"
    for length in range(1, _MOST_CYCLE + 1):
        for start in range(len(segments) - 3 * length + 1):
            cycle = segments[start : start + length]
            thrice = cycle == segments[start + length : start + 2 * length] == segments[start + 2 * length :][:length]
            if thrice and not all(segment.isdigit() for segment in cycle):
                return "repeated path"
    return None


def _plain_path(path: str) -> str:
    """A path without a session in it, without empty segments, and without the name of an index file."""
    if ";" in path:
        path = _SESSION_PATH.sub("", path)
    while "//" in path:
        path = path.replace("//", "/")
    folder, slash, name = path.rpartition("/")
    return folder + slash if _INDEX.fullmatch(name) else path


def _host(netloc: str) -> str:
    name, colon, port = netloc.lower().partition(":") if not netloc.startswith("[") else (netloc.lower(), "", "")
    return name.rstrip(".").removeprefix("www.") + colon + port


def _is_noise(name: str) -> bool:
    return name.lower() in _NOISE or _TRACKING.fullmatch(name) is not None


def _respelt(text: str, safe: str) -> str:
    """Text escaped anew: from UTF-8, or else from what Chinese pages escape in."""
    if text.isalnum() and text.isascii():
        return text
    data = unquote_to_bytes(text)
    for charset in ("utf-8", "gb18030"):
        try:
            return quote(data.decode(charset), safe)
        except UnicodeDecodeError:
            continue
    return quote(data, safe)
