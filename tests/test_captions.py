"""Captions and pictures: which lines are captions, of which picture, and which images are pictures."""

from __future__ import annotations

import pytest

from newsharvest import Article, extract
from newsharvest.languages import lexicon_for, lexicons
from newsharvest.lines.captions import caption_cues, is_credit, split_credit
from newsharvest.lines.picture_credits import credit_forms
from newsharvest.page.images import is_icon_address

CHINESE = [
    "青溪日报讯，经过两年的维修，青石桥三日上午恢复通车，两岸居民又能步行过河，上下班也不用再绕行三公里的山路了。",
    "市民张先生说，以后上班可以少走许多路，孩子上学也方便多了，据介绍这座桥建于一九五六年，两年前被洪水冲坏。",
    "桥面加宽到九米，两侧新装了护栏和路灯，夜里从桥上走过，可以看见整条老街的灯火，许多人停下来拍照留念。",
    "下一步，县里还要修整两岸的步道，在桥头建一座小公园，让老人和孩子有地方歇脚，预计明年春天可以完工。",
]
ENGLISH = [
    "The old bridge over the Lo opened again on Monday, two years after the flood that had carried away its middle.",
    "Children from the east bank, who had to walk three miles to school, were the first to cross it, the mayor said.",
    "The roadway is now nine yards wide, with railings and lamps on both sides, and buses may cross it once more.",
    "A small park is to follow next spring, with benches for the old and a playground for the young, the council said.",
]
LEAD = '<meta property="og:type" content="article">'


def article_url() -> str:
    return "https://news.example/2020/0203/1.html"


def page(body: str, *, title: str = "青石桥恢复通车") -> Article:
    """The article of a plain page with this body."""
    head = f"<html><head><meta charset=utf-8><title>{title}</title>{LEAD}</head>"
    html = f"{head}<body><h1>{title}</h1><div class=content>{body}</div><p>版权所有</p></body></html>"
    return extract(html.encode(), url=article_url())


def paragraphs(texts: list[str], beside: str, *, at: int = 1, indent: str = "") -> str:
    """Some paragraphs with a piece of mark-up before one of them."""
    made = [f"<p>{indent}{text}</p>" for text in texts]
    return "".join([*made[:at], beside, *made[at:]])


def chinese(beside: str, **where: object) -> Article:
    return page(paragraphs(CHINESE, beside, **where))  # type: ignore[arg-type]


def english(beside: str) -> Article:
    return page(paragraphs(ENGLISH, beside), title="Old bridge opens again")


IMG = '<img src="/upload/2020/bridge-1.jpg">'
URL = "https://news.example/upload/2020/bridge-1.jpg"


# ------------------------------------------------------------------ a caption beside its picture


