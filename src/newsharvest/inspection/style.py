"""How the report looks: a hue for each label, light and dark as the reader's system asks."""

from __future__ import annotations

from typing import Final

_HUES: Final = {
    "title": 210, "deck": 230, "byline": 280, "dateline": 300, "heading": 190, "paragraph": 140, "caption": 35,
    "quote": 160, "list_item": 120, "table": 100, "keywords": 330,
}  # fmt: skip
"""Degrees on the wheel of colours; what has none is grey."""

STYLE: Final = (
    ":root{color-scheme:light dark;--ink:light-dark(#222,#ddd);--quiet:light-dark(#666,#999);"
    "--line:light-dark(#ddd,#444);--grey:light-dark(#eee,#2a2a2a)}"
    "body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);max-width:1300px;margin:0 auto;padding:1rem}"
    "h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem}h3{font-size:.9rem;margin:0}p{margin:.1rem 0}"
    "main{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1.5rem}"
    "@media(max-width:800px){main{grid-template-columns:minmax(0,1fr)}}"
    ".quiet,code,summary{color:var(--quiet);font-size:.8rem}code{overflow-wrap:anywhere}"
    ".block{border-left:.35rem solid var(--line);padding:.15rem .6rem;margin:.3rem 0}"
    ".key b{font-weight:normal;font-size:.8rem;background:var(--grey);padding:.1rem .4rem;border-radius:.3rem}"
    "article{border-top:1px solid var(--line);padding:.5rem 0;overflow-wrap:anywhere}"
    "ul{margin:.2rem 0;padding-left:1.2rem}.warnings{color:light-dark(#930,#fb7)}"
    + "".join(
        f".block.{label}{{border-color:hsl({hue} 60% 50%)}}"
        f".key .{label}{{background:light-dark(hsl({hue} 70% 88%),hsl({hue} 40% 25%))}}"
        for label, hue in _HUES.items()
    )
)
