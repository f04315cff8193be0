"""What an article says of itself: its views, and that it is a value."""

from __future__ import annotations

import ast
import copy
import dataclasses
import inspect
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from newsharvest import article as module
from newsharvest.article import (
    SCHEMA_VERSION,
    Article,
    Block,
    Contributor,
    Decoding,
    Evidence,
    Image,
    Link,
    Role,
    Span,
)
from newsharvest.codec import Record, attribute_docs
from newsharvest.errors import SchemaError

PARTS = [Article, Block, Contributor, Decoding, Evidence, Image, Link, Span]

STORY = Article(
    title="河口大桥今晨通车",
    subtitle="全长三公里,历时四年",
    blocks=(
        Block(kind="heading", text="四年建成", level=2),
        Block(kind="paragraph", text="本报讯(记者 王小明)大桥通车。"),
        Block(kind="caption", text="大桥全景。", credit="李强 摄"),
        Block(kind="quote", text="“等了很久。”"),
        Block(kind="list_item", text="双向六车道"),
        Block(kind="table", text="年\t公里\n2019\t3"),
        Block(kind="caption", text="剪彩现场。"),
    ),
    contributors=(
        Contributor(name="王小明", role="reporter", printed="记者 王小明"),
        Contributor(name="李强", role="photographer", printed="李强 摄"),
        Contributor(name="赵敏", role="correspondent", printed="通讯员 赵敏"),
        Contributor(name="Ann Lee", printed="Ann Lee"),
        Contributor(name="王小明", role="author", printed="作者:王小明"),
        Contributor(name="孙一", role="editor", printed="编辑 孙一"),
    ),
    images=(Image(url="https://news.example/a.jpg", caption="大桥全景。", position=2),),
    spans=(Span(field="byline", block=1, start=4, end=10),),
)


def test_text_is_the_body_without_captions_and_deck() -> None:
    expected = "四年建成\n本报讯(记者 王小明)大桥通车。\n“等了很久。”\n双向六车道\n年\t公里\n2019\t3"
    assert STORY.text == expected
    assert STORY.body == expected


def test_to_text_adds_the_deck_in_front_and_captions_where_they_stand() -> None:
    assert STORY.to_text(deck=True) == f"全长三公里,历时四年\n{STORY.text}"
    lines = STORY.to_text(captions=True).split("\n")
    assert lines[2] == "大桥全景。"
    assert lines[-1] == "剪彩现场。"
    assert "李强 摄" not in lines[2]


def test_views_of_an_article_that_says_nothing_are_empty() -> None:
    nothing = Article()
    assert nothing.text == nothing.body == nothing.to_text(deck=True, captions=True) == ""
    assert nothing.captions == nothing.authors == ()
    assert nothing.published_at is None
    assert nothing.modified_at is None
    assert nothing.schema_version == SCHEMA_VERSION


def test_captions_stand_in_reading_order() -> None:
    assert STORY.captions == ("大桥全景。", "剪彩现场。")


def test_authors_are_those_who_wrote_or_reported_once_each() -> None:
    assert STORY.authors == ("王小明", "赵敏", "Ann Lee")


@pytest.mark.parametrize(
    ("role", "writes"),
    [
        ("author", True),
        ("reporter", True),
        ("correspondent", True),
        (None, True),
        ("photographer", False),
        ("editor", False),
        ("translator", False),
        ("source-agency", True),
    ],
)
def test_which_roles_write(role: Role | None, writes: bool) -> None:
    article = Article(contributors=(Contributor(name="某人", role=role, printed="某人"),))
    assert bool(article.authors) is writes


@pytest.mark.parametrize(
    ("printed", "moment"),
    [
        (None, None),
        ("2020-02-03", datetime(2020, 2, 3)),
        ("2020-02-03T16:20", datetime(2020, 2, 3, 16, 20)),
        ("2020-02-03T16:20:05", datetime(2020, 2, 3, 16, 20, 5)),
        ("2020-02-03T16:20:05.1234567", datetime(2020, 2, 3, 16, 20, 5, 123456)),
        ("2020-02-03T16:20Z", datetime(2020, 2, 3, 16, 20, tzinfo=UTC)),
        ("2020-02-03T16:20:00+08:00", datetime(2020, 2, 3, 16, 20, tzinfo=timezone(timedelta(hours=8)))),
        ("2020-02-03T16:20-03:30", datetime(2020, 2, 3, 16, 20, tzinfo=timezone(-timedelta(hours=3.5)))),
        ("2020-02-30", None),
        ("yesterday", None),
    ],
)
def test_moments_as_datetimes(printed: str | None, moment: datetime | None) -> None:
    article = Article(published=printed, modified=printed)
    assert article.published_at == article.modified_at == moment
    if moment is not None and article.published_at is not None:
        assert article.published_at.utcoffset() == moment.utcoffset()