@pytest.mark.parametrize(
    ("beside", "caption", "credit"),
    [
        pytest.param(f"<p>{IMG}</p><p>图为市民走过青石桥。</p>", "图为市民走过青石桥。", None, id="words"),
        pytest.param(f"<p>{IMG}</p><p>市民走过新桥（张三 摄）</p>", "市民走过新桥", "张三 摄", id="credit in brackets"),
        pytest.param(
            f"<p>{IMG}</p><p>市民走过新桥 新华社记者李四摄</p>", "市民走过新桥", "新华社记者李四摄", id="glued"
        ),
        pytest.param(
            f"<p>{IMG}</p><p>▲市民走过新桥。(记者 王五 摄)</p>", "▲市民走过新桥。", "记者 王五 摄", id="pointer"
        ),
        pytest.param(f"<p>{IMG}</p><p align=center>市民走过新桥</p>", "市民走过新桥", None, id="centred"),
        pytest.param(
            f"<p>{IMG}</p><p style='text-align: center'><span>市民走过新桥</span></p>",
            "市民走过新桥",
            None,
            id="by style",
        ),
        pytest.param(f"<p>{IMG}</p><p>市民走过新桥</p>", "市民走过新桥", None, id="the only short line"),
        pytest.param(f"<p align=center>{IMG}<br>市民走过新桥</p>", "市民走过新桥", None, id="in one paragraph"),
        pytest.param(f"<div class=pic>{IMG}<p>市民走过新桥。</p></div>", "市民走过新桥。", None, id="in one frame"),
        pytest.param(f"<center>{IMG}</center><center>市民走过新桥</center>", "市民走过新桥", None, id="center"),
        pytest.param(
            f"<table align=center><tr><td>{IMG}</td></tr><tr><td>市民走过新桥</td></tr></table>",
            "市民走过新桥",
            None,
            id="two rows of a table",
        ),
        pytest.param(
            f"<p>{IMG}</p><p>县长李明（右二）在桥头向居民介绍工程的情况，并听取大家的意见。</p>",
            "县长李明（右二）在桥头向居民介绍工程的情况，并听取大家的意见。",
            None,
            id="a person's place",
        ),
        pytest.param(
            f"<figure>{IMG}<figcaption>市民走过新桥。<span class=credit>张三 摄</span></figcaption></figure>",
            "市民走过新桥。",
            "张三 摄",
            id="figcaption",
        ),
        pytest.param(
            f"<div class='wp-caption aligncenter'>{IMG}<p class=wp-caption-text>市民走过新桥</p></div>",
            "市民走过新桥",
            None,
            id="wp-caption",
        ),
        pytest.param(f"<p>▼市民走过新桥</p><p>{IMG}</p>", "▼市民走过新桥", None, id="before the picture"),
        pytest.param(
            f"<p>{IMG}</p><p>桥面加宽到九米，两侧新装了护栏</p>", "桥面加宽到九米，两侧新装了护栏", None, id="repeated"
        ),
    ],
)
def test_a_caption_is_tied_to_its_picture_and_leaves_the_text(beside: str, caption: str, credit: str | None) -> None:
    article = chinese(beside)
    assert article.captions == (caption,)
    assert article.text.split("\n") == CHINESE
    (image,) = article.images
    assert (image.url, image.caption, image.credit) == (URL, caption, credit)
    assert image.position == (2 if "▼" in caption else 1)


@pytest.mark.parametrize(
    ("beside", "caption", "credit"),
    [
        pytest.param(
            f"<figure>{IMG}<figcaption>Children cross first. Photo: Mona Quill/Gazette</figcaption></figure>",
            "Children cross first.",
            "Photo: Mona Quill/Gazette",
            id="figcaption",
        ),
        pytest.param(
            f"<figure>{IMG}<figcaption><p>Children cross first</p><p>Mona Quill/The Gazette</p></figcaption></figure>",
            "Children cross first",
            "Mona Quill/The Gazette",
            id="credit in a block of its own",
        ),
        pytest.param(
            f"<div class=sc-ab12><div>{IMG}</div><div class=sc-cd34>Children cross the bridge first</div>"
            "<div class=sc-ef56>Reuters</div></div>",
            "Children cross the bridge first",
            "Reuters",
            id="a frame without names",
        ),
        pytest.param(
            f"<p>{IMG}</p><p><em>Children from the east bank cross first</em></p>",
            "Children from the east bank cross first",
            None,
            id="italic",
        ),
        pytest.param(
            "<p><img src=/upload/2020/bridge-1.jpg alt='Children from the east bank cross the bridge first.'></p>"
            "<p>Children from the east bank cross the bridge first.</p>",
            "Children from the east bank cross the bridge first.",
            None,
            id="the image's own words",
        ),
        pytest.param(
            f"<p>{IMG}</p><p>Mona Quill (left) is the first across. (AP Photo/Ned Ashe)</p>",
            "Mona Quill (left) is the first across.",
            "AP Photo/Ned Ashe",
            id="agency",
        ),
    ],
)
def test_western_captions(beside: str, caption: str, credit: str | None) -> None:
    article = english(beside)
    assert article.captions == (caption,)
    assert article.text.split("\n") == ENGLISH
    (image,) = article.images
    assert (image.url, image.caption, image.credit) == (URL, caption, credit)


def test_two_pictures_in_a_row_share_a_caption() -> None:
    article = chinese(f"<p>{IMG}</p><p><img src=/upload/2020/bridge-2.jpg></p><p>上图：新桥；下图：旧桥。</p>")
    assert [image.caption for image in article.images] == ["上图：新桥；下图：旧桥。"] * 2
    assert article.captions == ("上图：新桥；下图：旧桥。",)


