"""The face of dataclasses-json, the strictness behind it, and other schema versions."""

from __future__ import annotations

import contextlib
import inspect
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from dataclasses_json import DataClassJsonMixin, config
from hypothesis import given, settings
from hypothesis import strategies as st

from newsharvest import article as module
from newsharvest.article import Article, Block, Contributor, Evidence, Image, Link, Span
from newsharvest.codec import read_moment
from newsharvest.codec.plan import plan_of, shape_of
from newsharvest.codec.versions import Form, Step, current_form, read_form
from newsharvest.errors import SchemaError

STORY = Article(
    title="河口大桥通车 😀",
    blocks=(
        Block(kind="paragraph", text="大桥今晨通车。"),
        Block(kind="caption", text="大桥全景。", credit="李强 摄"),
    ),
    contributors=(Contributor(name="王小明", role="reporter", printed="记者 王小明"),),
    next=Link(title="下一篇"),
)


@dataclass(frozen=True)
class Held(DataClassJsonMixin):
    """A user's dataclass with an article in it."""

    label: str
    article: Article = field(metadata=config(encoder=Article.to_dict, decoder=Article.from_dict))


def refused(document: Any, *, infer_missing: bool = False) -> SchemaError:
    with pytest.raises(SchemaError) as caught:
        Article.from_dict(document, infer_missing=infer_missing)
    return caught.value


def changed(**keys: Any) -> dict[str, Any]:
    return {**STORY.to_dict(), **keys}


# The face


@pytest.mark.parametrize("name", ["to_json", "from_json", "to_dict", "from_dict", "schema"])
def test_signatures_are_those_of_dataclasses_json(name: str) -> None:
    for part in (Article, Block):
        ours = inspect.signature(getattr(part, name)).parameters
        theirs = inspect.signature(getattr(DataClassJsonMixin, name)).parameters
        assert [(each.name, each.kind) for each in ours.values()] == [
            (each.name, each.kind) for each in theirs.values()
        ]


def test_an_article_is_a_dataclasses_json_class() -> None:
    assert isinstance(STORY, DataClassJsonMixin)
    assert isinstance(STORY.blocks[0], DataClassJsonMixin)


def test_json_is_one_line_of_readable_characters() -> None:
    text = STORY.to_json()
    assert "\n" not in text
    assert "大桥全景。" in text
    assert "😀" in text
    assert STORY.to_json(ensure_ascii=True).isascii()


def test_json_options_reach_json() -> None:
    assert STORY.to_json(indent=2).startswith('{\n  "url": null')
    assert STORY.to_json(separators=(",", ":")).startswith('{"url":null,"canonical_url"')
    assert STORY.to_json(sort_keys=True).startswith('{"accessible_for_free"')
    assert STORY.to_json(cls=json.JSONEncoder) == STORY.to_json(check_circular=False)


def test_a_dict_holds_the_words_after_the_structure() -> None:
    plain = STORY.to_dict()
    assert list(plain)[:4] == ["url", "canonical_url", "page_type", "title"]
    assert list(plain)[-4:] == ["schema_version", "body", "captions", "authors"]
    assert plain["body"] == "大桥今晨通车。"
    assert plain["captions"] == ["大桥全景。"]
    assert plain["authors"] == ["王小明"]
    assert plain["keywords"] == []
    assert STORY.to_dict(encode_json=True) == plain


def test_dicts_share_nothing() -> None:
    first = STORY.to_dict()
    first["keywords"].append("x")
    first["captions"].append("x")
    assert STORY.to_dict()["keywords"] == []
    assert STORY.to_dict()["captions"] == ["大桥全景。"]


def test_parts_have_the_same_face() -> None:
    block = STORY.blocks[1]
    assert Block.from_json(block.to_json()) == block
    assert Block.from_dict(block.to_dict()) == block
    with pytest.raises(SchemaError) as caught:
        Block.from_dict({**block.to_dict(), "kind": "poem"})
    assert caught.value.path == "$.kind"