def test_an_article_is_a_value() -> None:
    same = Article.from_json(STORY.to_json())
    assert same == STORY
    assert hash(same) == hash(STORY)
    assert len({same, STORY}) == 1
    assert pickle.loads(pickle.dumps(STORY)) == STORY  # noqa: S301 - our own bytes
    assert copy.copy(STORY) == copy.deepcopy(STORY) == STORY
    assert dataclasses.replace(STORY, title=None) != STORY
    if hasattr(copy, "replace"):
        assert copy.replace(STORY, title="x").title == "x"


@pytest.mark.parametrize("part", PARTS)
def test_parts_are_frozen_and_made_by_name(part: type[Record]) -> None:
    parameters = part.__dataclass_params__  # type: ignore[attr-defined]
    assert parameters.frozen
    assert "__slots__" in vars(part)
    assert all(each.kw_only for each in dataclasses.fields(part))  # type: ignore[arg-type]


@pytest.mark.parametrize("part", PARTS)
def test_every_attribute_and_view_has_a_docstring(part: type[Record]) -> None:
    docs = attribute_docs(part)
    names = [each.name for each in dataclasses.fields(part)]  # type: ignore[arg-type]
    assert [name for name in (*names, *part.VIEWS) if not docs.get(name, "").endswith(".")] == []


def test_what_may_be_absent_says_what_absence_looks_like() -> None:
    docs = attribute_docs(Article)
    empty = {each.name: "empty" for each in dataclasses.fields(Article) if each.default == ()}
    nothing = {each.name: "None" for each in dataclasses.fields(Article) if each.default is None}
    silent = [name for name, word in {**empty, **nothing}.items() if word not in docs[name]]
    assert silent == []


def test_the_parts_are_listed_above() -> None:
    tree = ast.parse(inspect.getsource(module))
    classes = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    assert classes == {part.__name__ for part in PARTS}


def story(**changes: Any) -> Article:
    return dataclasses.replace(STORY, **changes)


@pytest.mark.parametrize(
    ("broken", "path"),
    [
        (Block(kind="paragraph", text="x", level=2), "$.level"),
        (Block(kind="heading", text="x", level=7), "$.level"),
        (Block(kind="paragraph", text="x", credit="y"), "$.credit"),
        (Block(kind="paragraph", text="x", page=0), "$.page"),
        (Article(published="3 February"), "$.published"),
        (Article(modified="2020-02-30"), "$.modified"),
        (Article(images=(Image(url="u", position=1),)), "$.images[0].position"),
        (story(images=(Image(url="u", position=8),)), "$.images[0].position"),
        (story(images=(Image(url="u", position=-1),)), "$.images[0].position"),
        (story(spans=(Span(field="byline", block=7, start=0, end=1),)), "$.spans[0].block"),
        (story(spans=(Span(field="byline", block=0, start=0, end=5),)), "$.spans[0].end"),
        (story(spans=(Span(field="byline", block=0, start=2, end=2),)), "$.spans[0].end"),
        (story(keywords=["a"]), "$.keywords"),
        (story(title=5), "$.title"),
        (story(previous="x"), "$.previous"),
        (story(blocks=(Link(),)), "$.blocks[0]"),
        (story(title="a\0"), "$.title"),
        (story(keywords=("a", "\ud83d")), "$.keywords[1]"),
        (story(schema_version="2.0"), "$.schema_version"),
        (Evidence(field="f", printed="", found="", rule="", confidence=float("nan")), "$.confidence"),
    ],
)
def test_what_could_not_be_read_back_is_not_written(broken: Record, path: str) -> None:
    for write in (broken.to_json, broken.to_dict, broken.validate):
        with pytest.raises(SchemaError) as caught:
            write()
        assert caught.value.path == path


def test_bounds_are_included() -> None:
    end = len(STORY.blocks)
    whole = Span(field="dateline", block=0, start=0, end=len(STORY.blocks[0].text))
    story(images=(Image(url="u", position=end),), spans=(whole,)).validate()