def test_one_caption_for_two_pictures_that_stand_apart_is_printed_twice() -> None:
    figure = "<figure><img src=/upload/2020/bridge-{}.jpg><figcaption>桥头的市民</figcaption></figure>"
    article = chinese(figure.format(1) + f"<p>{CHINESE[1]}</p>" + figure.format(2) + figure.format(2))
    assert article.captions == ("桥头的市民",) * 2  # The third is the second picture once more.


def test_captions_that_look_alike_are_all_captions() -> None:
    images = [f"<p><img src=/upload/2020/bridge-{n}.jpg></p>" for n in range(3)]
    lines = ["<p>图为桥头公园效果图</p>", "<p>图为新装的路灯</p>", "<p>许多人停下来拍照</p>"]
    heading = "<p>两岸步道</p>"  # Short lines away from pictures are set alike: the last line alone would be doubtful.
    body = "".join(f"<p>{text}</p>{image}{line}" for text, image, line in zip(CHINESE, images, lines, strict=False))
    article = page(f"{body}{heading}<p>{CHINESE[3]}</p>")
    assert article.captions == ("图为桥头公园效果图", "图为新装的路灯", "许多人停下来拍照")
    assert "两岸步道" in article.text


# ------------------------------------------------------------------ a paragraph that is no caption


def test_a_linked_picture_takes_the_words_in_its_link_for_its_caption() -> None:
    link = f"<a href='/upload/2020/bridge-1-full.jpg'>{IMG}<div class=img-caption>市民走过新桥</div></a>"
    article = chinese(f"<div>{link}</div>")
    assert article.captions == ("市民走过新桥",)
    assert [image.caption for image in article.images] == ["市民走过新桥"]


def test_a_caption_is_found_below_the_button_of_a_viewer() -> None:
    article = english(
        f"<div class=photo>{IMG}<button>Open image in gallery</button>"
        "<p class=image-text>Children cross the bridge first</p></div>"
    )
    assert article.captions == ("Children cross the bridge first",)


def test_the_lead_picture_above_the_headline_is_the_one_that_metadata_names() -> None:
    head = "<html><head><title>青石桥恢复通车</title><meta property=og:image content=/upload/2020/bridge-1.jpg></head>"
    top = f"<img src=/upload/hot-2.jpg>{IMG}<img src=/upload/hot-3.jpg>"
    body = "".join(f"<p>{text}</p>" for text in CHINESE)
    article = extract(f"{head}<body><div>{top}</div><h1>青石桥恢复通车</h1>{body}</body></html>", url=article_url())
    assert [image.url for image in article.images] == [URL]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("<p><strong>两年等待终于有了结果</strong></p>", id="bold heading"),
        pytest.param("<h3>两年等待终于有了结果</h3>", id="heading"),
        pytest.param("<p>一、两年等待终于有了结果</p>", id="numbered heading"),
        pytest.param("<p>居民们这样说：</p>", id="introduces what follows"),
        pytest.param("<p>居民说，终于等到了这一天，从此再也不用绕行三公里的山路去上班了。</p>", id="sentence"),
        pytest.param("<p>“这座桥是我们的命根子！”</p>", id="quotation"),
    ],
)
def test_text_after_a_picture_stays_text(line: str) -> None:
    article = chinese(f"<p>{IMG}</p>{line}")
    assert article.captions == ()
    assert len(article.text.split("\n")) == len(CHINESE) + 1
    assert [image.caption for image in article.images] == [None]


def test_plain_headings_elsewhere_make_a_line_after_a_picture_one_too() -> None:
    headings = f"<p>通车之日</p><p>{CHINESE[0]}</p><p>{IMG}</p><p>两年等待</p>"
    article = page(headings + "".join(f"<p>{text}</p>" for text in CHINESE[1:]))
    assert article.captions == ()
    assert "两年等待" in article.text


def test_a_text_of_pictures_and_lines_keeps_its_lines() -> None:
    lines = [f"第{n}天走过的路都写在这里，风景很好" for n in "一二三四五六"]
    body = "".join(f"<p><img src=/upload/walk-{n}.jpg></p><p>{line}</p>" for n, line in enumerate(lines))
    assert page(f"<p>{CHINESE[0]}</p>{body}").captions == ()