def test_tuples_and_whole_numbers_that_python_users_hand_in_are_read() -> None:
    evidence = Evidence(field="title", printed="x", found="h1", rule="h1", confidence=1)
    plain = evidence.to_dict()
    assert type(plain["confidence"]) is float
    assert Evidence.from_dict({**plain, "confidence": 1}) == evidence
    assert Evidence.from_json(evidence.to_json(), parse_float=Decimal) == evidence
    assert Article.from_dict(changed(keywords=("a", "b"))).keywords == ("a", "b")


@pytest.mark.filterwarnings("ignore::marshmallow.warnings.RemovedInMarshmallow4Warning")
def test_marshmallow_schema_writes_and_reads() -> None:
    schema: Any = Article.schema()
    assert schema.load(schema.dump(STORY)) == STORY
    assert schema.loads(schema.dumps(STORY)) == STORY
    assert schema.load(STORY.to_dict()) == STORY
    assert schema.loads(schema.dumps([STORY, STORY], many=True), many=True) == [STORY, STORY]
    assert schema.validate({**schema.dump(STORY), "blocks": [{"kind": "poem", "text": "x"}]})


def test_a_dataclass_of_a_user_can_hold_an_article() -> None:
    held = Held(label="a", article=STORY)
    assert Held.from_json(held.to_json()) == held
    assert json.loads(held.to_json())["article"]["body"] == STORY.body


# What is refused


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (None, "$"),
        ([], "$"),
        ("x", "$"),
        (5, "$"),
        ([STORY.to_dict()], "$"),
        ({}, "$.url"),
        (changed(title=5), "$.title"),
        (changed(title=["a"]), "$.title"),
        (changed(accessible_for_free="false"), "$.accessible_for_free"),
        (changed(accessible_for_free=1), "$.accessible_for_free"),
        (changed(keywords="abc"), "$.keywords"),
        (changed(keywords=["a", None]), "$.keywords[1]"),
        (changed(blocks=None), "$.blocks"),
        (changed(blocks=[5]), "$.blocks[0]"),
        (changed(next=[]), "$.next"),
        (changed(next={"url": None}), "$.next.title"),
        (changed(title="a\0b"), "$.title"),
        (changed(title="\ud83d"), "$.title"),
        (changed(mood="calm"), "$.mood"),
        ({**changed(), "odd key\n": 1}, '$["odd key\\n"]'),
        (dict([*changed().items(), (5, 1)]), "$.int"),
        (changed(body="another text"), "$.body"),
        (changed(body=None), "$.body"),
        (changed(captions=[]), "$.captions"),
        (changed(captions=["大桥全景。", 5]), "$.captions[1]"),
        (changed(authors=["李强"]), "$.authors"),
        (changed(published="2020-02-30"), "$.published"),
        (changed(published="２０２０-02-03"), "$.published"),
        (changed(published="2020-02-03\n"), "$.published"),
        (changed(images=[Image(url="u", position=2).to_dict() | {"position": 3}]), "$.images[0].position"),
        (changed(images=[Image(url="u").to_dict() | {"position": 10**30}]), "$.images[0].position"),
        (changed(spans=[Span(field="x", block=1, start=0, end=5).to_dict() | {"end": 6}]), "$.spans[0].end"),
    ],
)
def test_a_document_is_refused_at_its_path(document: Any, path: str) -> None:
    error = refused(document)
    assert error.path == path
    assert str(error) == f"{path}: {error.problem}"
    assert len(error.problem) < 200
    assert error.problem.isprintable()


