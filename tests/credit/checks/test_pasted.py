"""A line pasted or read from a card into the name field is told apart."""

import pytest

from credit.checks.pasted import split_pasted


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("张伟 330106198505170017", ("张伟", "330106198505170017")),
        ("张伟\t330106198505170017", ("张伟", "330106198505170017")),
        ("330106198505170017 张伟", ("张伟", "330106198505170017")),
        ("1\t张伟\t330106198505170017\t西湖区", ("张伟", "330106198505170017")),
        ("John Smith， E12345678", ("John Smith", "E12345678")),
        ("杭州云栖贸易有限公司 91330106MA2AAAAA00", ("杭州云栖贸易有限公司", "91330106MA2AAAAA00")),
        ("张伟", ("张伟", "")),
        ("阿卜杜拉 买买提", ("阿卜杜拉 买买提", "")),
        ("", ("", "")),
    ],
)
def test_a_line_is_split_at_the_piece_that_reads_as_a_number(line, expected):
    assert split_pasted(line, "") == expected


def test_a_line_is_left_alone_when_a_number_is_given():
    assert split_pasted("3M 中国 123456789", "E12345678") == ("3M 中国 123456789", "E12345678")
