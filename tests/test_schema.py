"""Articles of every kind there and back, and the published JSON Schema beside them."""

from __future__ import annotations

import copy
import json
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from newsharvest.article import (
    SCHEMA_VERSION,
    Article,
    Block,
    BlockKind,
    Contributor,
    Decoding,
    Evidence,
    Image,
    Link,
    PageType,
    Role,
    Span,
)
from newsharvest.codec import Record, attribute_docs
from newsharvest.errors import SchemaError

SCHEMA = Article.json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

CHARACTERS = st.one_of(
    st.sampled_from('記者通訊員廖一篇。,(《”\n\t\u2028\u3000"\\/<😀\x1b\ufeff\ufffe'),
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
)
TEXT = st.text(CHARACTERS, max_size=12)
MAYBE = st.none() | TEXT
OFFSETS = st.sampled_from(["", "Z", "+08:00", "-03:30", "+00:00"])
CLOCKS = st.sampled_from(["T00:00", "T23:59:59", "T16:20:05.5", "T16:20:05.123456"])
MOMENTS = st.builds(
    lambda day, clock, offset: day.isoformat() + (clock + offset if clock else ""),
    st.dates(),
    st.just("") | CLOCKS,
    OFFSETS,
)


@st.composite
def some_blocks(draw: st.DrawFn) -> Block:
    kind = draw(st.sampled_from(get_args(BlockKind)))
    return Block(
        kind=kind,
        text=draw(TEXT),
        level=draw(st.none() | st.integers(1, 6)) if kind == "heading" else None,
        credit=draw(MAYBE) if kind == "caption" else None,
        raw=draw(MAYBE),
        page=draw(st.integers(1, 2**53 - 1)),
    )


@st.composite
def some_spans(draw: st.DrawFn, blocks: tuple[Block, ...]) -> Span:
    index = draw(st.sampled_from([index for index, block in enumerate(blocks) if block.text]))
    end = draw(st.integers(1, len(blocks[index].text)))
    return Span(field=draw(TEXT), block=index, start=draw(st.integers(0, end - 1)), end=end)


IMAGES = st.builds(Image, url=TEXT, caption=MAYBE, credit=MAYBE, alt=MAYBE)
CONTRIBUTORS = st.builds(Contributor, name=TEXT, role=st.sampled_from([None, *get_args(Role)]), printed=TEXT)
LINKS = st.none() | st.builds(Link, url=MAYBE, title=MAYBE)
EVIDENCE = st.builds(Evidence, field=TEXT, printed=TEXT, found=TEXT, rule=TEXT, confidence=st.floats(0, 1) | st.just(1))


def some(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=3).map(tuple)


@st.composite
def some_articles(draw: st.DrawFn) -> Article:
    blocks = draw(some(some_blocks()))
    images = tuple(
        Image(url=each.url, caption=each.caption, credit=each.credit, alt=each.alt, position=position)
        for each in draw(some(IMAGES))
        for position in [draw(st.integers(0, len(blocks)))]
    )
    texts: dict[str, Any] = {name: draw(MAYBE) for name in TEXTS}
    return Article(
        **texts,
        page_type=draw(st.sampled_from([None, *get_args(PageType)])),
        contributors=draw(some(CONTRIBUTORS)),
        published=draw(st.none() | MOMENTS),
        modified=draw(st.none() | MOMENTS),
        keywords=draw(some(TEXT)),
        blocks=blocks,
        images=images,
        previous=draw(LINKS),
        next=draw(LINKS),
        pagination=draw(some(TEXT)),
        accessible_for_free=draw(st.sampled_from([None, True, False])),
        spans=draw(some(some_spans(blocks))) if any(each.text for each in blocks) else (),
        decoding=draw(st.none() | st.builds(Decoding, encoding=TEXT, source=TEXT, replaced=st.integers(0, 9))),
        evidence=draw(some(EVIDENCE)),
        warnings=draw(some(TEXT)),
    )


TEXTS = [
    name
    for name, described in SCHEMA["properties"].items()
    if described.get("type") == ["string", "null"] and "pattern" not in described
]