def with_block(text: str) -> str:
    """The story's JSON with ``text`` in place of its second block."""
    plain = STORY.to_dict()
    plain["blocks"][1] = "HERE"
    return json.dumps(plain).replace('"HERE"', text)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", "$"),
        ("{", "$"),
        ("null", "$"),
        ("[]", "$"),
        ("NaN", "$"),
        ("{} {}", "$"),
        ("\ufeff{}", "$"),
        (STORY.to_json()[:-1], "$"),
        ("[" * 100_000, "$"),
        ('{"url":' * 100_000, "$"),
        (b"\xff\xfe\xfd", "$"),
        (STORY.to_json().encode("gb18030"), "$"),
        (None, "$"),
        (5, "$"),
        (with_block("NaN"), "$.blocks[1]"),
        (with_block("-Infinity"), "$.blocks[1]"),
        (with_block('{"kind": "caption", "kind": "caption"}'), "$.blocks[1].kind"),
        (with_block('{"kind": "caption", "text": "\\ud800"}'), "$.blocks[1].text"),
        (with_block('{"kind": "caption", "text": "\\u0000"}'), "$.blocks[1].text"),
        ('{"schema_version": "1.0", "schema_version": "9.0"}', "$.schema_version"),
        (STORY.to_json().replace('"page": 1}', '"page": ' + "9" * 10_000 + "}", 1), "$.blocks[0].page"),
        (STORY.to_json().replace('"page": 1}', '"page": -0}', 1), "$.blocks[0].page"),
        (STORY.to_json().replace('"page": 1}', '"page": 1.0}', 1), "$.blocks[0].page"),
        (STORY.to_json().replace('"page": 1}', '"page": 1e400}', 1), "$.blocks[0].page"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_text_that_is_no_article_is_refused(text: Any, path: str) -> None:
    with pytest.raises(SchemaError) as caught:
        Article.from_json(text)
    assert caught.value.path == path
    with pytest.raises(SchemaError):
        Article.from_json(text, infer_missing=True)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999", "9" * 5_000, "-0.1", "1.01", '"1"', "true"])
def test_confidence_is_a_finite_number_from_0_to_1(number: str) -> None:
    whole = Evidence(field="title", printed="x", found="h1", rule="h1", confidence=0.25).to_json()
    with pytest.raises(SchemaError) as caught:
        Evidence.from_json(whole.replace("0.25", number))
    assert caught.value.path == "$.confidence"


def test_a_hook_of_the_caller_takes_the_place_of_ours() -> None:
    seen: list[dict[str, Any]] = []

    def hook(found: dict[str, Any]) -> dict[str, Any]:
        seen.append(found)
        return found

    assert Article.from_json(STORY.to_json(), object_hook=hook) == STORY
    assert len(seen) == 5


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("1.0"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "text", "blocks", "schema_version", "x"]), inner)
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(STORY.to_dict())), JSON, st.booleans())
def test_nothing_but_a_schema_error_comes_out(key: str, value: Any, infer_missing: bool) -> None:
    articles: list[Article] = []
    with contextlib.suppress(SchemaError):
        articles.append(Article.from_dict(value, infer_missing=infer_missing))
    with contextlib.suppress(SchemaError):
        articles.append(Article.from_dict(changed(**{key: value}), infer_missing=infer_missing))
    with contextlib.suppress(SchemaError):
        written = json.dumps(changed(**{key: value}))
        articles.append(Article.from_json(written, infer_missing=infer_missing))
    for article in articles:
        assert Article.from_json(article.to_json()) == article


@settings(deadline=None)
@given(st.binary(max_size=4), st.integers(0, 2000), st.integers(0, 9))
def test_damaged_bytes_are_an_article_or_a_schema_error(junk: bytes, place: int, lost: int) -> None:
    whole = STORY.to_json().encode()
    try:
        article = Article.from_json(whole[:place] + junk + whole[place + lost :])
    except SchemaError:
        return
    article.validate()


# Keys that are absent


def test_infer_missing_gives_defaults_and_makes_views() -> None:
    assert Article.from_dict({}, infer_missing=True) == Article()
    story = Article.from_json('{"title": "a", "blocks": [{"kind": "paragraph", "text": "b"}]}', infer_missing=True)
    assert story == Article(title="a", blocks=(Block(kind="paragraph", text="b"),))


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"blocks": [{"kind": "paragraph"}]}, "$.blocks[0].text"),
        ({"images": [{}]}, "$.images[0].url"),
        ({"mood": 1}, "$.mood"),
        ({"keywords": None}, "$.keywords"),
        ({"body": "x"}, "$.body"),
        ([], "$"),
    ],
)
def test_infer_missing_forgives_nothing_else(document: Any, path: str) -> None:
    assert refused(document, infer_missing=True).path == path


# Other versions


