import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.records.penalty_kinds import (
    KIND_LABELS,
    kind_labels,
    kinds_in_sentence,
    normalise_kinds,
)
from credit.rules.vocabulary import PenaltyKind as K


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("警告", {K.WARNING}),
        ("警告;罚款", {K.WARNING, K.FINE}),
        ("警告；罚款", {K.WARNING, K.FINE}),
        ("警告、罚款", {K.WARNING, K.FINE}),
        ("警告，罚款", {K.WARNING, K.FINE}),
        (" 罚 款 ", {K.FINE}),
        ("其他-警告", {K.WARNING}),
        ("其它—通报批评", {K.PUBLIC_CRITICISM}),
        ("其他", {K.OTHER}),
        ("其他-撤销登记", {K.OTHER}),
        ("警告并罚款8万元", {K.WARNING, K.FINE}),
        ("罚款1,234元", {K.FINE}),
        ("1.警告；2.罚款", {K.WARNING, K.FINE}),
        ("没收违法所得;没收非法财物", {K.CONFISCATION_OF_INCOME, K.CONFISCATION_OF_GOODS}),
        ("没收违法所得、非法财物", {K.CONFISCATION_OF_INCOME, K.CONFISCATION_OF_GOODS}),
        ("罚没合计575.265231万元", {K.FINE, K.CONFISCATION_OF_INCOME}),
        ("暂扣许可证件", {K.LICENCE_SUSPENSION}),
        ("降低资质等级", {K.DOWNGRADE}),
        ("吊销营业执照", {K.LICENCE_REVOCATION}),
        ("吊销经营保险代理业务许可证", {K.LICENCE_REVOCATION}),
        ("限制开展生产经营活动", {K.RESTRICTION_OF_BUSINESS}),
        ("责令停止接受新业务1年", {K.RESTRICTION_OF_BUSINESS}),
        ("责令停止接受车险新业务3个月", {K.RESTRICTION_OF_BUSINESS}),
        ("撤销某某董事任职资格", {K.BAR_FROM_INDUSTRY}),
        ("禁止终身从事银行业工作", {K.BAR_FROM_INDUSTRY}),
        ("禁止进入保险业", {K.BAR_FROM_INDUSTRY}),
        ("责令停产停业", {K.SUSPENSION_OF_BUSINESS}),
        ("停业整顿三个月", {K.SUSPENSION_OF_BUSINESS}),
        ("责令关闭", {K.CLOSURE}),
        ("限制从业", {K.BAR_FROM_INDUSTRY}),
        ("行政拘留", {K.DETENTION}),
        ("罚款、责令改正", {K.FINE}),
    ],
)
def test_kinds_are_read_from_every_spelling(text, kinds):
    found = normalise_kinds(text)
    assert found.kinds == kinds
    assert found.unknown == ()


@pytest.mark.parametrize(
    "text", ["其他-不予行政处罚", "不予处罚", "免予行政处罚", "责令改正", "责令限期改正"]
)
def test_what_is_no_penalty_is_told_apart(text):
    found = normalise_kinds(text)
    assert found.kinds == frozenset()
    assert found.is_no_penalty


def test_no_penalty_beside_a_penalty_leaves_the_penalty():
    found = normalise_kinds("警告；对员工不予处罚")
    assert K.WARNING in found.kinds
    assert not found.is_no_penalty


def test_an_unknown_kind_counts_as_other_and_is_named():
    found = normalise_kinds("罚款;训诫")
    assert found.kinds == {K.FINE, K.OTHER}
    assert found.unknown == ("训诫",)


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("对机构警告并罚款一万元。", {K.WARNING, K.FINE}),
        ("警告，处39万元罚款", {K.WARNING, K.FINE}),
        ("没收违法所得3万元，并处以10万元", {K.CONFISCATION_OF_INCOME, K.FINE}),
        ("贷款管理不到位", set()),
    ],
)
def test_a_sentence_names_kinds_but_never_other(sentence, kinds):
    assert kinds_in_sentence(sentence).kinds == kinds


def test_labels_follow_the_order_of_the_law_and_cover_every_kind():
    assert set(KIND_LABELS) == set(K)
    assert str(kind_labels(frozenset({K.FINE, K.WARNING}))) == "警告、罚款"


@given(st.text(max_size=60))
def test_any_text_gives_an_answer(text):
    found = normalise_kinds(text)
    assert found.kinds <= set(K)
    assert kinds_in_sentence(text).kinds <= set(K)