@pytest.mark.parametrize(
    "beside",
    [
        pytest.param("<p><img src=/img/logo.png></p><p>青溪日报客户端</p>", id="logo"),
        pytest.param("<p><img src=/upload/line-1.jpg width=600 height=4></p><p>青溪日报客户端</p>", id="rule"),
        pytest.param("<div class=qrcode><img src=/upload/8f3a.jpg></div><p>青溪日报客户端</p>", id="code to scan"),
        pytest.param(
            "<p><a href=/2020/0202/9.html><img src=/upload/teaser-1.jpg></a></p><p>下一站</p>", id="thumbnail"
        ),
    ],
)
def test_beside_an_image_that_is_no_picture_stands_no_caption(beside: str) -> None:
    article = chinese(beside)
    assert article.captions == ()
    assert article.images == ()


def test_the_speaker_of_a_quote_in_a_figure_is_no_caption() -> None:
    quote = "<figure><blockquote>We have waited for this.</blockquote><figcaption>Ned Ashe, mayor</figcaption></figure>"
    assert english(quote).captions == ()


# ------------------------------------------------------------------ pictures


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/img/blank.gif" data-src="/upload/2020/bridge-1.jpg">',
        '<img src="data:image/gif;base64,R0lGOD" data-original="/upload/2020/bridge-1.jpg">',
        '<img data-lazy-src="https://news.example/upload/2020/bridge-1.jpg">',
        '<img src="/img/loading.gif" data-my-loader="/upload/2020/bridge-1.jpg">',
        '<img srcset="/upload/2020/small.jpg 320w, /upload/2020/bridge-1.jpg 1200w">',
        '<picture><source srcset="/upload/2020/bridge-1.jpg 2x, /upload/2020/s.jpg 1x"><img src="/x.svg"></picture>',
        '<img class="lazy" data-src="{url}"><noscript><img src="/upload/2020/bridge-1.jpg"></noscript>',
        '<img src="/upload/2020/bridge-1.jpg"><img src="/upload/2020/bridge-1-300x200.jpg">',
        '<a href="/upload/2020/bridge-1-large.jpg"><img src="/upload/2020/bridge-1.jpg"></a>',
    ],
)
def test_the_picture_itself_is_given_once(image: str) -> None:
    assert [each.url for each in chinese(f"<p>{image}</p>").images] == [URL]


@pytest.mark.parametrize(
    ("address", "icon"),
    [
        ("/skin/ecms/banner.jpg", True),
        ("/img/siteLogo.png", True),
        ("https://gravatar.example/avatar/1a2b?s=64", True),
        ("/img/1x1.gif", True),
        ("/static/share_wx.png", True),
        ("/a/chart.svg", True),
        ("/upload/2020/a-close-call.jpg", False),
        ("/upload/new-logo-for-the-town-hall.jpg", False),
        ("/upload/allimg/2002/1-2002.jpg", False),
    ],
)
def test_addresses_of_icons(address: str, icon: bool) -> None:
    assert is_icon_address(address) is icon


# ------------------------------------------------------------------ words and credits


