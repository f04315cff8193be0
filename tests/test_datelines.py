"""The dateline that a story begins with."""

from __future__ import annotations

import pytest

from newsharvest import extract
from newsharvest.languages import lexicon_for
from newsharvest.lines.datelines import read_dateline

FOUND = [
    ("zh", "新华社南宁3月2日电（记者林涛）广西", "新华社南宁3月2日电", "新华社"),
    ("zh", "新华社南宁3月2日电 记者2日从", "新华社南宁3月2日电", "新华社"),
    ("zh", "据新华社南宁3月2日电 广西", "据新华社南宁3月2日电", "新华社"),
    ("zh", "河川新報訊(通訊員 何秋月)某縣", "河川新報訊", "河川新報"),
    ("zh", "本报讯（记者 林涛）昨日", "本报讯", None),
    ("zh", "本站讯（职工通讯员 林涛）为", "本站讯", None),
    ("zh", "本报南宁3月2日讯 昨日", "本报南宁3月2日讯", None),
    ("zh", "中新网南宁3月2日电 (记者 林涛)广西", "中新网南宁3月2日电", "中新网"),
    ("zh", "河川网南宁3月2日消息 广西", "河川网南宁3月2日消息", "河川网"),
    ("zh", "河川科技讯 北京时间3月2日早间消息，", "河川科技讯", "河川科技"),
    ("zh", "河川网消息：昨日", "河川网消息", "河川网"),
    ("zh", "（中央社記者林濤高雄3日電）高雄市", "中央社高雄3日電", "中央社"),
    ("zh", "(法新社羅馬19日電) 網球", "法新社羅馬19日電", "法新社"),
    ("zh", "【本報訊】高雄市政府", "本報訊", None),
    ("zh", "〔記者林濤／高雄報導〕高雄市", "高雄報導", None),
    ("zh", "白石滩讯(通讯员 何秋月)日前", "白石滩讯", None),
    ("zh", "TNT中文站 10月14日报道", "TNT中文站 10月14日报道", "TNT中文站"),
    ("ja", "【6月18日 AFP】ナイジェリアの", "【6月18日 AFP】", "AFP"),
    ("ja", "［東京 10日 ロイター］ - 日銀は", "［東京 10日 ロイター］", "ロイター"),
    ("ja", "【ソウル聯合ニュース】韓国の", "【ソウル聯合ニュース】", "聯合ニュース"),
    ("ja", "【パリ＝山田太郎】仏政府は", "【パリ＝山田太郎】", None),
    ("ja", "［潮見 12日 朝霧通信］ 潮見市は", "［潮見 12日 朝霧通信］", "朝霧通信"),
    ("ko", "(대구=연합뉴스) 홍길동 기자 = 시는", "(대구=연합뉴스)", "연합뉴스"),
    ("ko", "[대구=한강일보 홍길동 기자] 시는", "[대구=한강일보 홍길동 기자]", "한강일보"),
    ("en", "LONDON (Reuters) - The bank said", "LONDON (Reuters)", "Reuters"),
    ("en", "OSLO, Jan 5 (AP) — The bank said", "OSLO, Jan 5 (AP)", "AP"),
    ("en", "NEW YORK (AP) — The bank said", "NEW YORK (AP)", "AP"),
    ("en", "AUSTIN, Texas (KXYZ) — The bank said", "AUSTIN, Texas (KXYZ)", "KXYZ"),
    ("en", "(CNN) — The bank said", "(CNN)", "CNN"),
    ("en", "KABUL, Afghanistan — The bank said", "KABUL, Afghanistan", None),
    ("en", "WASHINGTON — The bank said", "WASHINGTON", None),
    ("en", "JAKARTA, Jan 5 - The bank said", "JAKARTA, Jan 5", None),
    ("de", "BERLIN (dpa) - Die Bank", "BERLIN (dpa)", "dpa"),
    ("de", "Berlin (dpa/tmn) - Die Bank", "Berlin (dpa/tmn)", "dpa/tmn"),
    ("de", "Berlin (AFP) – Die Bank", "Berlin (AFP)", "AFP"),
    ("de", "(dpa) Die Bank", "(dpa)", "dpa"),
    ("de", "Lindenau (nwd) - Die Bank", "Lindenau (nwd)", "nwd"),
    ("fr", "PARIS (AFP) - La banque", "PARIS (AFP)", "AFP"),
    ("es", "Madrid, 5 ene (EFE).- El banco", "Madrid, 5 ene (EFE)", "EFE"),
    ("it", "(ANSA) - ROMA, 05 GEN - La banca", "(ANSA) - ROMA, 05 GEN", "ANSA"),
    ("it", "(AGI) - Roma, 5 gen. - La banca", "(AGI) - Roma, 5 gen.", "AGI"),
    ("it", "ROMA - La banca", "ROMA", None),
    ("it", "Roma, 5 gen. (Adnkronos) - La banca", "Roma, 5 gen. (Adnkronos)", "Adnkronos"),
    ("en", "London, May 4 (IANS) The bank said", "London, May 4 (IANS)", "IANS"),
    ("en", "NEW DELHI: The bank said", "NEW DELHI", None),
    (
        "en",
        "MILLBROOK, Ore., May 4, 2020 /PRNewswire/ -- The bank",
        "MILLBROOK, Ore., May 4, 2020 /PRNewswire/",
        "PRNewswire",
    ),
    ("en", "MILLBROOK, Ore.--(BUSINESS WIRE)--The bank", "MILLBROOK, Ore.--(BUSINESS WIRE)", "BUSINESS WIRE"),
    ("en", "WASHINGTON (Jan. 24, 2017) — The bank said", "WASHINGTON (Jan. 24, 2017)", None),
    ("en", "ALBANY, NY (NEWS7) — The bank said", "ALBANY, NY (NEWS7)", "NEWS7"),
    ("en", "WEST PALM BEACH — The bank said", "WEST PALM BEACH", None),
    ("de", "Berlin. Die Bank", "Berlin", None),
    ("de", "Potsdam – Die Bank", "Potsdam", None),
    ("de", "Lindenau (jur). Die Bank", "Lindenau (jur)", "jur"),
    ("de", "LINDENAU (mq) Die Bank", "LINDENAU (mq)", "mq"),
    ("de", "Zürich, 3. Mai 2020 – Die Bank", "Zürich, 3. Mai 2020", None),
    ("fr", "PARIS, 3 mai (AFP) – La banque", "PARIS, 3 mai (AFP)", "AFP"),
    ("fr", "Paris, le 3 mai 2020 (AFP) – La banque", "Paris, le 3 mai 2020 (AFP)", "AFP"),
    ("fr", "ALGER- La banque", "ALGER", None),
    ("es", "SANTIAGO.- El banco", "SANTIAGO", None),
    ("es", "Sevilla.- El banco", "Sevilla", None),
    ("es", "TEGUCIGALPA, HONDURAS.- El banco", "TEGUCIGALPA, HONDURAS", None),
    ("es", "MADRID, 4 May. (EUROPA PRESS) - El banco", "MADRID, 4 May. (EUROPA PRESS)", "EUROPA PRESS"),
    ("pt", "RIO DE JANEIRO – O banco", "RIO DE JANEIRO", None),
    ("pt", "Luanda, 4 mai (Angop) - O banco", "Luanda, 4 mai (Angop)", "Angop"),
    ("pt", "SÃO PAULO, SP (FOLHAPRESS) - O banco", "SÃO PAULO, SP (FOLHAPRESS)", "FOLHAPRESS"),
    ("nl", "DEN HAAG - De bank", "DEN HAAG", None),
    ("ru", "ПЕТРОПАВЛОВСК – Банк сообщил", "ПЕТРОПАВЛОВСК", None),
    ("ru", "МОСКВА, 4 мая. /ТАСС/. Банк сообщил", "МОСКВА, 4 мая. /ТАСС/", "ТАСС"),
    ("ru", "МОСКВА, 4 мая — РИА Новости. Банк сообщил", "МОСКВА, 4 мая — РИА Новости", "РИА Новости"),
    ("en", "JAKARTA, KABAR.com - The bank said", "JAKARTA, KABAR.com", "KABAR.com"),
]
NONE = [
    ("zh", "腾讯宣布将于明日召开会议"),
    ("zh", "中国电信今日宣布下调资费"),
    ("zh", "国家电网电力供应平稳"),
    ("zh", "5月1日电影市场火爆，票房创新高"),
    ("zh", "据河川日报报道，昨日"),
    ("zh", "白石滩讯号塔昨日建成"),
    ("zh", "记者从市防汛办获悉"),
    ("zh", "（本报记者 林涛 摄影报道）"),
    ("zh", "（原标题：某某新闻）昨日"),
    ("ja", "【写真】会見の様子"),
    ("ja", "【10日】晴れ"),
    ("ko", "[사진] 경기 모습"),
    ("en", "BREAKING — The bank said"),
    ("en", "The company (AP) said"),
    ("en", "Click-Through Rates (CTR) – This measures"),
    ("en", "INTERVAL: Up to 100,000 miles"),
    ("en", "TOOLX — short for something — is free"),
    ("en", "The bank said on Friday - and repeated - that"),
    ("de", "Die Bank (gegründet 1870) – eine der ältesten"),
    ("de", "Montag, 3. Mai 2020 – Die Bank"),
    ("de", "Geschafft – Die Bank"),
    ("de", "Endlich. Die Bank"),
    ("en", "Today – The bank said"),
    ("en", "Monday, May 4, 2020 – The bank said"),
    ("en", "River.com – The bank said"),
    ("en", "Yes: The bank said"),
    ("es", "Hoy.- El banco"),
]