FULL = Article(
    title="河口大桥通车",
    published="2020-02-03T16:20:00+08:00",
    accessible_for_free=True,
    keywords=("大桥",),
    blocks=(Block(kind="heading", text="通车", level=2), Block(kind="caption", text="全景", credit="李强")),
    images=(Image(url="https://news.example/a.jpg", alt="桥", position=1),),
    contributors=(Contributor(name="王小明", role="reporter", printed="记者 王小明"),),
    previous=Link(title="上一篇", url="https://news.example/1.html"),
    spans=(Span(field="dateline", block=0, start=0, end=1),),
    decoding=Decoding(encoding="gb18030", source="meta"),
    evidence=(Evidence(field="title", printed="河口", found="meta og:title", rule="og", confidence=0.5),),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(some_articles())
def test_every_article_comes_back_and_fits_the_schema(article: Article) -> None:
    text = article.to_json()
    assert Article.from_json(text) == article
    assert Article.from_json(text.encode()) == article
    assert Article.from_json(article.to_json(ensure_ascii=True, indent=1, sort_keys=True)) == article
    assert Article.from_dict(article.to_dict()) == article
    assert Article.from_json(text).to_json() == text
    assert next(VALIDATOR.iter_errors(json.loads(text)), None) is None


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a JSON value, the value itself included."""
    found = [path]
    if isinstance(value, dict):
        found += [place for key, item in value.items() for place in leaves(item, (*path, key))]
    if isinstance(value, list):
        found += [place for index, item in enumerate(value) for place in leaves(item, (*path, index))]
    return found


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def json_path(path: tuple[str | int, ...]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


WRONG: dict[type, list[Any]] = {
    str: [5, True, ["a"], {}],
    int: ["1", 1.7, True, [1], {}],
    bool: ["false", 0, []],
    float: ["0.5", True, [], 2.0],
    type(None): [1.5, {}, [{}]],
    list: ["abc", {}, 5, None],
    dict: [[], "x", 5],
}
PLACES = [place for place in leaves(FULL.to_dict()) if place]


@pytest.mark.parametrize("place", PLACES, ids=json_path)
def test_a_value_of_another_type_is_refused_at_its_place(place: tuple[str | int, ...]) -> None:
    for wrong in WRONG[type(at(FULL.to_dict(), place))]:
        plain = FULL.to_dict()
        at(plain, place[:-1])[place[-1]] = wrong
        with pytest.raises(SchemaError) as caught:
            Article.from_dict(plain)
        assert caught.value.path.startswith(json_path(place))
        assert not VALIDATOR.is_valid(plain), wrong


OBJECTS = [place for place in leaves(FULL.to_dict()) if isinstance(at(FULL.to_dict(), place), dict)]


@pytest.mark.parametrize("place", OBJECTS, ids=json_path)
def test_missing_and_unknown_keys_are_refused_at_their_place(place: tuple[str | int, ...]) -> None:
    for key in at(FULL.to_dict(), place):
        plain = FULL.to_dict()
        del at(plain, place)[key]
        with pytest.raises(SchemaError, match="missing") as caught:
            Article.from_dict(plain)
        assert caught.value.path == f"{json_path(place)}.{key}"
        assert not VALIDATOR.is_valid(plain)
    plain = FULL.to_dict()
    at(plain, place)["mood"] = "calm"
    with pytest.raises(SchemaError, match="no such key") as caught:
        Article.from_dict(plain)
    assert caught.value.path == f"{json_path(place)}.mood"
    assert not VALIDATOR.is_valid(plain)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("published", "2020-2-3"),
        ("published", "2020-02-03 16:20"),
        ("published", "2020-02-03T16:20+0800"),
        ("modified", "2020-13-01"),
        ("modified", "2020-02-03T24:00"),
        ("modified", "2020"),
        ("schema_version", "1.9"),
    ],
)
def test_the_schema_refuses_other_notations(key: str, value: str) -> None:
    assert not VALIDATOR.is_valid({**FULL.to_dict(), key: value})


def test_the_schema_is_a_schema_and_plain_data() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA, allow_nan=False)) == SCHEMA
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert sorted(SCHEMA["$defs"]) == [
        "Block",
        "Contributor",
        "Decoding",
        "Evidence",
        "Image",
        "Link",
        "Span",
    ]


def test_the_schema_names_words_versions_and_bounds() -> None:
    block = SCHEMA["$defs"]["Block"]["properties"]
    assert block["kind"]["enum"] == list(get_args(BlockKind))
    assert SCHEMA["$defs"]["Contributor"]["properties"]["role"]["enum"] == [*get_args(Role), None]
    assert (block["level"]["minimum"], block["level"]["maximum"]) == (1, 6)
    assert SCHEMA["properties"]["schema_version"]["const"] == SCHEMA_VERSION


def test_every_key_is_described_required_and_in_the_order_of_the_output() -> None:
    assert list(SCHEMA["properties"]) == list(FULL.to_dict()) == SCHEMA["required"]
    for each in (SCHEMA, *SCHEMA["$defs"].values()):
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])
        assert [key for key, value in each["properties"].items() if not value.get("description")] == []


def test_every_part_has_its_own_schema() -> None:
    described = Block.json_schema()
    Draft202012Validator.check_schema(described)
    assert "$defs" not in described
    Draft202012Validator(described).validate(FULL.blocks[0].to_dict())


def test_a_schema_belongs_to_its_caller() -> None:
    mine = Article.json_schema()
    mine["properties"].clear()
    assert Article.json_schema() == SCHEMA


def test_without_source_only_the_descriptions_are_absent() -> None:
    made = type("Made", (Record,), {})
    assert attribute_docs(made) == {}


def test_the_examples_here_are_not_changed_by_reading() -> None:
    plain = FULL.to_dict()
    before = copy.deepcopy(plain)
    Article.from_dict(plain, infer_missing=True)
    Article.from_dict({**plain, "schema_version": "1.9"})
    assert plain == before
