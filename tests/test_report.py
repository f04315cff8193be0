"""The window on a reading: one HTML page, whole in itself, in which nothing of the page that was read can act."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from newsharvest import explain, report
from tests.tools.golden import SITE, GoldenPage, golden_pages


def parsed(page: str) -> Any:
    return html.document_fromstring(page)


@pytest.mark.parametrize("page", golden_pages(SITE), ids=lambda page: page.slug)
def test_every_block_and_every_value_is_there(page: GoldenPage) -> None:
    explanation = explain(page.raw, url=page.url, content_type=page.content_type)
    tree = parsed(report(explanation))
    blocks = tree.xpath("//div[starts-with(@class, 'block ')]")
    assert [block.get("class").split()[1] for block in blocks] == [block.label for block in explanation.blocks]
    assert [block.findtext("p") for block in blocks] == [block.text[:399] + "…" if len(block.text) > 400 else block.text
                                                         for block in explanation.blocks]  # fmt: skip
    shown = [card.findtext("h3") for card in tree.iter("article")]
    assert shown == [name for name, offered in explanation.fields.items() if offered and name != "blocks"]
    assert tree.findtext(".//h1") == explanation.article.title


@pytest.mark.parametrize("given", [None, b"<h1>Bridge reopens</h1>", explain("<h1>Bridge reopens</h1>").article])
def test_only_an_explanation_can_be_shown(given: Any) -> None:
    with pytest.raises(TypeError, match=r"as in report\(explain\(page\)\)"):
        report(given)


def test_what_was_left_out_is_folded_away() -> None:
    page = next(page for page in golden_pages(SITE) if page.slug == "english-json-ld")
    tree = parsed(report(explain(page.raw, url=page.url)))
    folded = tree.xpath("//section[1]/details//div/@class")
    assert folded
    assert {names.split()[1] for names in folded} <= {"boilerplate", "navigation"}


EVIL = """<html><head><title>&lt;script&gt;alert(1)&lt;/script&gt;</title>
<link rel=canonical href="https://evil.example/&quot;onmouseover=alert(1)//">
<meta name=description content='"><img src=x onerror=alert(1)>'></head><body>
<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1><p>By &lt;b onclick=alert(1)&gt;Mona Quill&lt;/b&gt;</p>
<p>The old bridge over the river Lenz was opened to traffic &lt;/p&gt;&lt;script&gt;alert(2)&lt;/script&gt; again.</p>
<p>The town paid for most of the repairs, and the province gave &lt;iframe src=javascript:alert(3)&gt; the rest.</p>
<img src="javascript:alert(4)" width=600 alt="&quot;&gt;&lt;script&gt;">
<p>Previous: <a href="javascript:alert(5)">x</a></p>
</body></html>"""


def test_nothing_of_the_page_can_act() -> None:
    page = report(explain(EVIL, url="https://evil.example/1"))
    tree = parsed(page)
    assert not tree.xpath("//script | //img | //iframe | //b[@onclick] | //@*[starts-with(name(), 'on')]")
    assert all(href.startswith(("http://", "https://")) for href in tree.xpath("//a/@href"))
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]
    assert "alert(2)" in page  # It is shown, as text.


def test_plain_text_and_an_empty_article_have_a_report_too() -> None:
    assert "line 1" in report(explain("A line.\nAnother one, which is longer.", content_type="text/plain"))
    assert "No title" in report(explain("<p>x</p>"))