@pytest.mark.parametrize(("language", "text", "expected", "agency"), FOUND)
def test_datelines(language: str, text: str, expected: str, agency: str | None) -> None:
    found = read_dateline(text, lexicon_for(language))
    assert found is not None
    assert (found.text, found.agency) == (expected, agency)
    assert found.alone == (text == expected)


@pytest.mark.parametrize(("language", "text"), NONE)
def test_ordinary_first_words(language: str, text: str) -> None:
    assert read_dateline(text, lexicon_for(language)) is None


def test_the_span_is_the_words_and_the_story_goes_on_behind_the_bracket() -> None:
    text = "  （中央社記者林濤高雄3日電）高雄市政府"
    found = read_dateline(text, lexicon_for("zh"))
    assert found is not None
    assert text[found.start : found.end] == "中央社記者林濤高雄3日電"
    assert text[found.stop :] == "高雄市政府"


STORY = (
    "会议指出，当前正值主汛期，要坚持底线思维，加强值班值守，对重点部位开展拉网式排查，确保群众生命财产安全。",
    "会后，与会人员到河堤现场查看了沙袋、水泵等防汛物资储备情况，并就转移安置预案进行了推演，形成了会议纪要。",
)


def page(*paragraphs: str) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html><title>t</title><body><h1>某镇召开防汛会议</h1><div class=content>{body}</div></body></html>".encode()
    )


def test_a_page_keeps_the_dateline_in_its_paragraph() -> None:
    first = (
        "新华社南宁3月2日电（记者林涛）广西壮族自治区2日召开防汛工作会议，安排部署下一阶段防汛工作，要求各地落实责任。"
    )
    article = extract(page(first, *STORY))
    assert article.dateline == "新华社南宁3月2日电"
    assert article.blocks[0].text == first
    span = next(span for span in article.spans if span.field == "dateline")
    assert (span.block, first[span.start : span.end]) == (0, article.dateline)


def test_a_page_without_a_dateline() -> None:
    assert extract(page(*STORY)).dateline is None
