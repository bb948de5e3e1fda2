"""What no item may be about is found however it is written; neighbours' deeds pass."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.catalogue.files import DEMONSTRATION, read_file
from scoring.catalogue.parse import parse_catalogue
from scoring.catalogue.screen import edition_on, editions, refused_topics, screen_texts
from scoring.catalogue.table import Item, Points, Unit

WENDENG = Path(__file__).parents[2] / "data" / "wendeng-community.yaml"
DAY = date(2026, 11, 27)


def topics(*texts: str, minus: bool = False) -> list[str]:
    return [finding.topic.code for finding in screen_texts(texts, minus=minus, on=DAY)]


REFUSED = {
    "belief": [
        "参加宗教活动",
        "不信教家庭",
        "到寺庙烧香",
        "周日做礼拜",
        "信仰缺失",
        "Attending church",
    ],
    "speech": [
        "在朋友圈转发社区消息",
        "网上发布不当信息",
        "传播谣言",
        "不当言论",
        "发表意见",
        "Social media activity",
        "Posts online about us",
    ],
    "petition": [
        "越级上访",
        "全年无信访",
        "信 访",
        "信-访",
        "ＸＸ信\u200b访",
        "进京走访",
        "恶意投诉",
        "拨打12345",
    ],
    "family_planning": ["计划生育家庭", "生育二孩", "独生子女户", "Family-planning household"],
    "health": ["参加体检", "接种疫苗", "患病未报告", "隐瞒病史", "残疾人证", "Vaccination record"],
    "political_membership": ["党员家庭", "积极入党", "共青团员", "政治面貌", "Party member"],
}
PASSES = [
    "无偿献血",
    "捐献造血干细胞",
    "Blood donation",
    "志愿服务",
    "每礼拜打扫楼道",
    "照顾残疾人邻居",
    "助残志愿服务",
    "垃圾分类一周合格",
    "文明养犬承诺",
    "上报安全隐患属实",
    "参与居民议事会",
    "看望生病老人",
    "调解邻里纠纷",
    "集团员工志愿日",
    "合唱团员演出",
    "诚信访谈",
    "相信访客",
    "Competition among buildings",
    "Cultural festival",
    "拾金不昧",
    "健康知识讲座做志愿者",
    "大学生育人计划助学",
]
MINUS = {
    "waste_sorting": ["垃圾不分类", "混投垃圾", "Not sorting waste"],
    "dogs": ["遛狗不牵绳", "宠物随地便溺，粪便不清理", "Dogs off the leash"],
    "red_lights": ["闯红灯"],
    "complaint": ["申诉不实"],
    "health": ["不参加无偿献血", "拒绝献血"],
}
MINUS_PASSES = ["楼道内为电动车充电", "楼道堆物", "服务受到投诉属实", "采集数据造假"]


@pytest.mark.parametrize(("topic", "text"), [(t, x) for t, xs in REFUSED.items() for x in xs])
@pytest.mark.parametrize("minus", [False, True])
def test_no_item_may_be_about_it(topic, text, minus):
    assert topic in topics(text, minus=minus)


@pytest.mark.parametrize("text", PASSES)
def test_what_neighbours_do_for_each_other_passes(text):
    assert topics(text) == []


@pytest.mark.parametrize(("topic", "text"), [(t, x) for t, xs in MINUS.items() for x in xs])
def test_only_the_law_may_punish_it(topic, text):
    assert topic in topics(text, minus=True)
    assert topics(text) == []


@pytest.mark.parametrize("text", MINUS_PASSES)
def test_other_minus_items_are_for_the_resolution_to_decide(text):
    assert topics(text, minus=True) == []


@pytest.mark.parametrize("field", ["name", "description", "basis", "name_en", "description_en"])
def test_all_that_an_item_says_is_read(field):
    texts = {"name": "好事", field: "家中无人信访 petition"}
    item = Item("x", "shan", unit=Unit("times"), points=Points(5, 5), **texts)
    assert [one.topic.code for one in refused_topics(item, DAY)] == ["petition"]


def test_a_word_does_not_reach_from_one_text_into_the_next():
    assert topics("诚信", "访友") == []


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("petition", "越級上訪"),
        ("petition", "信 訪"),
        ("petition", "xìn fǎng"),
        ("petition", "不xinfang户"),
        ("petition", "Petitioners"),
        ("political_membership", "黨 員家庭"),
        ("political_membership", "DangYuan"),
        ("family_planning", "計劃生育"),
        ("health", "接種疫苗"),
        ("speech", "轉發、點讚"),
        ("speech", "網上發佈"),
        ("belief", "去寺廟"),
        ("belief", "zōngjiào"),
    ],
)
def test_another_script_is_no_way_round(topic, text):
    assert topic in topics(text)


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("petition", "全年无信x访家庭"),
        ("petition", "信ABC访"),
        ("petition", "信1访"),
        ("petition", "上の访"),
        ("petition", "信①访"),
        ("petition", "信．／访"),
        ("petition", "信\U0001f600访"),
        ("petition", "信\ufe0f访"),
        ("petition", "p-e-t-i-t-i-o-n"),
        ("petition", "No pe.ti.tions"),
        ("petition", "p e t i t i o n"),
        ("political_membership", "党zz员带头"),
        ("political_membership", "⼊党积极分子"),
        ("health", "参加体a检"),
        ("speech", "网q络w发布"),
        ("speech", "social-media posts"),
        ("speech", "So cial media"),
        ("family_planning", "family—planning household"),
    ],
)
def test_letters_marks_and_blanks_inside_a_word_hide_nothing(topic, text):
    assert topic in topics(text)


@pytest.mark.parametrize(
    "text",
    [
        "微信App接龙报名访友",
        "每周1次3小时巡逻",
        "诚信A级商户访谈",
        "Help at the pet show and the station",
        "Invite the parties of a quarrel to sit and talk",
        "An art competition, a sports contest",
    ],
)
def test_letters_among_chinese_and_short_english_words_pass(text):
    assert topics(text) == []


@pytest.mark.parametrize("path", [DEMONSTRATION, WENDENG], ids=lambda path: path.name)
def test_no_item_of_a_catalogue_there_is_is_refused(path):
    table = parse_catalogue(read_file(path))
    assert [one.code for one in table.items if refused_topics(one, DAY)] == []


def test_the_unit_an_item_is_counted_in_is_read_too():
    unit = Unit("own", "次上访")
    assert refused_topics(Item("x", "shan", "好事", unit=unit, points=Points(5, 5)), DAY)


def test_a_later_edition_adds_and_takes_nothing_away():
    first, last = editions()[0], editions()[-1]
    assert first.valid_from < last.valid_from
    for before, after in zip(first.topics, last.topics, strict=True):
        assert before.code == after.code
        assert set(before.words) <= set(after.words)


def test_words_of_a_pair_must_stand_near_each_other():
    assert topics("网上发布") == ["speech"]
    assert topics("网上报名参加社区秋季运动会并协助工作人员布置场地发布成绩") == []


def test_a_minus_item_of_a_topic_of_the_law_alone_is_refused_and_says_why():
    minus = Item("x", "shan", "垃圾不分类", Unit("times"), Points(-5, -5))
    (found,) = refused_topics(minus, DAY)
    assert "垃圾分类" in str(found.message)
    assert "法律依据" in str(found.message)
    assert found.word in str(found.remedy)


def test_one_item_may_touch_several_topics():
    assert topics("党员带头不信访") == ["petition", "political_membership"]


def test_days_before_the_first_edition_are_held_to_it():
    assert edition_on(date(2020, 1, 1)) is editions()[0]
    assert edition_on(DAY) is editions()[-1]


def test_every_edition_has_a_source_and_every_topic_its_words_in_both_languages():
    for edition in editions():
        assert edition.source
        assert edition.evidence in {"O", "F", "M", "P"}
        for topic in edition.topics:
            assert topic.words
            assert all(isinstance(word, str) and word for word in topic.words)
            assert topic.name.english
            assert topic.reason.english


words = [word for topic in editions()[-1].topics if not topic.minus_only for word in topic.words]


@given(st.sampled_from(words), st.text("的了和与", max_size=5), st.text("的了和与", max_size=5))
def test_every_word_of_the_list_is_found_wherever_it_stands(word, before, after):
    assert topics(f"{before} {word} {after}", minus=True) != []


@given(
    st.sampled_from(["信访", "上访", "党员", "体检"]),
    st.sampled_from([" ", "-", "·", "\u200b", "、"]),
)
def test_filling_between_letters_hides_nothing(word, filling):
    assert topics(filling.join(word)) != []
