"""Cursor paging: every row once, newest first, while rows are added."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.paging import PAGE_ROWS_MAX, decode_cursor, encode_cursor
from service.problems import InvalidInput


def walk(probe, limit: int) -> list[list[str]]:
    pages, cursor = [], ""
    while cursor is not None:
        answer = probe("get", f"/probe/accounts?limit={limit}&cursor={cursor}").json
        pages.append(answer["names"])
        cursor = answer["next"]
    return pages


@pytest.mark.parametrize(("rows", "sizes"), [(3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])])
def test_pages_hold_every_row_once(probe, account, rows, sizes):
    names = [account("clerk", name=f"n{number}").name for number in range(rows - 1)]
    pages = walk(probe, 3)
    assert [len(page) for page in pages] == sizes
    told = [name for page in pages for name in page]
    assert told[:-1] == names[::-1]  # the last is the caller, who came first


def test_a_row_added_meanwhile_moves_nothing(probe, account):
    for number in range(4):
        account("clerk", name=f"n{number}")
    first = probe("get", "/probe/accounts?limit=2").json
    account("clerk", name="late")
    second = probe("get", f"/probe/accounts?limit=2&cursor={first['next']}").json
    assert first["names"] + second["names"] == ["n3", "n2", "n1", "n0"]


@pytest.mark.parametrize(
    ("limit", "status"), [(1, 200), (PAGE_ROWS_MAX, 200), (PAGE_ROWS_MAX + 1, 422), (0, 422)]
)
def test_a_page_has_a_size(probe, limit, status):
    answer = probe("get", f"/probe/accounts?limit={limit}")
    assert answer.status_code == status
    if status == 422:
        assert answer.json["errors"][0]["field"] == "limit"


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_a_cursor_comes_back(row_id):
    assert decode_cursor(encode_cursor(row_id)) == row_id


@given(st.text(max_size=40))
def test_any_other_text_is_refused_or_a_row(text):
    with suppress(InvalidInput):
        assert 0 <= decode_cursor(text) < 2**63


def test_a_cursor_of_somebody_elses_is_named():
    with pytest.raises(InvalidInput) as refusal:
        decode_cursor("!")
    assert refusal.value.errors[0].field == "cursor"
