"""Pages that show no text until a script has run, and hold their story in that script's data."""

from __future__ import annotations

import json

import pytest

from newsharvest import explain, extract

PARAGRAPHS = (
    'The night ferry from Saltmouth will not sail this winter, the harbour office said on Monday, because "both" boats '
    "need new engines and no yard has room for them before March.\n"
    "Some three hundred people take it to work, among them the nurses of the island's only hospital, who now have to "
    "find beds on the mainland or leave home at four in the morning.\n"
    "The council wants to rent a boat from the lighthouse service, which has one to spare, but that boat carries no "
    "cars and must not leave the bay when waves are higher than two metres."
).split("\n")
SHOWN = "<p>What a page shows is what counts for whoever reads it, and no script is asked for more.</p>"
STORY = "".join(f'<p class="text">{paragraph}</p>' for paragraph in PARAGRAPHS)


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


def page(script: str, shown: str = "<div id=app></div>") -> bytes:
    return (
        "<html><head><title>Night ferry stays in harbour</title></head>"
        f"<body>{shown}<script>{script}</script></body></html>"
    ).encode()


@pytest.mark.parametrize(
    "script",
    [
        f"window.data = {as_json({'id': 7, 'tags': ['ferry'], 'body': STORY})};",
        f"next.push([1, {as_json(as_json({'teaser': '<p>Boats</p>', 'body': STORY}))}])",
        f"next.push([1, {as_json('3a:T8f1,' + STORY)}])",
        f"window.data = {json.dumps({'body': STORY})};",
    ],
    ids=["string", "JSON in a string", "with a mark before it", "unescaped"],
)
def test_story_is_read_from_the_script(script: str) -> None:
    article = extract(page(script))
    assert article.body == "\n".join(PARAGRAPHS)
    assert article.title == "Night ferry stays in harbour"
    assert [warning.partition(":")[0] for warning in article.warnings] == ["embedded"]


def test_story_is_read_from_what_json_ld_states_where_nothing_else_is_shown() -> None:
    data = as_json(
        {"@type": "NewsArticle", "headline": "Night ferry stays in harbour", "articleBody": "\n\n".join(PARAGRAPHS)}
    )
    script = f'<script type="application/ld+json">{data}</script>'
    shown = f"<noscript>You need to enable JavaScript to run this app.</noscript>{script}"
    article = extract(page("", shown))
    assert article.body == "\n".join(PARAGRAPHS)
    assert [warning.partition(":")[0] for warning in article.warnings] == ["embedded"]
    assert extract(page("", SHOWN * 9 + script)).body != article.body


def test_evidence_says_that_a_script_held_it() -> None:
    blocks = explain(page(f"data = {as_json({'body': STORY})}")).blocks
    assert [block.found for block in blocks if block.label == "paragraph"] == [
        f"script: /html/body/article/p[{number}]" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("script", "shown"),
    [
        (f"data = {as_json({'body': STORY})}", SHOWN * 9),
        (f"data = {as_json({'body': '<p>One</p><p>Two</p><p>Three</p>'})}", "<p>Shown</p>"),
        (f"data = '{STORY.replace(chr(34), '')}'", "<p>Shown</p>"),
        ('data = "' + "<p " * 5000, "<p>Shown</p>"),
        ("data = " + '\\"<p>' * 5000, "<p>Shown</p>"),
    ],
    ids=["text is shown", "too short", "no JSON", "unclosed", "only escaped quotes"],
)  # fmt: skip
def test_other_scripts_are_left(script: str, shown: str) -> None:
    article = extract(page(script, shown))
    assert "ferry from Saltmouth" not in article.body
    assert not [warning for warning in article.warnings if warning.startswith("embedded")]
