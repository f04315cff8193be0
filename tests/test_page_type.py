"""What kind of page it is. Every page is modelled by hand on what systems print: other names, other places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsharvest import explain, extract

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES = (
    "The old ferry left the north quay at dawn with nineteen people and a cart of salt on board.",
    "Nobody had believed that the pump would last, said Orla Venn, who has kept the books since spring.",
    "The council of Marrow Bay will decide on Thursday whether the winter timetable stays.",
    "Two tugs from the mainland had stood by through the night, and neither was needed.",
    "Tickets cost four crowns, children and dogs travel free, and bicycles pay by the wheel.",
    "A second boat is being rebuilt in the yard behind the fish hall and is to follow in May.",
)
SAETZE = (
    "Die alte Fähre legte am Morgen mit neunzehn Menschen und einer Fuhre Salz vom Nordkai ab.",
    "Niemand habe geglaubt, dass die Pumpe hält, sagte Imke Tanning, die seit dem Frühjahr die Bücher führt.",
    "Am Donnerstag entscheidet der Rat von Möwenbucht, ob der Winterfahrplan bleibt.",
    "Zwei Schlepper standen die ganze Nacht bereit, gebraucht wurde keiner von ihnen.",
)
PHRASES = (
    "Le vieux bac a quitté le quai nord à l'aube avec dix-neuf passagers et une charrette de sel à bord.",
    "Personne ne croyait que la pompe tiendrait, raconte Odile Marens, qui tient les comptes depuis le printemps.",
    "Le conseil de Port-Grave dira jeudi si les horaires d'hiver restent en place.",
)
JUZI = (
    "清晨六点，停航十一年的老渡轮载着十九名乘客和一车海盐离开北码头。",
    "掌管账目的林知秋说，谁也没想到那台水泵能撑到今天，镇上的人都来看了。",
    "镇议会将于周四决定冬季班次是否保留，两艘拖船昨夜一直守在港外。",
    "第二艘船正在鱼市后面的船坞里重修，预计五月下水，票价四元，儿童免费。",
)
BUN = (
    "十一年ぶりに運航を再開した渡船が、十九人の乗客と塩を積んで夜明けに北埠頭を出港した。",
    "帳簿を預かる浜野さつきさんは、ポンプがもつとは誰も思わなかったと話す。",
    "町議会は木曜日に、冬の時刻表を続けるかどうかを決める。",
)
MUNJANG = (
    "열한 해 만에 운항을 재개한 나룻배가 승객 열아홉 명과 소금을 싣고 새벽에 북쪽 부두를 떠났다.",
    "장부를 맡고 있는 한서리 씨는 펌프가 버틸 줄은 아무도 몰랐다고 말했다.",
    "읍의회는 목요일에 겨울 시간표를 유지할지 결정한다.",
)
HEADLINES = (
    "Ferry leaves the north quay after eleven winters", "Council argues over the price of salt again",
    "Lighthouse keeper finds a letter in the wall", "School band plays in the rain for three hours",
    "Fish hall closes its doors for a new roof", "A bridge for bicycles and the people who wait for it",
    "Storm takes the pier and leaves the clock", "What the harbour master keeps in his drawer",
    "The last tram runs on Sunday, with flowers", "Bakers of Marrow Bay want their oven back",
)  # fmt: skip
BIAOTI = (
    "停航十一年的老渡轮清晨离开北码头", "镇议会再次讨论海盐价格问题", "守灯塔的人在墙里发现一封旧信",
    "学校乐队在雨中演奏三个小时", "鱼市闭门更换屋顶预计五月开放", "自行车桥终于动工居民夹道等候",
    "风暴卷走栈桥却留下了那座老钟", "末班电车周日开行市民献上鲜花", "面包师们想要回他们的旧烤炉",
)  # fmt: skip
NAV = "<nav><ul>" + "".join(f"<li><a href='{to}'>{to}</a></li>" for to in ("/", "/sport", "/sea")) + "</ul></nav>"
FOOT = "<footer><p>© Marrow Bay Gazette</p></footer>"
SITE = "https://www.gazette.example"


def page(
    body: str,
    *,
    title: str,
    head: str = "",
    names: str = "",
    lang: str = "en",
    charset: str = "utf-8",
    declared: str = "",
) -> bytes:
    text = (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="{declared or charset}"><title>{title}</title>{head}'
        f'</head><body class="{names}">{NAV}{body}{FOOT}</body></html>'
    )
    return text.encode(charset, "xmlcharrefreplace")


def paragraphs(*sentences: str, times: int = 1) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences * times)


def teasers(
    headlines: tuple[str, ...], text: tuple[str, ...], tag: str = "h2", where: str = "/2024/05/09/story-"
) -> str:
    return "".join(
        f'<article><{tag}><a href="{where}{n}.html">{headline}</a></{tag}><p class="date">9 May 2024</p>'
        f"<p>{text[n % len(text)]}</p></article>"
        for n, headline in enumerate(headlines)
    )


def links(headlines: tuple[str, ...], where: str = "/2024/05/09/story-") -> str:
    return "".join(f'<li><a href="{where}{n}.html">{headline}</a></li>' for n, headline in enumerate(headlines))


def ld(kind: str, more: str) -> str:
    return (
        f'<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "{kind}", {more}}}</script>'
    )


PAGER = "<div class='pager'>" + " ".join(f"<a href='?page={n}'>{n}</a>" for n in range(1, 5)) + "</div>"
OG_ARTICLE = '<meta property="og:type" content="article">'
FRONT = f"<h1>Marrow Bay Gazette</h1><main>{teasers(HEADLINES, SENTENCES)}</main>"

LISTINGS: dict[str, tuple[str, bytes]] = {
    "front page": ("/", page(FRONT, title="Marrow Bay Gazette - news from the quay")),
    "front page that leads with links alone": ("/", page(f"<ul>{links(HEADLINES)}</ul>", title="Marrow Bay Gazette")),
    "section front": ("/sea", page(f"<h1>Sea</h1>{teasers(HEADLINES, SENTENCES)}", title="Sea | Marrow Bay Gazette")),
    "wordpress category": (
        "/category/harbour/page/3/",
        page(
            f"<h1>Category: Harbour</h1>{teasers(HEADLINES, SENTENCES)}",
            title="Harbour Archives - Marrow Bay Gazette",
            names="archive paged category category-harbour paged-3",
        ),
    ),
    "wordpress tag with three posts": (
        "/tag/ferry/",
        page(
            f"<h1>Tag: ferry</h1>{teasers(HEADLINES[:3], SENTENCES)}",
            title="ferry Archives",
            names="archive tag tag-ferry",
        ),
    ),
    "wordpress month": (
        "/2024/05/",
        page(f"<h1>May 2024</h1><ul>{links(HEADLINES)}</ul>", title="May 2024", names="archive date"),
    ),
    "blog that prints whole posts": (
        "/blog/",
        page(
            "".join(
                f'<div class="post"><h2><a href="/blog/{n}-the-ferry-and-the-salt">{line}</a></h2>'
                f"{paragraphs(*SENTENCES)}</div>"
                for n, line in enumerate(HEADLINES[:4])
            ),
            title="Blog | Marrow Bay Gazette",
            names="home blog",
        ),
    ),
    "blogger month": (
        "/search?updated-max=2016-03-18T11:07:00&max-results=5",
        page(
            teasers(HEADLINES[:5], SENTENCES, "h3") + '<a href="/search?updated-max=2016-02-01">Older Posts</a>',
            title="Marrow Bay Notes",
        ),
    ),
    "search results": (
        "/search?q=ferry",
        page(
            f"<h1>Search results for “ferry”</h1>{teasers(HEADLINES, SENTENCES, 'h3')}{PAGER}", title="Search results"
        ),
    ),
    "empty search": (
        "/search?q=unicorn",
        page("<h1>Search results for unicorn</h1><p>Nothing was found.</p>", title="Search results for unicorn"),
    ),
    "author's page": (
        "/author/orla-venn/",
        page(
            f"<h1>Orla Venn</h1><p>Orla Venn keeps the books.</p>{teasers(HEADLINES, SENTENCES)}",
            title="Articles by Orla Venn",
            names="archive author author-orla-venn",
        ),
    ),
    "drupal taxonomy": (
        "/harbour-and-sea",
        page(teasers(HEADLINES, SENTENCES), title="Harbour", names="path-taxonomy page-taxonomy-term"),
    ),
    "collection in structured data": (
        "/topics/salt",
        page(
            f"<h1>Salt</h1>{teasers(HEADLINES[:4], SENTENCES)}",
            title="Salt",
            head=ld("CollectionPage", '"name": "Salt"'),
        ),
    ),
    "list with a pager and no teasers": (
        "/news/?page=4",
        page(f"<h1>All stories</h1><ul>{links(HEADLINES)}</ul>{PAGER}", title="All stories"),
    ),
    "phpcms list": (
        "/xinwen/list_12_3.html",
        page(
            f"<div class='crumbs'>当前位置：首页 &gt; 要闻</div><ul>{links(BIAOTI, '/xinwen/2024/0509/')}</ul>"
            "<div class='pages'><a href='list_12_1.html'>1</a>"
            "<a href='list_12_2.html'>2</a><a href='list_12_4.html'>4</a>"
            "<a href='list_12_4.html'>下一页</a></div>",
            title="要闻-海港新闻网",
            lang="zh-CN",
            charset="gb18030",
            declared="gb2312",
        ),
    ),
    "dedecms list with summaries": (
        "/yaowen/",
        page(
            "".join(
                f"<div class='item'><h3><a href='/yaowen/2024/{n}.html'>{t}</a></h3><p>{JUZI[n % 4]}</p></div>"
                for n, t in enumerate(BIAOTI)
            ),
            title="要闻列表_海港新闻网",
            lang="zh-CN",
            charset="gbk",
        ),
    ),
    "chinese front page": (
        "/",
        page(
            f"<div class='top'><ul>{links(BIAOTI)}</ul></div>"
            f"<div class='b'><ul>{links(BIAOTI, '/guoji/2024/')}</ul></div>",
            title="海港新闻网_海港第一门户",
            lang="zh-CN",
        ),
    ),
    "japanese list": (
        "/articles/page/2/",
        page(
            "<h1>新着記事</h1>"
            + "".join(
                f"<div><h2><a href='/articles/{n}'>渡船が十一年ぶりに出港した朝のこと その{n}</a>"
                f"</h2><p>{BUN[n % 3]}</p></div>"
                for n in range(8)
            ),
            title="新着記事一覧",
            lang="ja",
            charset="shift_jis",
        ),
    ),
    "korean list": (
        "/news/articleList.html?page=3",
        page(
            "<ul>"
            + "".join(
                f"<li>"
                f"<a href='/news/articleView.html?idxno={n}'>나룻배가 열한 해 만에 북쪽 부두를 떠난 아침 {n}</a></li>"
                for n in range(12)
            )
            + "</ul>"
            + PAGER,
            title="전체기사",
            lang="ko",
            charset="euc-kr",
        ),
    ),
    "german topic page": (
        "/thema/faehre/",
        page(
            "<h1>Fähre</h1>"
            + "".join(
                f"<div><h3><a href='/a/{n}-die-faehre-legt-wieder-ab'>Die Fähre legt wieder ab, Teil {n}</a>"
                f"</h3><p>{SAETZE[n % 4]}</p></div>"
                for n in range(6)
            ),
            title="Alle Artikel zum Thema Fähre",
            lang="de",
        ),
    ),
    "forum": (
        "/forum/boats-f7.html",
        page(
            "<h2><a href='boats-f7.html'>Boats</a></h2><dl>"
            + "".join(
                f"<dt><a href='topic-t{n}.html'>{line}</a></dt><dd>{n} replies</dd><dd>Orla, 9 May 2024</dd>"
                for n, line in enumerate(HEADLINES)
            )
            + "</dl>",
            title="Boats - Marrow Bay Forum",
        ),
    ),
    "bbpress forum that calls itself an article": (
        "/forums/forum/boats/",
        page(
            f"<h1>Boats of the harbour</h1><ul>{links(HEADLINES)}</ul>{PAGER}",
            title="Boats of the harbour",
            head=OG_ARTICLE,
            names="forum bbpress single single-forum postid-4221",
        ),
    ),
    "feed-like list of dates": (
        "/archive",
        page(
            "<h1>Archive</h1><ul>"
            + "".join(f"<li>2024-05-{n + 10} <a href='/n/{n}'>{line}</a></li>" for n, line in enumerate(HEADLINES))
            + "</ul>",
            title="Archive",
        ),
    ),
}

FIGURES = "".join(
    f'<figure><img src="/img/{n}.jpg" width="1200"><figcaption>{SENTENCES[n % 6]} Photo {n}.</figcaption></figure>'
    for n in range(9)
)
GALLERIES: dict[str, tuple[str, bytes]] = {
    "gallery by its pictures": (
        "/photos/ferry-day",
        page(f"<h1>The day the ferry came back, in pictures</h1>{FIGURES}", title="In pictures"),
    ),
    "gallery in structured data": (
        "/2024/05/ferry-in-pictures",
        page(
            f"<h1>Ferry day in pictures</h1><p>{SENTENCES[0]}</p><img src='/1.jpg'>",
            title="Ferry day in pictures",
            head=ld("ImageGallery", '"name": "Ferry day in pictures"'),
        ),
    ),
    "chinese gallery": (
        "/tuji/2024/0509.html",
        page(
            "<h1>组图：老渡轮回港的一天</h1>"
            + "".join(
                f"<figure><img src='/{n}.jpg'>"
                f"<figcaption>图为老渡轮离开北码头，乘客向岸上挥手告别，第{n}张。</figcaption></figure>"
                for n in range(8)
            ),
            title="组图：老渡轮回港的一天",
            lang="zh-CN",
        ),
    ),
}
VIDEOS: dict[str, tuple[str, bytes]] = {
    "video in open graph": (
        "/watch/ferry",
        page(
            f"<h1>Watch the ferry leave</h1><p>{SENTENCES[0]}</p>",
            title="Watch the ferry leave",
            head='<meta property="og:type" content="video.other">',
        ),
    ),
    "video in structured data": (
        "/av/12345",
        page(
            f"<h1>Watch the ferry leave</h1><video src='/f.mp4'></video><p>{SENTENCES[0]}</p>",
            title="Watch the ferry leave",
            head=ld("VideoObject", '"name": "Watch the ferry leave"'),
        ),
    ),
    "video by address and player": (
        "/video/ferry-leaves-9911.html",
        page(
            f"<h1>Die Fähre legt ab</h1><iframe src='https://player.example/9'></iframe><p>{SAETZE[0]}</p>",
            title="Die Fähre legt ab",
            lang="de",
        ),
    ),
}
NEWS = ld("NewsArticle", '"headline": "Ferry leaves the north quay after eleven winters", "isAccessibleForFree": false')


def wall(text: str, line: str, *, title: str, lang: str = "en", head: str = "", charset: str = "utf-8") -> bytes:
    body = f"<article><h1>{title}</h1>{text}</article><div class='offer'><h3>{line}</h3><a href='/abo'>OK</a></div>"
    return page(body, title=title, lang=lang, head=head, charset=charset)


PAYWALLS: dict[str, tuple[str, bytes]] = {
    "english, said in structured data": (
        "/2024/ferry",
        wall(paragraphs(*SENTENCES[:2]), "Subscribe to continue reading", title=HEADLINES[0], head=NEWS),
    ),
    "english, only printed": (
        "/2024/ferry-leaves",
        wall(paragraphs(*SENTENCES[:3]), "This article is for subscribers only.", title=HEADLINES[0]),
    ),
    "register, do not pay": (
        "/2024/ferry-register",
        wall(paragraphs(*SENTENCES[:2]), "Register to continue reading for free", title=HEADLINES[0]),
    ),
    "german": (
        "/plus/faehre",
        wall(paragraphs(*SAETZE[:2]), "Jetzt weiterlesen mit G+", title="Die Fähre legt wieder ab", lang="de"),
    ),
    "french": (
        "/abonnes/bac",
        wall(
            paragraphs(*PHRASES[:2]),
            "Il vous reste 78% de cet article à lire. La suite est réservée aux abonnés.",
            title="Le bac reprend du service",
            lang="fr",
        ),
    ),
    "spanish": (
        "/2024/barca",
        wall(
            "<p>La vieja barca zarpó al alba del muelle norte con diecinueve personas y un carro de sal a bordo.</p>",
            "Suscríbete para seguir leyendo",
            title="La barca vuelve a zarpar tras once inviernos",
            lang="es",
        ),
    ),
    "chinese": (
        "/a/2024/0509.html",
        wall(paragraphs(*JUZI[:1]), "订阅后继续阅读全文", title=BIAOTI[0], lang="zh-CN", charset="gb18030"),
    ),
    "traditional chinese": (
        "/story/88",
        wall(
            "<p>清晨六點，停航十一年的老渡輪載著十九名乘客和一車海鹽離開北碼頭，鎮民夾道歡送。</p>",
            "加入會員，閱讀全文",
            title="停航十一年的老渡輪清晨離開北碼頭",
            lang="zh-TW",
            charset="big5",
        ),
    ),
    "japanese": (
        "/articles/77",
        wall(
            paragraphs(*BUN[:1]),
            "この記事は有料会員限定です",
            title="渡船が十一年ぶりに出港",
            lang="ja",
            charset="shift_jis",
        ),
    ),
    "korean": (
        "/view/77",
        wall(
            paragraphs(*MUNJANG[:1]),
            "로그인 후 이용하실 수 있는 구독자 전용 기사입니다",
            title="나룻배 열한 해 만에 출항",
            lang="ko",
        ),
    ),
}
ERRORS: dict[str, tuple[str, bytes]] = {
    "soft 404": (
        "/2019/gone",
        page("<h1>Page not found</h1><p>The page you were looking for is not here.</p>", title="Page not found"),
    ),
    "404 by number": ("/x", page("<h1>404</h1><p>Sorry.</p>", title="404 - Marrow Bay Gazette")),
    "404 that recommends stories": (
        "/2019/gone-too",
        page(
            f"<h1>Page not found</h1><p>Perhaps you like these.</p><ul>{links(HEADLINES[:5])}</ul>",
            title="Page not found",
            names="error404",
        ),
    ),
    "chinese 404": (
        "/a/1.html",
        page(
            "<div><p>您访问的页面不存在或已删除</p><a href='/'>返回首页</a></div>",
            title="提示信息",
            lang="zh-CN",
            charset="gbk",
        ),
    ),
    "german 404": (
        "/weg",
        page("<h1>Seite nicht gefunden</h1><p>Das tut uns leid.</p>", title="Fehler 404", lang="de"),
    ),
    "japanese 404": (
        "/n/1",
        page("<p>お探しのページは見つかりませんでした。</p>", title="エラー", lang="ja", charset="euc_jp"),
    ),
    "captcha": (
        "/2024/ferry",
        page("<h2>Please verify you are human</h2><p>Press the button below.</p>", title="gazette.example"),
    ),
    "browser check": (
        "/2024/ferry",
        page("<h1>gazette.example</h1><p>Checking your browser before access.</p>", title="Just a moment..."),
    ),
    "blocked": ("/2024/ferry", page("<h1>Access Denied</h1><p>Reference 18.2f</p>", title="Access Denied")),
    "chinese captcha": ("/a/2.html", page("<p>访问过于频繁，请完成安全验证</p>", title="安全验证", lang="zh-CN")),
    "server error": ("/a", page("<h1>503 Service Unavailable</h1>", title="503 Service Temporarily Unavailable")),
}


def story(text: str, *, title: str = HEADLINES[0], head: str = "", lang: str = "en", **more: str) -> bytes:
    return page(
        f"<article><h1>{title}</h1><p class='byline'>By Orla Venn</p>{text}</article>",
        title=title,
        head=head,
        lang=lang,
        **more,
    )


RELATED = f"<aside><h3>Read also</h3><ul>{links(HEADLINES)}</ul></aside>"
ARTICLES: dict[str, tuple[str | None, bytes]] = {
    "plain": ("/2024/05/09/ferry.html", story(paragraphs(*SENTENCES))),
    "without an address": (None, story(paragraphs(*SENTENCES))),
    "two sentences": ("/2024/05/09/ferry.html", story(paragraphs(*SENTENCES[:2]))),
    "one sentence": ("/n/20240509", story(paragraphs(SENTENCES[0]))),
    "one sentence, no byline": (
        "/n/20240509",
        page(f"<h1>{HEADLINES[0]}</h1><p>{SENTENCES[0]}</p>", title=HEADLINES[0]),
    ),
    "one sentence amid links": (
        "/n/ferry-leaves-the-north-quay",
        story(paragraphs(SENTENCES[0]) + RELATED * 3, head=OG_ARTICLE),
    ),
    "many related stories": ("/2024/05/09/ferry.html", story(paragraphs(*SENTENCES) + RELATED * 4)),
    "teasers below": (
        "/2024/05/09/ferry.html",
        story(paragraphs(*SENTENCES, times=2) + teasers(HEADLINES, SENTENCES, "h3")),
    ),
    "related links inside": (
        "/2024/05/09/ferry.html",
        story(
            "".join(
                f"<p>{s}</p><p><a href='/2024/{n}.html'>{HEADLINES[n]}</a></p>" + f"<p>{s}</p>" * 3
                for n, s in enumerate(SENTENCES)
            )
        ),
    ),
    "section front's address": ("/sea/ferry/", story(paragraphs(*SENTENCES, times=2), head=OG_ARTICLE)),
    "headline that stands in the address": (
        "/ferry/",
        page(
            f"<h1>Ferry</h1>{paragraphs(*SENTENCES, times=2)}",
            title="Ferry",
            head=OG_ARTICLE,
            names="single single-post",
        ),
    ),
    "front page's address": ("/", story(paragraphs(*SENTENCES, times=2), head=OG_ARTICLE)),
    "page two of a story": (
        "/2024/05/09/ferry-leaves-the-quay_2.html",
        story(
            paragraphs(*SENTENCES) + "<div class='pages'><a href='ferry-leaves-the-quay.html'>1</a> 2 "
            "<a href='ferry-leaves-the-quay_3.html'>3</a></div>"
        ),
    ),
    "live blog": (
        "/live/2024/may/09/ferry-day-live",
        story(
            "".join(f"<h2>{n:02}:15 {HEADLINES[n]}</h2>{paragraphs(*SENTENCES[:2])}" for n in range(8)),
            head=ld("LiveBlogPosting", f'"headline": "{HEADLINES[0]}"'),
        ),
    ),
    "list article": (
        "/travel/eight-piers-to-see",
        story(
            "".join(f"<h2>{n}. Pier number {n}</h2><p>{SENTENCES[n % 6]}</p>" for n in range(1, 9)),
            title="Eight piers to see before they fall",
        ),
    ),
    "list article that links its subjects": (
        "/travel/eight-piers-to-see",
        story(
            "".join(
                f"<h2><a href='/piers/{n}'>The pier of Saint Orla number {n}</a></h2>{paragraphs(*SENTENCES[:4])}"
                for n in range(1, 9)
            ),
            title="Eight piers to see before they fall",
            head=OG_ARTICLE,
        ),
    ),
    "whole text that is not free": ("/2024/ferry-leaves", story(paragraphs(*SENTENCES, times=6), head=NEWS)),
    "whole text above an offer": (
        "/2024/ferry-leaves",
        story(paragraphs(*SENTENCES, times=6) + "<p>Already a subscriber? Log in.</p>"),
    ),
    "subscribers' stories recommended": (
        "/2024/ferry-leaves",
        story(paragraphs(*SENTENCES) + "<ul><li><a href='/p/1'>Subscribers only: the salt files</a></li></ul>"),
    ),
    "headline about a 404": (
        "/2024/page-not-found-history",
        story(paragraphs(*SENTENCES, times=2), title="Page not found: how a number became a joke"),
    ),
    "headline about robots": (
        "/2024/05/09/robots.html",
        story(paragraphs(*SENTENCES, times=2), title="Are you a robot? The test that annoys us"),
    ),
    "article with a video": (
        "/2024/05/09/ferry.html",
        story(
            "<video src='/f.mp4'></video>" + paragraphs(*SENTENCES, times=2),
            head=ld("NewsArticle", f'"headline": "{HEADLINES[0]}"') + ld("VideoObject", '"name": "Ferry, the film"'),
        ),
    ),
    "article with many pictures": ("/2024/05/09/ferry.html", story(paragraphs(*SENTENCES, times=4) + FIGURES[:700])),
    "structured data alone says so": (
        "/x",
        page(
            f"<div><p>{SENTENCES[0]}</p></div>",
            title=HEADLINES[0],
            head=ld("NewsArticle", f'"headline": "{HEADLINES[0]}"'),
        ),
    ),
    "wordpress": ("/?p=4711", story(paragraphs(*SENTENCES), names="single single-post postid-4711")),
    "chinese brief": (
        "/n/2024/0509/c1.html",
        page(
            f"<h1>{BIAOTI[0]}</h1><div>2024年05月09日 来源：海港日报</div><p>{JUZI[0]}</p>",
            title=BIAOTI[0],
            lang="zh-CN",
            charset="gb18030",
            declared="gb2312",
        ),
    ),
    "chinese, br between paragraphs": (
        "/show.php?id=88",
        page(
            f"<div class='t'>{BIAOTI[0]}</div><div id='content'>{'<br><br>'.join(JUZI)}</div>",
            title=f"{BIAOTI[0]}-海港新闻网",
            lang="zh-CN",
            charset="gbk",
        ),
    ),
    "chinese with neighbours and links": (
        "/a/2024/88.html",
        page(
            f"<h1>{BIAOTI[0]}</h1>{paragraphs(*JUZI)}<p>上一篇：<a href='87.html'>{BIAOTI[1]}</a>"
            f"</p><p>下一篇：<a href='89.html'>{BIAOTI[2]}</a></p>"
            f"<div>相关阅读<ul>{links(BIAOTI)}</ul></div>",
            title=BIAOTI[0],
            lang="zh-CN",
        ),
    ),
    "japanese": (
        "/articles/20240509.html",
        page(
            f"<h1>渡船が十一年ぶりに北埠頭を出港</h1>{paragraphs(*BUN)}",
            title="渡船が十一年ぶりに北埠頭を出港",
            lang="ja",
            charset="shift_jis",
        ),
    ),
    "korean": (
        "/news/articleView.html?idxno=88",
        page(
            f"<h1>나룻배 열한 해 만에 출항</h1>{paragraphs(*MUNJANG)}",
            title="나룻배 열한 해 만에 출항",
            lang="ko",
            charset="euc-kr",
        ),
    ),
    "german": (
        "/a/faehre-legt-wieder-ab-123456",
        story(paragraphs(*SAETZE), title="Die Fähre legt wieder ab", lang="de"),
    ),
    "french": (
        "/article/2024/le-bac-reprend-du-service",
        story(paragraphs(*PHRASES), title="Le bac reprend du service", lang="fr"),
    ),
    "obituary under one name": ("/2024/05/09/vale.html", story(paragraphs(*SENTENCES), title="Vale")),
}

KINDS: dict[str, Mapping[str, tuple[str | None, bytes]]] = {
    "listing": LISTINGS,
    "gallery": GALLERIES,
    "video": VIDEOS,
    "paywall": PAYWALLS,
    "error": ERRORS,
    "article": ARTICLES,
}
MODELLED = [
    pytest.param(kind, f"{SITE}{path}" if path else None, raw, id=f"{kind}: {name}")
    for kind, pages in KINDS.items()
    for name, (path, raw) in pages.items()
]


@pytest.mark.parametrize(("kind", "url", "raw"), MODELLED)
def test_modelled_pages(kind: str, url: str | None, raw: bytes) -> None:
    assert extract(raw, url=url).page_type == kind


def test_plain_text_is_an_article() -> None:
    text = "\n".join([HEADLINES[0], "", *SENTENCES])
    assert extract(text, content_type="text/plain").page_type == "article"


@pytest.mark.parametrize("raw", [b"<p>Hello</p>", b"<img src=x.jpg>", b"Coming soon"])
def test_a_page_that_shows_too_little_is_of_no_kind(raw: bytes) -> None:
    assert extract(raw).page_type is None


def test_the_evidence_names_the_signs() -> None:
    url, raw = LISTINGS["wordpress category"]
    considered = explain(raw, url=SITE + url).fields["page_type"]
    assert considered[0].value == "listing"
    assert considered[0].won
    assert {"address of a list", "title of a list", "headlines of other pages", "class of a list's page"} <= set(
        considered[0].rule.split(", ")
    )
    assert considered[0].confidence > 0.7


def test_articles_say_what_else_was_considered() -> None:
    considered = explain(story(paragraphs(*SENTENCES)), url=f"{SITE}/news/").fields["page_type"]
    assert [each.value for each in considered] == ["article", "listing"]
    assert considered[1].rule == "address of a list"
