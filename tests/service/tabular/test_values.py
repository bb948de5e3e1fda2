"""Stored numbers and serial days, and the text they stand for."""

import pytest

from service.tabular.values import date_text, is_date_format, number_text, unescaped


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("0", "0"), ("-0", "0"), ("12", "12"), ("-7", "-7"), ("007", "7"), ("2.0", "2"),
        ("0.1", "0.1"), ("1.1000000000000001", "1.1"), ("0.30000000000000001", "0.3"),
        ("330106199001011230", "330106199001011230"), ("3.3010619900101E+17", "330106199001010000"),
        ("1E-3", "0.001"), ("1e300", "1" + "0" * 300), (".5", "0.5"), ("5.", "5"),
        ("1e9999", None), ("1e99999999", None), ("NaN", None), ("inf", None), ("1_000", None),
        ("１２", None), ("", None), ("abc", None), ("0x10", None),
    ],
)  # fmt: skip
def test_numbers_are_plain_digits(stored, text):
    assert number_text(stored) == text


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("1", "1900-01-01"), ("59", "1900-02-28"), ("60", None), ("61", "1900-03-01"),
        ("46106", "2026-03-25"), ("46106.75", "2026-03-25T18:00:00"), ("0.5", "12:00:00"),
        ("2958465", "9999-12-31"), ("2958466", None),
        ("-1", None), ("x", None), ("1e400", None),
    ],
)  # fmt: skip
def test_serial_days_count_from_1900_without_its_false_leap_day(stored, text):
    assert date_text(stored, epoch_1904=False) == text


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("46112.99999998843", "2026-03-31T23:59:59"), ("46112.999994", "2026-03-31T23:59:59"),
        ("46112.99999999999", "2026-04-01"), ("46112.000000000007", "2026-03-31"),
        ("46106.7710069444", "2026-03-25T18:30:15"), ("46106.77101", "2026-03-25T18:30:15"),
        ("2958465.99999998843", "9999-12-31T23:59:59"),
        ("2958465.9999999995", "9999-12-31T23:59:59"),
        ("59.999999999999", None), ("0.99999998843", "23:59:59"), ("0.9999999999999", "00:00:00"),
    ],
)  # fmt: skip
def test_the_last_second_of_a_day_is_of_that_day(stored, text):
    assert date_text(stored, epoch_1904=False) == text


@pytest.mark.parametrize(("stored", "text"), [("1", "1904-01-02"), ("44644", "2026-03-25")])
def test_serial_days_count_from_1904_where_the_workbook_says_so(stored, text):
    assert date_text(stored, epoch_1904=True) == text


@pytest.mark.parametrize(
    ("number", "code", "date"),
    [
        (0, None, False), (14, None, True), (22, None, True), (31, None, True), (46, None, False),
        (58, None, True), (59, None, False), (49, None, False), (176, "General", False),
        (176, "yyyy/m/d", True), (176, 'yyyy"年"m"月"', True), (176, "[$-804]aaaa;@", False),
        (176, "[$-F800]dddd, mmmm dd", True), (176, '#,##0.00_);[Red]"day"', False),
        (176, "[h]:mm:ss", False), (176, "h:mm AM/PM", True), (176, r"0\d", False),
        (176, '0.00"m"', False), (14, "0.00", False), (176, "", False),
    ],
)  # fmt: skip
def test_a_format_is_a_date_by_its_letters(number, code, date):
    assert is_date_format(number, code) is date


def test_only_escapes_of_real_characters_are_resolved():
    assert unescaped("a_x000A_b_x0000_c_xDFFF_d_x41_") == "a\nb_x0000_c_xDFFF_d_x41_"
