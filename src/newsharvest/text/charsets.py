"""Charset labels, and the decoder each one means to a browser (WHATWG Encoding Standard)."""

from __future__ import annotations

# Decoder, then the labels that mean it. The older and narrower names mean the wider set that contains them:
# that is what browsers do, and what pages count on.
_LABELS = """
utf-8        unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 utf_8 utf-8-sig utf8mb4
cp866        866 cp866 csibm866 ibm866
iso8859-2    csisolatin2 iso-ir-101 iso_8859-2:1987 l2 latin2
iso8859-3    csisolatin3 iso-ir-109 iso_8859-3:1988 l3 latin3
iso8859-4    csisolatin4 iso-ir-110 iso_8859-4:1988 l4 latin4
iso8859-5    csisolatincyrillic cyrillic iso-ir-144 iso_8859-5:1988
iso8859-6    arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i
iso8859-6    iso-ir-127 iso_8859-6:1987
iso8859-7    csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso_8859-7:1987 sun_eu_greek
iso8859-8    csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso_8859-8:1988 visual
iso8859-8    csiso88598i iso-8859-8-i logical
iso8859-10   csisolatin6 iso-ir-157 l6 latin6
iso8859-13
iso8859-14
iso8859-15   csisolatin9 l9
iso8859-16
koi8-r       cskoi8r koi koi8 koi8-r koi8_r
koi8-u       koi8-ru koi8-u
mac-roman    csmacintosh mac macintosh x-mac-roman
mac-cyrillic x-mac-cyrillic x-mac-ukrainian
cp874        dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 cp874
cp1250       cp1250 windows-1250 x-cp1250
cp1251       cp1251 windows-1251 x-cp1251
cp1252       ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591
cp1252       iso_8859-1 iso_8859-1:1987 l1 latin1 latin-1 us-ascii windows-1252 x-cp1252
cp1253       cp1253 windows-1253 x-cp1253
cp1254       cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5
cp1254       windows-1254 x-cp1254
cp1255       cp1255 windows-1255 x-cp1255
cp1256       cp1256 windows-1256 x-cp1256
cp1257       cp1257 windows-1257 x-cp1257
cp1258       cp1258 windows-1258 x-cp1258
gb18030      chinese csgb2312 csiso58gb231280 gb18030 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk
gb18030      cp936 ms936 windows-936 gb-2312 euc-cn
big5hkscs    big5 big5-hkscs cn-big5 csbig5 x-x-big5 big5hkscs cp950 windows-950
euc_jp       cseucpkdfmtjapanese euc-jp x-euc-jp eucjp euc_jp
iso2022_jp   csiso2022jp iso-2022-jp iso2022_jp
cp932        csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis cp932
cp949        cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601
cp949        windows-949 ks_c_5601 euckr euc_kr cp949 uhc
utf-16-be    unicodefffe utf-16be utf-16-be
utf-16-le    csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le utf-16-le
"""


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _LABELS.split("\n"):
        codec, *labels = line.split() or [""]
        found |= dict.fromkeys(labels, codec)
        if codec.startswith("iso8859-"):
            number = codec.partition("-")[2]
            forms = (f"iso-8859-{number}", f"iso8859-{number}", f"iso8859{number}", f"iso_8859-{number}")
            found |= dict.fromkeys(forms, codec)
    return found


_CODECS = _table()

MULTIBYTE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
"""The decoders whose success proves something: most byte sequences are no text in them."""

# A second table of the same charset, for characters that browsers have and Python's first decoder lacks
# (the euro sign in Big5; ① and ㈱ in EUC-JP).
SECOND_TABLE = {"big5hkscs": "cp950", "euc_jp": "euc_jis_2004"}

# What a third or more of the characters of any text are. Bytes read with the wrong table seldom give them:
# GBK text read as Big5 decodes nearly without an error, into rare characters.
_CHINESE = (
    "的一是在不了有和人中大上我以要他用生到作地出就分成可主年同工也能下子面而方多定行法所民得十三之等部度家力"
    "如水化高自二理起小物加量都制使本去把性好合因由其前外天政四日社事平相全表各重新正心文市月公新本最"
    "，。、：；（）“”《》　！？"
)
_SIMPLIFIED = "这为个国时来们于对会发动过说产种后学经进着电里现实两体机当点从业应开还与关线内数领网闻记编责"
_TRADITIONAL = "這為個國時來們於對會發動過說產種後學經進著電裡現實兩體機當點從業應開還與關線內數領網聞記編責「」"
_KANA = "".join(map(chr, range(0x3041, 0x30FF))) + "、。「」・日本年月大人"
_HANGUL = (
    "이다의는을에가고하한지기로사도리은어자대나서정시인해있일스부들보전수장주제아상과구라공오우만성여비원으를했"
    "것관국선민조년며면위경세행적진신회계방출드모발소미요동무산"
)
_MARKS = "\u00a0\u00ad‘’“”„–—…«»€°·"
_WESTERN = "äöüßÄÖÜéèàçêâîôûëïùœæøåñóíáúãõìòÉÈÀ©®´£§¿¡" + _MARKS
_RUSSIAN = "оеаинтсрвл"
_GREEK = "αοιετσνηυρ"

FREQUENT: dict[str, frozenset[str]] = {
    codec: frozenset(letters)
    for codec, letters in {
        "cp1252": _WESTERN,
        "cp1250": "ąćęłńóśźżŁŚŻěščřžýáíéůúďťňČŠŘŽőűăţşđ" + _MARKS,
        "iso8859-2": "ąćęłńóśźżŁŚŻěščřžýáíéůúďťňČŠŘŽőűăţşđ\u00a0",
        "cp1254": "ışğçöüİŞĞâÇÖÜ" + _MARKS,
        "cp1257": "āčēģīķļņšūžąęėįųŠĀ" + _MARKS,
        "iso8859-15": _WESTERN,
        "cp1251": _RUSSIAN,
        "koi8-r": _RUSSIAN,
        "iso8859-5": _RUSSIAN,
        "cp866": _RUSSIAN,
        "cp1253": _GREEK,
        "cp1255": "יוהלאתרשבמן",
        "cp1256": "اليمنورتهبعد",
        "cp874": "านรกเงอมลยวท่้ัี",
        "gb18030": _CHINESE + _SIMPLIFIED + _TRADITIONAL,
        "big5hkscs": _CHINESE + _TRADITIONAL,
        "cp932": _KANA,
        "euc_jp": _KANA,
        "cp949": _HANGUL,
    }.items()
}
"""For each decoder that may be guessed, letters that are a good part of the foreign ones of every text in it.

The usual one stands first: where two give the same share, it is taken."""

SCATTERED = frozenset({"cp1252", "iso8859-15", "cp1250", "iso8859-2", "cp1254", "cp1257"})
"""Charsets of languages in the Latin script: their foreign characters stand singly between ASCII letters."""


def codec_for(label: str) -> str | None:
    """The name of Python's decoder for a charset label as browsers read it (``gb2312`` gives ``gb18030``).

    ``None`` for labels nobody knows and for those that browsers refuse (utf-7, hz-gb-2312, iso-2022-kr …).

    >>> codec_for(" GB2312 "), codec_for("iso-8859-1"), codec_for("utf-7")
    ('gb18030', 'cp1252', None)
    """
    return _CODECS.get(label.strip().lower())