def test_a_newer_minor_version_is_read_without_its_new_keys() -> None:
    plain = changed(schema_version="1.7", mood="calm")
    for block in plain["blocks"]:
        block["tone"] = {"a": [float("nan")]}
    article = Article.from_dict(plain)
    assert article.blocks == STORY.blocks
    assert article.schema_version == module.SCHEMA_VERSION
    (note,) = article.warnings
    assert note == "written by schema version 1.7; not known here and ignored: $.mood, $.blocks[].tone"
    assert Article.from_json(article.to_json()) == article


def test_a_newer_minor_version_without_new_keys_is_read_silently() -> None:
    assert Article.from_dict(changed(schema_version="1.9")) == STORY


def test_a_newer_minor_version_is_strict_about_known_keys() -> None:
    assert refused(changed(schema_version="1.9", title=5)).path == "$.title"
    plain = changed(schema_version="1.9")
    del plain["title"]
    assert refused(plain).path == "$.title"


def test_ignored_keys_are_named_briefly_and_safely() -> None:
    plain = {**changed(schema_version="1.9"), "\ud800" * 999: 1, **{f"k{n}": n for n in range(999)}}
    (note,) = Article.from_dict(plain).warnings
    assert len(note) < 500
    assert note.isascii()


@pytest.mark.parametrize("version", ["2.0", "10.0", "0.9", "", "1", "1.0.0", "01.0", "1.x", "１.0", None, 1.0, ["1.0"]])
def test_other_versions_are_refused_at_schema_version(version: Any) -> None:
    assert refused(changed(schema_version=version)).path == "$.schema_version"
    assert refused(changed(schema_version=version), infer_missing=True).path == "$.schema_version"


def rename_headline(document: dict[str, Any]) -> dict[str, Any]:
    document["title"] = document.pop("headline")
    return document


def add_nothing(document: dict[str, Any]) -> dict[str, Any]:
    return document


OLD = {
    "0.8": Step("0.9", add_nothing),
    "0.9": Step("1.0", rename_headline),
}


@pytest.mark.parametrize("version", ["0.8", "0.9"])
def test_an_older_version_is_brought_up_to_date_step_by_step(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "UPGRADES", OLD)
    old = changed(schema_version=version, headline=STORY.title)
    del old["title"]
    assert Article.from_dict(old) == STORY
    assert "headline" in old
    del old["headline"]
    assert refused(old).path == "$"
    assert refused(changed(schema_version="0.7")).path == "$.schema_version"


def test_absent_keys_of_an_older_minor_version_have_their_defaults() -> None:
    form = current_form({"schema_version": "1.2", "title": "a"}, "1.4", {})
    assert form.older
    assert form.newer is None
    assert form.document == {"schema_version": "1.4", "title": "a"}


def test_what_an_older_minor_version_wrote_is_read() -> None:
    article, note = read_form(Article, Form({"title": "a"}, older=True))
    assert article == Article(title="a")
    assert note is None
    with pytest.raises(SchemaError):
        read_form(Article, Form({"mood": "calm"}, older=True))


def test_a_step_of_an_older_minor_version_is_taken() -> None:
    form = current_form({"schema_version": "1.2", "headline": "a"}, "1.4", {"1.2": Step("1.3", rename_headline)})
    assert form.older
    assert form.document == {"schema_version": "1.4", "title": "a"}


# Beneath


def test_a_plan_is_made_once() -> None:
    assert plan_of(Article) is plan_of(Article)


@pytest.mark.parametrize("kind", [dict[str, str], list[str], bytes, str | int, tuple[str, int], Any])
def test_types_that_json_could_not_give_back_have_no_shape(kind: Any) -> None:
    with pytest.raises(TypeError):
        shape_of(kind)


def test_text_of_a_subclass_becomes_plain_text() -> None:
    class Smart(str):
        __slots__ = ()

    plain = Article(title=Smart("x")).to_dict()
    assert type(plain["title"]) is str


@pytest.mark.parametrize(
    "text", ["2020-02-30", "0000-01-01", "2020-02-03T16", "2020-02-03T16:20:60", "2020-02-03Z", "x" * 99, ""]
)
def test_what_is_no_moment(text: str) -> None:
    assert read_moment(text) is None
