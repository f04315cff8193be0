"""What a page's head and structured data say, broken, hostile or both."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newsharvest.page.jsonld import MAX_NODES, kind_of, place, read_scripts, text_of, texts_of, unescape_once
from newsharvest.page.metadata import Metadata, read_metadata

STORY = '{"@type": "NewsArticle", "headline": "Ferry runs again", "url": "https://harbour.example/ferry"}'


def root_of(head: str, body: str = "<p>Text</p>", attributes: str = "") -> Any:
    parser = etree.HTMLParser(encoding="utf-8")
    page = f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>"
    return etree.fromstring(page.encode("utf-8", "replace"), parser)


def metadata_of(head: str, body: str = "<p>Text</p>", attributes: str = "", **options: Any) -> Metadata:
    return read_metadata(root_of(head, body, attributes), **options)


def script(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def test_a_page_without_metadata_is_empty() -> None:
    found = metadata_of("")
    assert (found.meta, found.links, found.title, found.lang, found.base) == ({}, {}, None, None, None)
    assert (found.nodes, found.article, found.microdata, found.warnings) == ((), None, {}, ())
    assert read_metadata(None) == Metadata()


def test_meta_elements_by_every_name_they_have() -> None:
    found = metadata_of(
        '<meta name="Description" property="og:description" content="  Two\n lines ">'
        '<meta property="article:tag" content="Harbour"><meta property="article:tag" content="Ferries">'
        '<meta http-equiv="Content-Language" content="nl"><meta name="empty" content="  "><meta name="none">'
    )
    assert found.meta == {
        "description": ["Two lines"],
        "og:description": ["Two lines"],
        "article:tag": ["Harbour", "Ferries"],
        "content-language": ["nl"],
    }
    assert found.first("missing", "article:tag") == "Harbour"
    assert list(found.given("article:tag")) == [("article:tag", "Harbour"), ("article:tag", "Ferries")]


def test_meta_elements_in_the_body_count() -> None:
    assert metadata_of("", '<div><meta name="author" content="A. Writer"></div>').first("author") == "A. Writer"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("&amp;#8220;Sold&amp;#8221;", "“Sold”"),
        ("https://a.example/?x=1&copy=2", "https://a.example/?x=1&copy=2"),
        ("AT&T; and so on", "AT&T; and so on"),
    ],
)
def test_doubly_escaped_contents_are_unescaped_once(printed: str, read: str) -> None:
    assert metadata_of(f'<meta name="x" content="{printed}">').first("x") == read


def test_links_by_each_word_of_rel_without_those_that_only_load() -> None:
    found = metadata_of(
        '<link rel="Next Section" href=" /2 " title=" The  next "><link rel="stylesheet" href="/s.css">'
        '<link rel="canonical" href="/1"><link rel="prev">'
    )
    assert found.links == {"next": [("/2", "The next")], "section": [("/2", "The next")], "canonical": [("/1", None)]}


@pytest.mark.parametrize(
    ("head", "attributes", "language"),
    [
        ("", 'lang="zh-Hant-TW"', "zh-Hant-TW"),
        ("", 'xml:lang="de_DE"', "de-DE"),
        ('<meta property="og:locale" content="pt_BR">', 'lang=""', "pt-BR"),
        ('<meta http-equiv="content-language" content="ja, en">', "", "ja"),
        ("", 'lang="{{ lang }}"', None),
    ],
)
def test_declared_language(head: str, attributes: str, language: str | None) -> None:
    assert metadata_of(head, attributes=attributes).lang == language


def test_the_first_title_element_is_the_page_s_and_none_of_a_drawing_s() -> None:
    svg = "<svg><title>Close</title></svg>"
    assert metadata_of("<title> One \n title </title>", svg).title == "One title"
    assert metadata_of("", svg).title is None


@pytest.mark.parametrize(
    "json",
    [
        STORY,
        f"[{STORY}]",
        f'{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite"}}, {STORY}]}}',
        f'{{"@type": "WebPage", "mainEntity": {STORY}}}',
        f'{{"@type": "Thing", "mainEntityOfPage": {STORY}}}',
        f"<!-- {STORY} -->",
        f"//<![CDATA[\n{STORY}\n//]]>",
        f"/* data */ {STORY};",
        f"{STORY} {STORY}",
        STORY.replace("}", ", }"),
        STORY.replace("}", "}}"),
        STORY.replace("again", "again\n\tsoon").replace("soon", ""),
        STORY.replace('"url"', '"url": "x", "url"'),
        STORY.replace('"url"', '"n": NaN, "m": -Infinity, "url"'),
        STORY.replace('"url"', f'"n": {"9" * 5000}, "url"'),
        STORY.replace('"url"', '// a comment\n"url"'),
        STORY.replace('"url"', '"note": "it\\\'s", "url"').replace("}", ",}"),
        STORY.replace('"url"', '"note": "he said "no" twice", "url"'),
        STORY.replace('"', "&quot;"),
    ],
)
def test_json_ld_is_read_in_whatever_form_it_comes(json: str) -> None:
    found = metadata_of(script(json))
    assert found.article is not None
    assert text_of(found.article["headline"]) == "Ferry runs again"
    assert found.place("headline") == "json-ld NewsArticle.headline"
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("json", "problem"),
    [
        ("[" * 100_000, "nested too deep"),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, "nested too deep"),
        ("[" * 10_000 + "]" * 10_000, "nested too deep"),
        ('{"a": "' + "x" * 1_100_000 + '"}', "larger than the limit"),
        ('{"a"' * 60_000, "too large to repair"),
        ('{"@author": Somebody,}', "broken"),
        ("{", "broken"),
        ("no json at all", "broken"),
    ],
)
def test_json_ld_that_cannot_be_read_is_a_warning(json: str, problem: str) -> None:
    nodes, warnings = read_scripts([json, STORY])
    assert [kind_of(node) for node in nodes] == ["NewsArticle"]
    assert len(warnings) == 1
    assert problem in warnings[0]


def test_too_many_objects_are_cut_with_a_warning() -> None:
    nodes, warnings = read_scripts(["[" + ",".join(['{"@type": "Person"}'] * (MAX_NODES - 1)) + "]"] * 2)
    assert len(nodes) == MAX_NODES
    assert "more objects" in warnings[0]


@pytest.mark.parametrize(
    "value", ["null", "true", "7", '"text"', "[]", "[[[]]]", "[1, null, []]", '{"@graph": 7}', '{"@graph": null}']
)
def test_json_of_other_types_is_no_object(value: str) -> None:
    nodes, _ = read_scripts([value])
    assert all(isinstance(node, dict) for node in nodes)
    assert metadata_of(script(value)).article is None


@pytest.mark.parametrize(
    "evil", ['{"a":' + '"' * 150_000, "{" + ", " * 90_000, "{" + "/" * 190_000, '{"' + "\\" * 199_001]
)
def test_repair_is_linear(evil: str) -> None:
    started = time.process_time()
    read_scripts([evil])
    assert time.process_time() - started < 2


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from('{}[]",:\\/*<!-> \n1eNaT"'), max_size=60))
def test_no_json_ld_raises(text: str) -> None:
    read_scripts([text, '{"a": ' + text + "}"])


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("NewsArticle", "NewsArticle"),
        ("http://schema.org/NewsArticle", "NewsArticle"),
        ("schema:Article", "Article"),
        (["WebPage", "BreadcrumbList", "Article"], "Article"),
        (["Article", "NewsArticle"], "NewsArticle"),
        ([], ""),
        (None, ""),
        ({"a": 1}, ""),
        ([1, "Person"], "Person"),
    ],
)
def test_kind_of_an_object(printed: object, kind: str) -> None:
    assert kind_of({"@type": printed}) == kind


def test_evidence_of_an_object_without_type() -> None:
    assert place({}, "name") == "json-ld Thing.name"


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("  a\n b ", ["a b"]),
        ({"@value": "a", "@language": "en"}, ["a"]),
        ({"@type": "Organization", "name": ["a", "b"]}, ["a", "b"]),
        (["a", {"name": "b"}, None, "", 3], ["a", "b", "3"]),
        ("Fish &amp; chips", ["Fish & chips"]),
        ("A <em>new</em> ferry", ["A new ferry"]),
        ("1 < 2 and 3 > 2", ["1 < 2 and 3 > 2"]),
        (True, []),
        ({"name": {"name": {"name": {"name": "too deep"}}}}, []),
    ],
)
def test_texts_of_json_ld_values(value: object, texts: list[str]) -> None:
    assert texts_of(value) == texts


def test_entities_without_semicolon_stay() -> None:
    assert unescape_once("a &amp b &lt; c") == "a &amp b < c"


RELATED = '{"@type": "NewsArticle", "headline": "Another story", "url": "https://harbour.example/other"}'


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="http://www.harbour.example/ferry/">',
        '<meta property="og:url" content="https://harbour.example/ferry?from=feed#top">',
        '<meta property="og:title" content="Ferry runs again | The Harbour Post">',
    ],
)
def test_the_page_s_own_article_is_chosen_among_related_ones(head: str) -> None:
    article = metadata_of(head + script(f"[{RELATED}, {STORY}]")).article
    assert article is not None
    assert article["headline"] == "Ferry runs again"


def test_the_page_s_address_tells_its_article() -> None:
    article = metadata_of(script(f"[{RELATED}, {STORY}]"), url="https://harbour.example/ferry").article
    assert article is not None
    assert article["headline"] == "Ferry runs again"


def test_an_embedded_video_or_review_is_no_article() -> None:
    video = '{"@type": "VideoObject", "name": "A film of the harbour", "uploadDate": "2021-01-01"}'
    assert metadata_of("<title>Ferry runs again</title>" + script(video)).article is None
    own = metadata_of("<title>A film of the harbour - Post</title>" + script(video)).article
    assert own is not None
    first = metadata_of("<title>A film of the harbour</title>" + script(f"[{video}, {STORY}]")).article
    assert first is not None
    assert kind_of(first) == "NewsArticle"


def test_references_by_id_are_resolved() -> None:
    graph = (
        '{"@graph": [{"@type": "Article", "headline": "Ferry", "author": {"@id": "#w"}, "publisher": {"@id": "#none"}},'
        ' {"@type": "Person", "@id": "#w", "name": "W. Ritter"}]}'
    )
    found = metadata_of(script(graph))
    assert found.article is not None
    assert text_of(found.resolved(found.article["author"])) == "W. Ritter"
    assert texts_of(found.resolved([found.article["author"]])) == ["W. Ritter"]
    assert found.resolved(found.article["publisher"]) == {"@id": "#none"}
    assert found.resolved("plain") == "plain"
    assert [kind_of(node) for node in found.of_kind("Person")] == ["Person"]


MARKED = """
<article itemscope itemtype="https://schema.org/NewsArticle">
 <h1 itemprop="headline">Ferry  runs again</h1>
 <time itemprop="datePublished" datetime="2021-05-04">4 May</time>
 <span itemprop="author" itemscope itemtype="https://schema.org/Person">
  <a href="/w" itemprop="name url">W. Ritter</a></span>
 <div itemprop="publisher" itemscope><meta itemprop="name" content="Harbour Post"></div>
 <div itemprop="articleBody"><p>Text</p></div>
 <div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><i itemprop="author">troll</i></div>
 <i itemprop="unheardOf">x</i>