@pytest.mark.parametrize(
    ("language", "line", "caption", "credit"),
    [
        (
            "zh",
            "辨認山羌的腳印。晨鐘社記者黃郁棠攝 109年1月21日",
            "辨認山羌的腳印。",
            "晨鐘社記者黃郁棠攝 109年1月21日",
        ),
        ("zh", "村民在田间。图片由县委宣传部提供", "村民在田间。", "图片由县委宣传部提供"),
        ("zh", "村民在田间。何秋月 王 伟摄", "村民在田间。", "何秋月 王 伟摄"),
        ("zh", "村民在田间。摄影 何秋月", "村民在田间。", "摄影 何秋月"),
        ("zh", "县城一角（5月3日摄）。", "县城一角（5月3日摄）。", None),
        ("zh", "技术员检查水渠。新华社记者 张三 摄", "技术员检查水渠。", "新华社记者 张三 摄"),
        ("zh", "技术员检查水渠。新华社记者张三摄", "技术员检查水渠。", "新华社记者张三摄"),
        ("zh", "技术员检查水渠。新华社发（张三 摄）", "技术员检查水渠。", "新华社发（张三 摄）"),
        ("zh", "桥头（图源：视觉中国）", "桥头", "图源：视觉中国"),
        ("zh", "共享充电宝。视觉中国 资料", "共享充电宝。", "视觉中国 资料"),
        ("zh", "圖／記者李四攝", "", "圖／記者李四攝"),
        ("zh", "總統出席典禮。（美聯社）", "總統出席典禮。", "美聯社"),
        ("zh", "他在桥头拍摄", "他在桥头拍摄", None),
        ("zh", "大家准备出发", "大家准备出发", None),
        ("zh", "工作人员收集资料", "工作人员收集资料", None),
        ("zh", "墙上是一张地图", "墙上是一张地图", None),
        ("ja", "橋を渡る人たち＝13日、青葉市で（山田一郎撮影）", "橋を渡る人たち＝13日、青葉市で", "山田一郎撮影"),
        ("ja", "会見する知事（写真：共同通信）", "会見する知事", "写真：共同通信"),
        ("ja", "会見する知事＝共同", "会見する知事", "共同"),
        (
            "ja",
            "写真：青い鳥公園の池でカモに餌をやる子供たちと先生",
            "写真：青い鳥公園の池でカモに餌をやる子供たちと先生",
            None,
        ),
        ("en", "Photo: the bridge as it was before the flood", "Photo: the bridge as it was before the flood", None),
        ("ko", "다시 열린 다리 [사진=연합뉴스]", "다시 열린 다리", "사진=연합뉴스"),
        ("ko", "회의 모습. 푸른시 제공", "회의 모습.", "푸른시 제공"),
        ("ko", "다시 열린 다리. 연합뉴스", "다시 열린 다리.", "연합뉴스"),
        ("en", "Smoke over the town. (AP Photo/Ned Ashe)", "Smoke over the town.", "AP Photo/Ned Ashe"),
        (
            "en",
            "Smoke over the town. Ned Ashe/AFP via Getty Images",
            "Smoke over the town.",
            "Ned Ashe/AFP via Getty Images",
        ),
        ("en", "Smoke over the town.Photograph by Ned Ashe", "Smoke over the town.", "Photograph by Ned Ashe"),
        ("en", "Smoke. (AP Photo/Ned Ashe) - Copyright AP Photo", "Smoke.", "AP Photo/Ned Ashe Copyright AP Photo"),
        ("en", "Smoke over the town. Ned Ashe/The Gazette", "Smoke over the town.", "Ned Ashe/The Gazette"),
        ("en", "He told Reuters", "He told Reuters", None),
        ("en", "REUTERS", "", "REUTERS"),
        ("en", "nedashe - stock.adobe.com", "", "nedashe - stock.adobe.com"),
        ("de", "Die Brücke, frisch gestrichen.dpa", "Die Brücke, frisch gestrichen.", "dpa"),
        ("de", "Die Brücke | dpa / Max Muster", "Die Brücke", "dpa / Max Muster"),
        ("fr", "Le pont, le 3 mars. PHOTO JEAN MARTIN, AFP", "Le pont, le 3 mars.", "PHOTO JEAN MARTIN, AFP"),
        ("it", "Il ponte (Foto Ansa)", "Il ponte", "Foto Ansa"),
        ("nl", "De brug. Beeld ANP", "De brug.", "Beeld ANP"),
        ("tr", "Fotoğraf : Ayşe Kaya/AA", "", "Fotoğraf : Ayşe Kaya/AA"),
        ("ru", "Новый мост. Фото: ТАСС/Иван Петров", "Новый мост.", "Фото: ТАСС/Иван Петров"),
        ("pl", "Nowy most. fot. Jan Kowal / East News", "Nowy most.", "fot. Jan Kowal / East News"),
        ("sv", "Bron öppnades. Foto: Anna Ek/TT", "Bron öppnades.", "Foto: Anna Ek/TT"),
        ("cs", "Most se otevřel. Foto: ČTK", "Most se otevřel.", "Foto: ČTK"),
        (None, "Jembatan lama dibuka. Foto: Budi/Antara", "Jembatan lama dibuka.", "Foto: Budi/Antara"),
    ],
)
def test_credits_of_every_kind(language: str | None, line: str, caption: str, credit: str | None) -> None:
    split = split_credit(line, lexicon_for(language))
    assert (split.text, split.credit) == (caption, credit)


