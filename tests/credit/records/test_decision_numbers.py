import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.records.decision_numbers import decision_numbers_in, normalise_decision_number
from credit.records.limits import DECISION_NUMBERS_MAX, TITLE_MAX_CHARS


@pytest.mark.parametrize(
    "text",
    [
        "杭西市监罚处〔2026〕0012号",
        "杭西市监罚处[2026]0012号",
        "杭西市监罚处(2026)0012号",
        "杭西市监罚处（2026）0012号",
        "杭西市监罚处【2026】0012号",
        " 杭西市监罚处 〔2026〕 0012 号 ",
        "杭西市监罚处〔２０２６〕００１２号",
        "杭西市监罚处［2026］0012号",
    ],
)
def test_one_decision_has_one_spelling(text):
    assert normalise_decision_number(text) == "杭西市监罚处〔2026〕0012号"


def test_leading_zeros_and_other_brackets_stay():
    assert normalise_decision_number("甲(乙)字〔2026〕12号") == "甲(乙)字〔2026〕12号"


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("信息公开表（聊金罚决字〔2026〕10号-12号）", ["10", "11", "12"]),
        ("信息公开表（聊金罚决字〔2026〕7、8、10号）", ["7", "8", "10"]),
        ("信息公开表（聊金罚决字〔2026〕44-46号)", ["44", "45", "46"]),
        ("信息公示表 聊金罚决字〔2026〕98、99号", ["98", "99"]),
        ("信息公开表(聊金罚决字[2026]1号至3号)", ["1", "2", "3"]),
        ("聊金罚决字【2026】21号、22号", ["21", "22"]),
        ("信息公示表（聊金罚决字〔2026〕133号 ）", ["133"]),
        ("公开表（聊金罚决字〔2026〕1-2、5号）", ["1", "2", "5"]),
        ("公开表（聊金罚决字〔2026〕9-7号）", ["9", "7"]),
    ],
)
def test_a_title_stands_for_all_its_numbers(title, numbers):
    assert decision_numbers_in(title) == tuple(f"聊金罚决字〔2026〕{n}号" for n in numbers)


@pytest.mark.parametrize(
    "title", ["公开表（甲罚字〔2025〕77号、〔2026〕1-2号）", "甲罚字[2025]77号及[2026]1号、2号"]
)
def test_a_further_year_goes_on_with_the_words_before_it(title):
    found = decision_numbers_in(title)
    assert found == ("甲罚字〔2025〕77号", "甲罚字〔2026〕1号", "甲罚字〔2026〕2号")


@pytest.mark.parametrize("title", ["行政处罚信息公开表（2025年22号）", "行政处罚信息公示", ""])
def test_the_number_of_a_notice_is_no_decision_number(title):
    assert decision_numbers_in(title) == ()


def test_a_range_is_bounded():
    def title(last):
        return f"公开表（甲罚字〔2026〕1-{last}号）"

    assert len(decision_numbers_in(title(DECISION_NUMBERS_MAX))) == DECISION_NUMBERS_MAX
    assert len(decision_numbers_in(title(DECISION_NUMBERS_MAX + 1))) == 2


def test_a_title_is_searched_up_to_its_limit():
    number = "表甲罚字〔2026〕7号"
    filling = "。" * (TITLE_MAX_CHARS - len(number))
    assert decision_numbers_in(filling + number) == ("甲罚字〔2026〕7号",)
    assert decision_numbers_in("。" * 6 + filling + number) == ()


@given(st.text(max_size=200))
def test_any_text_gives_an_answer(text):
    assert len(decision_numbers_in(text)) <= DECISION_NUMBERS_MAX
    normalise_decision_number(text)


@given(st.text("字罚决〔〕[]()（）0123456789Aa号 ", max_size=40))
def test_a_normal_number_is_its_own(text):
    normal = normalise_decision_number(text)
    assert normalise_decision_number(normal) == normal