</article>"""


def test_microdata_by_property_and_owner() -> None:
    found = metadata_of("", MARKED).microdata
    values = {name: [value for _, value in items] for name, items in found.items()}
    assert values == {
        "headline": ["Ferry runs again"],
        "datePublished": ["2021-05-04"],
        "author": ["W. Ritter"],
        "author.name": ["W. Ritter"],
        "author.url": ["/w"],
        "publisher.name": ["Harbour Post"],
        "articleBody": [""],
        "comment.author": ["troll"],
    }
    assert found["articleBody"][0][0].tag == "div"


def test_microdata_is_left_out_on_request() -> None:
    assert metadata_of("", MARKED, microdata=False).microdata == {}


def test_repair_reaches_every_text_and_leaves_addresses() -> None:
    head = (
        '<title>發(fā)電</title><meta name="description" content="發(fā)"><link rel="canonical" href="/發(fā)">'
        + script('{"@type": "NewsArticle", "headline": "發(fā)電廠", "author": [{"name": "醫(yī)"}]}')
    )
    found = metadata_of(head, '<h1 itemprop="headline">發(fā)電</h1>').repaired(lambda text: text.replace("(fā)", ""))
    assert found.title == "發電"
    assert found.first("description") == "發"
    assert found.links["canonical"][0][0] == "/發(fā)"
    assert found.article is not None
    assert found.article in found.nodes
    assert found.article["headline"] == "發電廠"
    assert found.microdata["headline"][0][1] == "發電"
