"""Who a line credits, for what, and which lines are nothing but credits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsharvest import extract
from newsharvest.languages import lexicon_for
from newsharvest.lines.credits import is_credit_line, read_credits
from newsharvest.lines.datelines import read_dateline
from newsharvest.lines.sources import read_source

CHINESE = [
    ("本报讯（记者 林涛 通讯员 何秋月）昨日，全市防汛工作会议召开，", "林涛:reporter 何秋月:correspondent"),
    ("河川新報訊(通訊員 何秋月)某縣自七月起開展防汛工作,", "何秋月:correspondent"),
    ("河川新报讯（职工通讯员 何秋月 许文）为深入推进", "何秋月:correspondent 许文:correspondent"),
    ("新华社南宁3月2日电（记者林涛、何秋月）广西2日宣布", "林涛:reporter 何秋月:reporter"),
    ("新华社南宁3月2日电（林涛、何秋月）广西2日宣布", "林涛:None 何秋月:None"),
    ("新华社南宁3月2日电 记者林涛 何秋月报道：广西2日宣布", "林涛:reporter 何秋月:reporter"),
    ("本报记者 林涛 何秋月 许文", "林涛:reporter 何秋月:reporter 许文:reporter"),
    ("本报记者林涛何秋月发自桂林", "林涛:reporter 何秋月:reporter"),
    ("记者林涛、何秋月", "林涛:reporter 何秋月:reporter"),
    ("河川晚报记者 林涛", "林涛:reporter"),
    ("《河川》作者 何秋月", "何秋月:author"),
    ("【河川網記者 林濤 何秋月 許文】", "林濤:reporter 何秋月:reporter 許文:reporter"),
    ("(文/图 林涛 何秋月)", "林涛:author 何秋月:author"),
    ("文图：林涛", "林涛:author"),
    ("（林知秋 文/图）", "林知秋:author"),
    ("本报记者林知秋文/图", "林知秋:reporter"),
    ("记者林知秋北京报道", "林知秋:reporter"),
    ("采写：河川日报记者 林涛", "林涛:reporter"),
    ("秋天到了。（河川日报 记者 林涛）", "林涛:reporter"),
    ("秋天到了。（记者 林涛 摄影 何秋月 编辑 许文）", "林涛:reporter 何秋月:photographer 许文:editor"),
    ("（作者：林涛，河川大学教授）", "林涛:author"),
    ("林知秋／台北報導", "林知秋:reporter"),
    ("来 源：河川日报　作 者：林涛", "林涛:author"),
    ("摄影/林涛 编辑/何秋月", "林涛:photographer 何秋月:editor"),
    ("执笔/林涛", "林涛:author"),
    ("消息已经证实。（编译/林涛）", "林涛:translator"),
    ("〔記者林濤／高雄報導〕高雄市政府今日宣布", "林濤:reporter"),
    ("（中央社記者林濤高雄3日電）高雄市政府今天", "林濤:reporter"),
    ("高雄市政府今天說明。（編輯：何秋月）", "何秋月:editor"),
    ("新华社发（林涛摄）", "林涛:photographer"),
    ("新华社记者 林涛 摄", "林涛:photographer"),
    ("□ 本报记者 林涛", "林涛:reporter"),
    ("□ 林涛 何秋月", "林涛:None 何秋月:None"),
    ("这座城市将被长久铭记。（林涛 何秋月 ）", "林涛:None 何秋月:None"),
    ("这座城市将被长久铭记！（评论员 林涛 何秋月）", "林涛:author 何秋月:author"),
    ("投资结构继续改善。（河川县统计局）", "河川县统计局:source-agency"),
    ("防汛工作准备就绪。（容城县）", "容城县:source-agency"),
    ("防汛工作准备就绪。（安监局）", "安监局:source-agency"),
    ("责任编辑：高敏", "高敏:editor"),
    ("[责编：高敏、许文]", "高敏:editor 许文:editor"),
    ("【編輯:高敏】", "高敏:editor"),
    ("选稿：高敏", "高敏:editor"),
    ("责任编辑：高敏_NX2201", "高敏:editor"),
    ("编辑丨高敏", "高敏:editor"),
    ("宣传科、药剂室供稿 摄影/林涛", "宣传科:source-agency 药剂室:source-agency 林涛:photographer"),
    ("来源：河川在线 作者：宣传中心 时间：2020-07-03 08:15", "宣传中心:source-agency"),
    ("来源：河川在线 作者：林涛 编辑：", "林涛:author"),
    ("来源：河川在线　通讯员 林涛", "林涛:correspondent"),
    ("2020-07-03 08:15 来源：河川在线 记者 林涛、高远 编辑：秦岚", "林涛:reporter 高远:reporter 秦岚:editor"),
    ("来源：中国河川报 江口分社", ""),
    ("作者： 蓝色的雨季 时间：2005-08-22 19:13:18", "蓝色的雨季:author"),
    ("作者： 蓝雨季 时间：2005-08-22 19:13:18", "蓝雨季:author"),
    ("作者: 林 涛：河川学院，桂林", "林 涛:author"),
    ("[ 林涛 ] 来源：[ 河川日报 ]", "林涛:None"),
    ("（记者 阿卜杜拉·买买提）", "阿卜杜拉·买买提:reporter"),
    ("记者 林涛/文 何秋月/图", "林涛:reporter 何秋月:photographer"),
    ("图：林涛 文：何秋月", "林涛:photographer 何秋月:author"),
    ("图/记者 林涛 文/记者 何秋月", "林涛:photographer 何秋月:reporter"),
    ("前线·河川商报记者林涛/文受访者供图", "林涛:reporter"),
    ("（本报记者 欧阳林 摄影报道）", "欧阳林:reporter"),
    ("校对：高敏 编辑：许文", "许文:editor"),
    ("本报记者 林 涛 何秋月 许 文", "林 涛:reporter 何秋月:reporter 许 文:reporter"),
    ("文/记者 林涛 图/记者 何秋月", "林涛:reporter 何秋月:photographer"),
    ("文/本报记者 林涛 图/受访者供图", "林涛:reporter"),
    ("林涛 文 何秋月 图", "林涛:author 何秋月:photographer"),
    ("撰文/编辑 林涛", "林涛:author"),
    ("策划/撰文：林涛", "林涛:author"),
    ("撰文、摄影：林涛", "林涛:author"),
    ("河经记者：林涛 河经编辑：何秋月", "林涛:reporter 何秋月:editor"),
    ("河经记者 林涛    河经编辑 何秋月", "林涛:reporter 何秋月:editor"),
    ("河川新闻编辑 | 林涛", "林涛:editor"),
    ("监制丨高敏 记者丨林涛 编辑丨何秋月", "林涛:reporter 何秋月:editor"),
    ("（中央社記者林濤、何秋月台北21日電）行政院今天說明", "林濤:reporter 何秋月:reporter"),
    ("記者林濤、何秋月／高雄報導", "林濤:reporter 何秋月:reporter"),
    ("【大河報香港訊】記者林濤", "林濤:reporter"),
    ("河川网讯 记者 林涛", "林涛:reporter"),
    ("新华社拉萨2月3日电（记者 格桑卓玛）记者近日获悉，", "格桑卓玛:reporter"),
    ("（记者 次仁央宗）", "次仁央宗:reporter"),
    ("记者林涛何秋月许文", "林涛:reporter 何秋月:reporter 许文:reporter"),
    ("（县委办 林涛 供稿）", "县委办:source-agency 林涛:author"),
    ("（作者：林涛，系河川大学教授）", "林涛:author"),
    ("◎林涛", "林涛:None"),
    ("文案：林涛 图片：何秋月", "林涛:author 何秋月:photographer"),
]
JAPANESE = [
    ("取材・文＝山田太郎", "山田太郎:author"),
    ("文＝山田太郎、写真＝鈴木一郎", "山田太郎:author 鈴木一郎:photographer"),
    ("写真・山田太郎", "山田太郎:photographer"),
    ("山田太郎記者", "山田太郎:reporter"),
    ("パリ特派員 山田 太郎", "山田 太郎:reporter"),
    ("執筆：山田 太郎", "山田 太郎:author"),
    ("投稿者 Hanako Muster", "Hanako Muster:author"),
    ("と述べた。（山田太郎、鈴木花子）", "山田太郎:None 鈴木花子:None"),
    ("【パリ＝山田太郎】仏政府は", "山田太郎:reporter"),
    ("と明らかにした。(c)AFP/Jean MUSTER", "Jean MUSTER:author"),
    ("Posted on 2019年4月13日 by hanako", "hanako:author"),
    ("文・山田太郎", "山田太郎:author"),
    ("取材・文・撮影：山田太郎", "山田太郎:author"),
    ("山田太郎＝文、鈴木花子＝写真", "山田太郎:author 鈴木花子:photographer"),
    ("【北京＝山田太郎、鈴木花子】政府は", "山田太郎:reporter 鈴木花子:reporter"),
    ("By 山田太郎", "山田太郎:author"),
    ("[山田太郎，TechNet]", "山田太郎:None"),
]
KOREAN = [
    ("홍길동 기자", "홍길동:reporter"),
    ("홍길동 기자 hong@example.kr", "홍길동:reporter"),
    ("[대구=한강일보 홍길동 기자] 시는 3일", "홍길동:reporter"),
    ("(대구=한강뉴스) 홍길동 기자 = 시는 3일", "홍길동:reporter"),
    ("기자 = 홍길동", "홍길동:reporter"),
    ("글·사진 홍길동", "홍길동:author"),
    ("[서울=한강뉴스]홍길동 기자 = 정부는 3일", "홍길동:reporter"),
    ("(서울=한강뉴스) 홍길동 김철수 기자 = 시는", "홍길동:reporter 김철수:reporter"),
    ("강원도 홍길동 기자", "홍길동:reporter"),
    ("홍길동·김철수 기자", "홍길동:reporter 김철수:reporter"),
    ("홍길동 선임기자", "홍길동:reporter"),
    ("글 홍길동 사진 김철수", "홍길동:author 김철수:photographer"),
    ("글=홍길동 사진=김철수", "홍길동:author 김철수:photographer"),
    ("사진=홍길동 기자", "홍길동:photographer"),
    ("글·사진=홍길동 기자", "홍길동:reporter"),
    ("취재 홍길동 / 편집 김철수", "홍길동:reporter 김철수:editor"),
    ("타자는 땅볼로 물러났다.대구=홍길동 기자 hong@example.kr", "홍길동:reporter"),
]
WESTERN = [
    ("en", "By Jane Roe", "Jane Roe:author"),
    ("en", "by: Jane Roe", "Jane Roe:author"),
    ("en", "ByJane Roe", "Jane Roe:author"),
    ("en", "By JANE ROE, Staff Writer", "JANE ROE:author"),
    ("en", "JANE ROE, Staff Writer", "JANE ROE:author"),
    ("en", "By Jane Roe and Max Poe", "Jane Roe:author Max Poe:author"),
    ("en", "By Jane Roe, Max Poe and Ann Loe, The Daily Tribune", "Jane Roe:author Max Poe:author Ann Loe:author"),
    ("en", "By Jane Roe, New York", "Jane Roe:author"),
    ("en", "By J.R. Roe and Ann O'Poe", "J.R. Roe:author Ann O'Poe:author"),
    ("en", "By Max von Poe", "Max von Poe:author"),
    ("en", "By Tom May", "Tom May:author"),
    ("en", "By Jane Roe Senior Reporter", "Jane Roe:author"),
    ("en", "By Jane Roe • 5 min read", "Jane Roe:author"),
    ("en", "Written by Jane Roe | Updated Jan 5, 2020", "Jane Roe:author"),
    ("en", "Posted on January 5, 2020 by jane_r", "jane_r:author"),
    ("en", "by oz on December 4, 2006", "oz:author"),
    ("en", "Byby JANE ROE, MAX POE and ANN LOE", "JANE ROE:author MAX POE:author ANN LOE:author"),
    ("en", "River life | By Jane Roe | April 13, 2020", "Jane Roe:author"),
    ("en", "By Jane Roe, Special Envoy to the Court", "Jane Roe:author"),
    ("en", "By Jane Roe, Max Poe in Berlin", "Jane Roe:author Max Poe:author"),
    ("en", "03/01/2017 by Jane Roe, Member Delegate to the Harbour Committee", "Jane Roe:author"),
    ("en", "Posted by Jane Roe, Harbour Project Marketing", "Jane Roe:author"),
    ("en", "By April Roe", "April Roe:author"),
    ("en", "By Jane Roe, CNN", "Jane Roe:author"),
    ("en", "By Jane Roe and CNN", "Jane Roe:author CNN:source-agency"),
    ("de", "Von Anna Muster/dpa", "Anna Muster:author dpa:source-agency"),
    ("en", "By Staff Writer", "Staff Writer:author"),
    ("en", "By - Jane Roe", "Jane Roe:author"),
    ("en", "By Jane Roe @janeroe", "Jane Roe:author"),
    ("en", "By Jane Roe River News, Oslo", "Jane Roe:author"),
    ("en", "By JANE ROE AP Sports Writer", "JANE ROE:author"),
    ("en", "By Jane Roe in Oslo and Max Poe in Rome", "Jane Roe:author Max Poe:author"),
    ("en", "By Jane Roe, NRK-Studio Rome", "Jane Roe:author"),
    ("en", "By Reuters Staff", "Reuters Staff:source-agency"),
    ("en", "Story and photos by Jane Roe", "Jane Roe:author"),
    ("en", "Words & photographs by Jane Roe", "Jane Roe:author"),
    ("en", "Photo by Jane Roe/AP", "Jane Roe:photographer"),
    ("en", "With reporting by Jane Roe", "Jane Roe:reporter"),
    ("en", "Guest post by Jane Roe", "Jane Roe:author"),
    ("en", "Author: By Jane Roe", "Jane Roe:author"),
    ("de", "Artikel von: Von Anna Muster", "Anna Muster:author"),
    ("de", "Text und Fotos: Anna Muster", "Anna Muster:author"),
    ("de", "Text/Foto: Anna Muster", "Anna Muster:author"),
    ("de", "Von unserem Korrespondenten Max Beispiel", "Max Beispiel:correspondent"),
    ("de", "Von unserer Redakteurin Anna Muster", "Anna Muster:reporter"),
    ("de", "Das Gespräch führte Anna Muster.", "Anna Muster:author"),
    ("fr", "De notre envoyée spéciale Anne Dupré", "Anne Dupré:correspondent"),
    ("fr", "Texte et photos : Anne Dupré", "Anne Dupré:author"),
    ("fr", "Photos de Luc Modèle", "Luc Modèle:photographer"),
    ("es", "Texto y fotos: Ana Prado", "Ana Prado:author"),
    ("es", "Por Agencia EFE", "Agencia EFE:source-agency"),
    ("es", "Entrevista de Ana Prado", "Ana Prado:author"),
    ("it", "dal nostro inviato Luca Modello", "Luca Modello:correspondent"),
    ("nl", "Door onze verslaggever Jan Modaal", "Jan Modaal:reporter"),
    ("cs", "Napsala Jana Nováková", "Jana Nováková:author"),
    ("en", "By Reuters", "Reuters:source-agency"),
    ("en", "By The Associated Press", "The Associated Press:source-agency"),
    ("en", "Photos by Jane Roe", "Jane Roe:photographer"),
    ("en", "Words by Jane Roe Photography by Max Poe", "Jane Roe:author Max Poe:photographer"),
    ("en", "(Reporting by Jane Roe in Oslo; Editing by Max Poe and Ann Loe)",
     "Jane Roe:reporter Max Poe:editor Ann Loe:editor"),
    ("en", "He said no more. (Reporting by Jane Roe; Editing by Max Poe)", "Jane Roe:reporter Max Poe:editor"),
    ("de", "Von Anna Muster", "Anna Muster:author"),
    ("de", "Von Anna Muster und Max Beispiel, Berlin", "Anna Muster:author Max Beispiel:author"),
    ("de", "VON ANNA MUSTER am 21. April 2020", "ANNA MUSTER:author"),
    ("de", "Text: Anna Muster, Foto: Max Beispiel", "Anna Muster:author Max Beispiel:photographer"),
    ("de", "Von Anna von der Au", "Anna von der Au:author"),
    ("de", "Aus dem Englischen von Anna Muster", "Anna Muster:translator"),
    ("de", "Anna Muster, 01.12.2021", "Anna Muster:None"),
    ("fr", "Par Anne DUPRÉ", "Anne DUPRÉ:author"),
    ("fr", "Par Anne Dupré, Luc Modèle", "Anne Dupré:author Luc Modèle:author"),
    ("fr", "Par Anne Dupré le 07 mai 2020", "Anne Dupré:author"),
    ("es", "Por Ana Prado", "Ana Prado:author"),
    ("it", "di Anna Esempio", "Anna Esempio:author"),
    ("pt", "Por Ana Prado", "Ana Prado:author"),
    ("nl", "Door Anna Voorbeeld", "Anna Voorbeeld:author"),
]  # fmt: skip
NOBODY = [
    ("zh", "会议开到中午。（综合新华社、央视新闻）"),
    ("zh", "即時中心／綜合報導"),
    ("zh", "责任编辑："),
    ("zh", "作者："),
    ("zh", "作者：佚名"),
    ("zh", "作者:admin"),
    ("zh", "作者： size=20"),
    ("zh", "作者：admin"),
    ("zh", "编辑：admin"),
    ("zh", "图/视觉中国"),
    ("zh", "图/凤凰"),
    ("ja", "写真：お店から"),
    ("ja", "と話していた。（島田さん）"),
    ("zh", "故事还在继续。（据河川日报）"),
    ("zh", "记者近日从有关部门获悉，"),
    ("zh", "本报讯 记者近日"),
    ("ja", "【ソウル聯合ニュース】"),
    ("zh", "据记者了解，该项目已经完工"),
    ("zh", "记者：谢谢您。"),
    ("zh", "记者：为什么？"),
    ("zh", "外国记者盛赞湾区活力 媒体行圆满收官"),
    ("zh", "新华社北京11月17日电 记者17日从有关部门获悉，近阶段"),
    ("zh", "图为会议现场。（右二）"),
    ("zh", "故事还在继续。（完）"),
    ("ja", "編集部"),
    ("ja", "記者会見が開かれた。（写真左）"),
    ("ko", "홍길동 기자는 말했다"),
    ("ko", "정치 기자"),
    ("ko", "정치부 기자"),
    ("en", "By Friday"),
    ("en", "By April"),
    ("en", "The council met. | By Friday | all was said"),
    ("en", "By Friday the city council had voted."),
    ("en", "By clicking you agree to our terms"),
    ("en", "By jane@example.org"),
    ("en", "By @jane"),
    ("en", "By 2030"),
    ("en", "12 comments"),
    ("en", "The story was written by the committee on 3 March 2020"),
    ("de", "Von Montag an gilt die Regel"),
    ("de", "Von der Stadt Berlin"),
    ("de", "Von 1990 bis 2000"),
    ("fr", "Par ailleurs, la banque a refusé"),
    ("es", "Por favor"),
]


def said(text: str, language: str) -> str:
    return " ".join(f"{each.name}:{each.role}" for each in read_credits(text, lexicon_for(language)))


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_chinese_lines(text: str, expected: str) -> None:
    assert said(text, "zh") == expected


@pytest.mark.parametrize(("text", "expected"), CHINESE)
def test_half_width_punctuation_reads_alike(text: str, expected: str) -> None:
    half = text.translate(str.maketrans("（）：／，【】〔〕", "():/,[][]"))
    assert said(half, "zh") == expected


@pytest.mark.parametrize(("text", "expected"), JAPANESE)
def test_japanese_lines(text: str, expected: str) -> None:
    assert said(text, "ja") == expected


@pytest.mark.parametrize(("text", "expected"), KOREAN)
def test_korean_lines(text: str, expected: str) -> None:
    assert said(text, "ko") == expected


@pytest.mark.parametrize(("language", "text", "expected"), WESTERN)
def test_western_lines(language: str, text: str, expected: str) -> None:
    assert said(text, language) == expected


@pytest.mark.parametrize(("language", "text"), NOBODY)
def test_lines_that_name_nobody(language: str, text: str) -> None:
    assert said(text, language) == ""


def test_printed_is_the_role_and_the_name_as_they_stand() -> None:
    text = "本报讯（记者 林 涛 通讯员 何秋月）昨日"
    first, second = read_credits(text, lexicon_for("zh"))
    assert (first.printed, second.printed) == ("记者 林 涛", "通讯员 何秋月")
    assert text[first.start : first.end] == first.printed
    assert text[second.start : second.end] == second.printed
    assert not first.bare


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "责任编辑：高敏"),
        ("zh", "编辑："),
        ("zh", "来源：河川在线 作者：林涛 时间：2020-07-03 08:15"),
        ("zh", "发布日期：2020-07-03 浏览次数： 信息来源：县发改局"),
        ("zh", "2020-07-03 08:15:22 来源: 河川日报 网友评论 0 条"),
        ("zh", "转载自河川在线"),
        ("zh", "2019-11-25 18:57"),
        ("zh", "http://www.hechuan.example 2019年11月25日 18:57 河川晚报 【大 中 小】【打印】"),
        ("zh", "（编辑：高敏 许文）"),
        ("zh", "TNT中文站 10月14日报道"),
        ("ja", "取材・文＝山田太郎"),
        ("ja", "2011年4月5日 朝刊"),
        ("ko", "승인 2020.01.05 11:00"),
        ("ko", "pms@haeoreum.example"),
        ("en", "By Jane Roe"),
        ("en", "Published: Jan 5, 2020 11:00 am"),
        ("en", "Source: Xinhua"),
        ("de", "Von Anna Muster und Max Beispiel, Berlin"),
        ("de", "Stand: 05.02.2020, 12:00 Uhr"),
    ],
)
def test_credit_lines(language: str, text: str) -> None:
    assert is_credit_line(text, lexicon_for(language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "会议要求各村进一步落实责任，确保群众生命财产安全。"),
        ("zh", "本报讯（记者 林涛）昨日，全市防汛工作会议召开。"),
        ("zh", "（2004年12月11－12日，河川大学）"),
        ("zh", "记者：谢谢您。"),
        ("zh", "林涛 何秋月"),
        ("en", "By Friday the city council had voted."),
        ("en", "By Audience"),
        ("en", "Jane Roe said on March 3, 2020"),
        ("en", "Klein Tools 11061"),
        ("en", ""),
        ("de", "Von Montag an gilt die Regel"),
        ("de", "Autor: " + "Anna Muster " * 30),
    ],
)
def test_lines_that_hold_more_than_credits(language: str, text: str) -> None:
    assert not is_credit_line(text, lexicon_for(language))


PIECES = (
    "记者 （ ） 林涛 欧阳 、 ： / 摄 编辑 来源 新华社 3月2日 电 讯 。 · = 記者 【 】 홍길동 기자 "
    "By Von Jane Roe and , ( ) 2020-01-05 12:30 @ |"
).split()
ANY_PIECES = st.lists(st.one_of(st.sampled_from(PIECES), st.just(" "), st.text(max_size=3)), max_size=40)


@settings(max_examples=200, deadline=None)
@given(ANY_PIECES, st.sampled_from(["zh", "ja", "ko", "en"]))
def test_any_line_is_read_and_every_span_lies_in_it(pieces: list[str], language: str) -> None:
    text, lexicon = "".join(pieces), lexicon_for(language)
    found = [*read_credits(text, lexicon), read_dateline(text, lexicon), read_source(text, lexicon)]
    is_credit_line(text, lexicon)
    assert all(0 <= each.start < each.end <= len(text) for each in found if each is not None)


STORY = "".join(
    f"<p>{text}</p>"
    for text in (
        "会议指出，当前正值主汛期，要坚持底线思维，加强值班值守，开展拉网式排查，确保群众生命财产安全。",
        "会后，与会人员到河堤现场查看了沙袋、水泵等防汛物资储备情况，并就转移安置预案进行了推演。",
        "据了解，该镇已排查隐患点三十二处，组织党员干部和志愿者三百余人轮流值守，物资储备充足，群众情绪稳定，秩序井然。",
    )
)
ENGLISH = "".join(
    f"<p>{text}</p>"
    for text in (
        "The council of a small river town voted on Tuesday to rebuild the dyke that failed in the spring floods.",
        "Members said the work would begin in autumn and would cost less than feared, because volunteers helped.",
        "Residents, many of whom spent weeks in a sports hall, welcomed the decision but asked for a faster pace.",
    )
)


def page(head: str, above: str, story: str, below: str = "", language: str = "zh") -> bytes:
    title = f"<head><title>t</title>{head}</head>"
    body = f'<div><h1>某镇召开防汛工作会议</h1>{above}<div class="content">{story}</div>{below}</div>'
    return f'<html lang="{language}">{title}<body>{body}</body></html>'.encode()


def people(html: bytes) -> list[tuple[str, str | None]]:
    return [(each.name, each.role) for each in extract(html).contributors]


def test_printed_credits_of_a_page_come_with_their_roles() -> None:
    lead = (
        "<p>本报讯（记者 林涛 通讯员 何秋月）7月2日，某镇召开防汛工作会议，主要负责人参加并讲话，安排下一阶段工作。</p>"
    )
    article = extract(page("", "<div>2020-07-03 来源：河川日报</div>", lead + STORY, "<p>（责任编辑：高敏）</p>"))
    assert [(each.name, each.role) for each in article.contributors] == [
        ("林涛", "reporter"),
        ("何秋月", "correspondent"),
        ("高敏", "editor"),
    ]
    assert article.byline == "记者 林涛 通讯员 何秋月"
    span = next(span for span in article.spans if span.field == "byline")
    assert article.blocks[span.block].text[span.start : span.end] == article.byline
    assert not any("高敏" in block.text for block in article.blocks)


def test_structured_authors_fill_what_the_page_does_not_print() -> None:
    data = '{"@type":"NewsArticle","headline":"x","author":[{"@type":"Person","name":"Jane Roe"},"Max Poe"]}'
    html = page(f'<script type="application/ld+json">{data}</script>', "", ENGLISH, language="en")
    assert people(html) == [("Jane Roe", "author"), ("Max Poe", "author")]
    assert extract(html).byline is None


def test_a_printed_name_and_the_same_name_in_the_data_are_one() -> None:
    head = '<meta name="author" content="Jane Roe">'
    assert people(page(head, "<p>By Jane Roe and Max Poe</p>", ENGLISH, language="en")) == [
        ("Jane Roe", "author"),
        ("Max Poe", "author"),
    ]


def test_the_printed_writer_wins_over_another_one_in_the_data() -> None:
    head = '<meta name="author" content="Web Desk">'
    assert people(page(head, "<p>By Jane Roe</p>", ENGLISH, language="en")) == [("Jane Roe", "author")]


@pytest.mark.parametrize("content", ["https://example.org/jane", "jane@example.org", "admin", "@jane"])
def test_addresses_and_handles_are_nobody(content: str) -> None:
    assert people(page(f'<meta name="author" content="{content}">', "", ENGLISH, language="en")) == []


def test_a_site_that_only_the_data_names_is_a_source() -> None:
    head = (
        '<meta property="og:site_name" content="River Post">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x",'
        '"author":{"@type":"Organization","name":"River Post"}}</script>'
    )
    assert people(page(head, "", ENGLISH, language="en")) == [("River Post", "source-agency")]


def test_a_person_marked_as_the_author_wins_over_the_site_in_the_data() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x",'
        '"author":{"@type":"Organization","name":"River Post"}}</script>'
    )
    above = '<div class="author-box"><a href="/author/jane">Jane Roe</a></div>'
    assert ("Jane Roe", "author") in people(page(head, above, ENGLISH, language="en"))


def test_an_organisation_in_the_data_says_nothing_beside_a_person() -> None:
    data = '{"@type":"NewsArticle","headline":"x","author":[{"@type":"Person","name":"Jane Roe"},%s]}'
    both = data % '{"@type":"Organization","name":"River Post"}'
    assert people(page(f'<script type="application/ld+json">{both}</script>', "", ENGLISH, language="en")) == [
        ("Jane Roe", "author")
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Jane Roe and", "Jane Roe"),
        ("Jane (Jenny) Roe", "Jane (Jenny) Roe"),
        ("Jane Roe (jroe@river.example)", "Jane Roe"),
        ("By Jane Roe", "Jane Roe"),
    ],
)
def test_a_value_of_the_data_is_read_as_a_name(content: str, name: str) -> None:
    assert people(page(f'<meta name="author" content="{content}">', "", ENGLISH, language="en")) == [(name, "author")]


@pytest.mark.parametrize("content", ["Illustration by Jane Roe", "Photos by Jane Roe", "Edited by Jane Roe"])
def test_credits_for_something_else_in_the_data_are_no_author(content: str) -> None:
    assert extract(page(f'<meta name="author" content="{content}">', "", ENGLISH, language="en")).authors == ()


def test_a_person_is_rather_the_author_than_an_account() -> None:
    head = '<meta name="author" content="jane.r">'
    above = '<div class="author-box"><a href="/author/jane">Jane Roe</a></div>'
    assert people(page(head, above, ENGLISH, language="en")) == [("Jane Roe", "author")]


def test_who_helped_does_not_replace_the_author_of_the_data() -> None:
    head = '<meta name="author" content="Jane Roe">'
    html = page(head, "", ENGLISH, "<p>Additional reporting by Max Poe</p>", language="en")
    assert people(html) == [("Jane Roe", "author"), ("Max Poe", "reporter")]


def test_a_desk_that_the_page_prints_beside_a_person_is_kept() -> None:
    data = '{"@type":"NewsArticle","headline":"x","author":[{"@type":"Person","name":"Jane Roe"},%s]}'
    both = data % '{"@type":"Person","name":"River Team"}'
    above = '<p class="byline"><a href="/author/jane">Jane Roe</a> <a href="/author/river">River Team</a></p>'
    html = page(f'<script type="application/ld+json">{both}</script>', above, ENGLISH, language="en")
    assert list(extract(html).authors) == ["Jane Roe", "River Team"]


def test_a_column_in_brackets_above_the_story_is_no_office() -> None:
    assert people(page("", "<p>【河川文化观察】</p>", STORY)) == []


def test_a_first_name_in_the_data_is_short_for_the_printed_name() -> None:
    head = '<meta name="author" content="Jane">'
    assert people(page(head, "<p>By Jane Roe</p>", ENGLISH, language="en")) == [("Jane Roe", "author")]


MARKED = [
    ('<a rel="author" href="/author/jane">Jane Roe</a><div><a href="/author/jane">More stories by Jane Roe</a></div>',
     ["Jane Roe"]),
    ('<p class="byline">Jane Roe</p><ul><li class="author-menu">Get author feed</li></ul>', ["Jane Roe"]),
    ('<div class="author"><h3>Jane Roe</h3><p>Former diver, who lives by the river and in boats.</p></div>',
     ["Jane Roe"]),
    ('<div class="author-name">Jane Roe</div><div class="author-name">Max Poe</div>', ["Jane Roe", "Max Poe"]),
    ('<div><a href="/author/jane">Jane Roe</a></div><div>Fact checked by</div><a href="/author/max">Max Poe</a>',
     ["Jane Roe"]),
    ('<div><a href="/author/jane">Jane Roe</a></div><p>a</p><p>b</p><p>c</p><p>d</p><div class="author">Max Poe</div>',
     ["Jane Roe"]),
    ('<div itemprop="author">Jane Roe</div>' + "<div>" * 4 + '<div itemprop="author">Max Poe</div>' + "</div>" * 4,
     ["Jane Roe"]),
]  # fmt: skip


@pytest.mark.parametrize(("above", "names"), MARKED)
def test_of_the_names_that_mark_up_shows_those_that_stand_together_are_the_authors(
    above: str, names: list[str]
) -> None:
    assert list(extract(page("", above, ENGLISH, language="en")).authors) == names


@pytest.mark.parametrize(
    ("line", "expected"),
    [("林涛/河川日报", [("林涛", "author")]), ("林涛", [("林涛", None)]), ("河川日报 林知秋", [("林知秋", None)])],
)
def test_a_chinese_name_beside_the_date(line: str, expected: list[tuple[str, str | None]]) -> None:
    assert people(page("", f"<p>{line}</p><p>2020-07-03 08:15</p>", STORY)) == expected


def test_a_date_that_is_glued_to_its_paper_stands_beside_a_name() -> None:
    above = "<div>Jane Roe</div><div><span>River Press</span><span>December 2, 2016</span></div>"
    assert people(page("", above, ENGLISH, language="en")) == [("Jane Roe", None)]


def test_no_credit_gives_no_contributor() -> None:
    article = extract(page("", "<div>2020-07-03</div>", STORY))
    assert article.contributors == ()
    assert article.byline is None


def test_a_byline_may_stand_below_the_lead() -> None:
    told = [
        "After nine years without a boat, the council has found a ferryman and the money to pay him well for his work.",
        "The ferry between the two banks of the river is to run again from the first of May, twice an hour in June.",
        "Nobody had wanted the post, because the cabin has no stove and the rope must be tarred by hand every autumn.",
        "Children go across for nothing, the mayor said, and whoever brings a goat pays as much as for a bicycle.",
    ]
    lead, *text = (f"<p>{sentence} {sentence[:40]} again.</p>" for sentence in told)
    html = (
        f"<article><h1>Ferry returns to the river</h1><div>{lead}</div><div>by Lanza</div>"
        f"<div>Reading time: 3 minutes</div><div>{''.join(text)}</div></article>"
    )
    assert extract(html).byline == "by Lanza"
