"""Which language a text is in: its script says, then its short words, and between likely ones the page."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from newsharvest.languages.lexicon import lexicons
from newsharvest.text.script import Scripts, chinese_script, scripts

_SAMPLE = 2_000
_CHINESE_SAMPLE = 1_000
_FEW_WORDS = 12
_MANY_WORDS = 60

# Measured: a third of the words of an article are stopwords of its language (an eighth in Turkish), and up to
# a fifth or a quarter where the language is close to one known here (Danish to Swedish, Catalan to Spanish).
_CONVINCING = 0.08
_LEAD = 1.3
_DECLARED_SUFFICES = 0.75
_AGAINST_DECLARED = 0.24
_LEAD_AGAINST_DECLARED = 1.6

# Letters of a script that carry about as much as one English word does.
_LETTERS_PER_WORD = {
    "han": 1.6, "kana": 2.0, "hangul": 2.5, "latin": 5.0, "cyrillic": 5.0, "arabic": 4.0, "greek": 5.0,
    "hebrew": 4.0, "thai": 4.0, "other": 4.0,
}  # fmt: skip

# Where the script alone says the language; and the script of declared languages, Latin unless said here.
_ONLY_LANGUAGE = {"hangul": "ko", "greek": "el", "hebrew": "he", "thai": "th"}
_SCRIPT = {
    code: script
    for script, codes in {
        "han": "zh",
        "kana": "ja",
        "hangul": "ko",
        "cyrillic": "ru uk be bg mk kk ky mn tg tt",
        "arabic": "ar fa ur ps ug sd ckb",
        "greek": "el",
        "hebrew": "he yi",
        "thai": "th",
        "other": "hi bn mr ne ta te kn ml gu pa or as si my km lo ka am ti bo dz sa hy",
    }.items()
    for code in codes.split()
}
_BOTH_SCRIPTS = frozenset({"sr", "uz", "az", "bs"})
_OLD_CODES = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "cn": "zh",
    "jp": "ja",
    "kr": "ko",
    "ua": "uk",
    "nb": "no",
    "nn": "no",
}
_CHINESE = frozenset({"zh", "yue", "cmn", "nan", "wuu", "hak", "lzh"})
_CODE = re.compile("[a-z]{2,3}")
_NO_LANGUAGE = frozenset({"und", "mul", "zxx", "mis"})


def detect(sample: str, declared: str | None = None) -> str | None:
    """The language of ``sample`` as a BCP 47 tag: ``zh-Hant``, ``zh-Hans``, ``ja``, ``de`` and so on.

    ``sample`` is text of the story, of which 2,000 characters are read; ``declared`` is what the page
    says (``lang``), in any spelling. The text counts more: the declaration is followed where the text
    does not contradict it, and where no language file knows the text. ``None`` if neither says anything.
    Chinese without a telling character is ``zh``.

    >>> detect("記者從市政府獲悉，這項工程將於下月完工。", "en")
    'zh-Hant'
    """
    text = sample[:_SAMPLE]
    tag = _primary(declared)
    script = _dominant(scripts(text), tag)
    if script is None:
        return _chinese(text, declared) if tag == "zh" else tag
    if script == "han":
        return _chinese(text, declared)
    if script == "kana":
        return "ja"
    if found := _by_words(text, script, tag):
        return found
    if tag and (_SCRIPT.get(tag, "latin") == script or tag in _BOTH_SCRIPTS):
        return None if tag == "en" and _disproved(text) else tag
    return _ONLY_LANGUAGE.get(script)


def _primary(declared: str | None) -> str | None:
    code = (declared or "").strip().replace("_", "-").partition("-")[0].lower()
    code = _OLD_CODES.get(code, code)
    if code in _CHINESE:
        return "zh"
    return code if _CODE.fullmatch(code) and code not in _NO_LANGUAGE else None


def _dominant(counts: Scripts, tag: str | None) -> str | None:
    """The script that carries most of the text: ``kana`` if a tenth of its East Asian letters is."""
    east = counts.han + counts.kana
    japanese = counts.kana * 10 >= east or (tag == "ja" and counts.kana * 50 >= east)
    weights = {name: getattr(counts, name) / letters for name, letters in _LETTERS_PER_WORD.items()}
    both = weights.pop("han") + weights.pop("kana")
    weights["kana" if japanese else "han"] = both
    script = max(weights, key=lambda name: weights[name])
    if not weights[script]:
        return None
    # English is what a CMS declares when nobody chose; any other declaration was made for a reason.
    own = _SCRIPT.get(tag, "latin") if tag and tag not in _BOTH_SCRIPTS and tag != "en" else script
    return own if weights.get(own, 0.0) * 3 >= weights[script] else script


def _chinese(text: str, declared: str | None) -> str:
    script = chinese_script(text[:_CHINESE_SAMPLE])
    if script is None:
        words = (declared or "").lower().replace("_", "-").split("-")[1:]
        if any(word in ("hant", "tw", "hk", "mo") for word in words):
            script = "Hant"
        elif any(word in ("hans", "cn", "sg", "my") for word in words):
            script = "Hans"
    return f"zh-{script}" if script else "zh"


@lru_cache(maxsize=1)
def _stopwords() -> dict[str, dict[str, tuple[str, ...]]]:
    """Script, then word, then the languages that use it."""
    known: dict[str, dict[str, tuple[str, ...]]] = {}
    for code, lexicon in lexicons().items():
        words = known.setdefault(lexicon.detection.script, {})
        for word in lexicon.detection.stopwords:
            words[word] = (*words.get(word, ()), code)
    return known


def _by_words(text: str, script: str, tag: str | None) -> str | None:
    """The language of a script that several share, by its short words; ``None`` if they do not tell."""
    words = text.lower().split()
    found: dict[str, int] = {}
    known = _stopwords().get(script, {})
    for codes, count in Counter(map(known.get, words)).items():
        for code in codes or ():
            found[code] = found.get(code, 0) + count
    if not found or len(words) < _FEW_WORDS:
        return None
    best = max(found, key=lambda code: found[code])
    rest = max((count for code, count in found.items() if code != best), default=0)
    if tag and tag in found and found[tag] >= _DECLARED_SUFFICES * found[best]:
        return tag
    if tag is None or _is_told(tag):
        enough, lead = _CONVINCING, _LEAD
    elif len(words) >= _MANY_WORDS:
        enough, lead = _AGAINST_DECLARED, _LEAD_AGAINST_DECLARED
    else:
        return None
    return best if found[best] >= enough * len(words) and found[best] >= lead * rest else None


def _is_told(tag: str) -> bool:
    """Whether a text of this language would be known by its words or its script, so that one that is not is another."""
    known = lexicons().get(tag)
    return known is not None and bool(known.detection.stopwords or known.detection.script != "latin")


def _disproved(text: str) -> bool:
    """Whether the page says English, as a CMS does when nobody chose, and hardly an English word is in it."""
    words = text.lower().split()
    english = sum("en" in _stopwords()["latin"].get(word, ()) for word in words)
    return len(words) >= _MANY_WORDS and english * 50 < len(words)