@pytest.mark.parametrize(
    ("beside", "caption", "credit"),
    [
        (f"<p align=center>居民参加音乐会（何秋月 摄）</p><p align=center>{IMG}</p>", "居民参加音乐会", "何秋月 摄"),
        (f"<p align=center>{IMG}</p><p align=center>居民参加音乐会 何秋月 摄</p>", "居民参加音乐会", "何秋月 摄"),
        (f"<p align=center>{IMG}</p><p align=center>何秋月 摄</p>", None, "何秋月 摄"),
    ],
)
def test_a_line_that_reads_like_credits_is_the_picture_s(beside: str, caption: str | None, credit: str) -> None:
    article = chinese(beside)
    assert [(image.caption, image.credit) for image in article.images] == [(caption, credit)]
    assert len([block for block in article.blocks if block.kind == "paragraph"]) == len(CHINESE)
    assert article.contributors == ()


def test_a_caption_that_opens_the_next_paragraph_too_may_be_a_sentence() -> None:
    again = "市民张先生说，以后上班可以少走许多路，孩子上学也方便多了。"
    made = [f"<p>　　{text}</p>" for text in CHINESE]
    article = page("".join([made[0], f"<p>{IMG}</p><p>{again}</p>", *made[1:]]))
    assert article.captions == (again,)


def test_a_lead_picture_above_the_headline_has_its_caption() -> None:
    caption = "Children cross the bridge on Monday morning, two years after the flood. © Mona Quill"
    info = "<p>Red. / 31.10.2023</p><p>News</p><p>Reading time: 3 minutes</p>"
    body = "".join(f"<p>{text}</p>" for text in ENGLISH)
    head = f"<html><head><meta charset=utf-8><title>Old bridge opens again</title>{LEAD}</head>"
    story = f"<h1>Old bridge opens again</h1><div class=info>{info}</div><div class=content>{body}</div>"
    html = f"{head}<body><article><p>{IMG}</p><p>{caption}</p><div>{story}</div></article></body></html>"
    assert extract(html.encode(), url=article_url()).images[0].credit == "© Mona Quill"


def test_lines_of_a_text_cut_by_pictures_stay_text() -> None:
    lines = ["稻子熟了，", "人也齐了，", "歌就唱起来了。"]
    cut = "".join(f"<p>{IMG.replace('1', str(n))}</p><p>{line}</p>" for n, line in enumerate(lines))
    article = chinese(cut)
    assert [block.text for block in article.blocks if block.text in lines] == lines
    assert article.captions == ()


@pytest.mark.parametrize(
    "tail",
    ["（记者 林涛 摄影 何秋月 编辑 许文）", "（来源：青溪日报）", "（来源：青溪日报 编辑：许文）", "（林知秋 文/图）"],
)
def test_the_story_s_own_credit_makes_its_last_paragraph_no_caption(tail: str) -> None:
    article = page("".join(f"<p>{text}</p>" for text in [*CHINESE[:-1], CHINESE[-1] + tail]))
    assert [block.text for block in article.blocks] == [*CHINESE[:-1], CHINESE[-1] + tail]
    assert article.captions == ()


def test_a_line_of_credit_alone_says_so() -> None:
    assert is_credit("受访者供图", lexicon_for("zh"))
    assert is_credit("Photo: Mona Quill", lexicon_for("en"))
    assert not is_credit("居民走过新桥 受访者供图", lexicon_for("zh"))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "记者在现场看到，桥面已经加宽，两侧的护栏也换成了新的，" * 9 + "（记者 张三 摄）"),
        ("en", "A photo byline is what she wanted"),
        ("en", "The firm works with Getty Images (and others), it said on Monday in a statement to investors"),
    ],
)
def test_text_with_words_of_captions_is_not_sure_to_be_one(language: str, line: str) -> None:
    assert caption_cues(line, lexicon_for(language)) < 2


@pytest.mark.parametrize("code", sorted(lexicons()))
def test_what_lets_a_line_be_read_as_a_credit_is_in_every_form_around_a_name(code: str) -> None:
    lexicon = lexicon_for(code)
    forms = [form.replace("…", "x") for form in lexicon.captions.credit_around]
    assert all(credit_forms(lexicon).hint.search(form.casefold()) for form in forms)
