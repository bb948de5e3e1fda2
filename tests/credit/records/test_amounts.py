from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.records.amounts import Unit, amounts_in, parse_amount
from credit.records.faults import Fault
from credit.records.limits import AMOUNT_MAX_YUAN, AMOUNT_TEXT_MAX_CHARS
from credit.records.numerals import chinese_number


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("80000", "80000"),
        ("5752652.31", "5752652.31"),
        ("30万元", "300000"),
        ("30万", "300000"),
        ("八万元", "80000"),
        ("二十五万元", "250000"),
        ("贰拾伍万元整", "250000"),
        ("1,234.5万", "12345000"),
        ("1,234.50", "1234.50"),
        ("１２３４元", "1234"),
        ("叁万伍仟元伍角整", "35000.50"),
        ("人民币0.5万元", "5000"),
        ("¥3,000.00", "3000"),
        ("575.265231万元", "5752652.31"),
        ("1.5亿元", "150000000"),
        ("十二亿三千万元", "1230000000"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_in_yuan(text, yuan):
    assert parse_amount(text) == Decimal(yuan)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("0.2", "2000"), ("0.000001", "0.01"), ("2000元", "2000"), ("3万元", "30000")],
)
def test_a_column_of_ten_thousands_yields_to_a_unit_in_the_cell(text, yuan):
    assert parse_amount(text, Unit.TEN_THOUSAND_YUAN) == Decimal(yuan)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-5", "amount-negative"),
        ("30余万元", "amount-vague"),
        ("100美元", "amount-foreign"),
        ("abc", "amount-unreadable"),
        ("", "amount-unreadable"),
        ("八万五元", "amount-unreadable"),
        ("1E+5", "amount-unreadable"),
        ("9" * (AMOUNT_TEXT_MAX_CHARS + 1), "amount-unreadable"),
    ],
)
def test_what_is_no_certain_amount_is_a_fault(text, code):
    found = parse_amount(text)
    assert isinstance(found, Fault)
    assert found.code == code


def test_the_largest_amount_is_bounded():
    assert parse_amount(str(AMOUNT_MAX_YUAN)) == AMOUNT_MAX_YUAN
    above = parse_amount(str(AMOUNT_MAX_YUAN + 1))
    assert isinstance(above, Fault)
    assert above.code == "amount-too-large"


@pytest.mark.parametrize(
    ("sentence", "fined", "confiscated", "total"),
    [
        ("警告并罚款8万元", 80000, None, 80000),
        ("对机构警告并罚款一万元。", 10000, None, 10000),
        ("警告，处39万元罚款", 390000, None, 390000),
        ("对该公司罚款三十一万元", 310000, None, 310000),
        ("罚款合计110万元", 1100000, None, 1100000),
        ("罚款30万元，罚款20万元，合计50万元", 500000, None, 500000),
        ("罚款30万元、20万元", 500000, None, 500000),
        ("没收违法所得1.5万元，并处罚款10万元", 100000, 15000, 115000),
        ("罚款10万元，没收违法所得1.5万元", 100000, 15000, 115000),
        ("没收违法所得共计3万元", None, 30000, 30000),
        ("罚款10万元，没收违法所得1.5万元，合计11.5万元", 100000, 15000, 115000),
        ("罚没合计50万元（其中没收违法所得10万元，罚款40万元）", 400000, 100000, 500000),
        ("罚款合计50万元（其中对甲行为罚款30万元，对乙行为罚款20万元）", 500000, None, 500000),
        ("罚款人民币叁拾万元整", 300000, None, 300000),
        (
            "没收违法所得人民币1,163.02元，罚款人民币20万元",
            200000,
            Decimal("1163.02"),
            Decimal("201163.02"),
        ),
        ("没收违法所得共计12万元，罚款30万元", 300000, 120000, 420000),
        ("没收违法所得，合计12万元", None, 120000, 120000),
        ("没收违法所得10万元，罚款合计20万元", 200000, 100000, 300000),
        ("没收违法所得10万元，罚款合计20万元，罚没合计30万元", 200000, 100000, 300000),
        ("没收违法所得10万元，罚款20万元，合计罚款30万元", 200000, 100000, 300000),
        ("对机构罚款41万元，合计处罚61万元", 610000, None, 610000),
        ("罚款2000元（贰仟元整）", 2000, None, 2000),
        ("处罚款50万元（大写：伍拾万元整）", 500000, None, 500000),
        ("罚款人民币贰仟元整(¥2,000.00元)", 2000, None, 2000),
        ("罚款2000元、2000元", 4000, None, 4000),
        ("依据“处五万元以上十万元以下罚款”之规定，罚款2000元", 2000, None, 2000),
        ("在不超过10万元的幅度内罚款2万元", 20000, None, 20000),
        ("罚款30万零5千元", 305000, None, 305000),
        ("合计罚款一百二十万零三百元", 1200300, None, 1200300),
        ("罚款三百万零五元", 3000005, None, 3000005),
        ("依据2021年第116条，对3家百货公司警告", None, None, None),
        ("罚款100美元", None, None, None),
    ],
)
def test_a_sentence_is_summed_by_the_stated_rule(sentence, fined, confiscated, total):
    found = amounts_in(sentence)
    assert (found.fined, found.confiscated, found.total) == (fined, confiscated, total)


@pytest.mark.parametrize(
    ("sentence", "yuan"),
    [
        ("罚没合计575.265231万元", "5752652.31"),
        ("合计罚没一百二十万零三百元", "1200300"),
        ("没收违法所得10万元，并处罚款，共计30万元", "300000"),
    ],
)
def test_a_joint_total_is_not_split(sentence, yuan):
    found = amounts_in(sentence)
    assert found.not_split
    assert found.fined == found.total == Decimal(yuan)


@given(st.integers(0, 99_999_999))
def test_numerals_written_out_are_read_back(number):
    assert chinese_number(written(number)) == number


@given(st.text(max_size=40))
def test_any_text_gives_an_answer(text):
    assert isinstance(parse_amount(text), Decimal | Fault)
    amounts_in(text)


def written(number: int) -> str:
    """The numeral as a bank clerk writes it."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return written(high) + "万" + (gap + written(low) if low else "")
    out = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            out += "零一二三四五六七八九"[digit] + sign
        elif out and number and not out.endswith("零"):
            out += "零"
    return out or "零"


def test_a_sentence_is_searched_up_to_its_limit():
    words = "罚款8万。"
    filling = "字" * (AMOUNT_TEXT_MAX_CHARS - len(words))
    assert amounts_in(filling + words).total == 80000
    assert amounts_in("字" * 4 + filling + words).total is None
