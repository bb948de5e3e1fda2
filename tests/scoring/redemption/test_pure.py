"""Codes, allowances and terms, without a database."""

from dataclasses import replace
from datetime import date

import pytest

from scoring.redemption.allowance import Offer
from scoring.redemption.codes import new_code, shown_code, tidy_code
from scoring.redemption.limits import CODE_CHARS
from scoring.redemption.pictures import PICTURES
from scoring.redemption.terms import NoTerms, terms_on
from service.settings import REPOSITORY


def test_codes_differ_and_are_read_as_people_type_or_scan_them():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert len(code) == CODE_CHARS
        for typed in (code, shown_code(code).lower(), f"https://a.example/points/shop#{code}"):
            assert tidy_code(typed) == code


@pytest.mark.parametrize("typed", ["", "ABCD-EFG", "ABCD-EFGHJ", "ABCD-EFG0", "1BCD-EFGH", "码码"])
def test_what_is_no_code_is_told_at_once(typed):
    assert tidy_code(typed) is None


@pytest.mark.parametrize(
    ("stock", "limit", "taken", "spendable", "allowed", "hindrance"),
    [
        (5, None, 0, 95, 3, None),
        (2, None, 9, 95, 2, None),
        (5, 2, 1, 95, 1, None),
        (5, 2, 2, 95, 0, "limit"),
        (5, 2, 3, 95, 0, "limit"),
        (0, None, 0, 95, 0, "stock"),
        (5, None, 0, 29, 0, "points"),
        (5, None, 0, 30, 1, None),
    ],
)
def test_an_offer_knows_what_can_be_had(stock, limit, taken, spendable, allowed, hindrance):
    offer = Offer(30, stock, limit, taken, spendable)
    assert (offer.allowed, offer.hindrance) == (allowed, hindrance)
    assert offer.missing == max(0, 30 - spendable)


def test_terms_say_the_last_day_to_collect():
    day = date(2026, 11, 23)
    assert terms_on(day).collect_by(day) == date(2026, 12, 7)
    with pytest.raises(NoTerms):
        terms_on(date(2025, 12, 31))


def test_every_picture_is_drawn():
    drawn = (REPOSITORY / "scoring/templates/redemption/pictures.html").read_text()
    assert [code for code in PICTURES if code != "gift" and f'kind == "{code}"' not in drawn] == []


def test_a_row_of_terms_holds_from_its_first_day_until_its_successors(monkeypatch):
    one = terms_on(date(2026, 1, 1))
    old = replace(one, code="OLD", collect_days=3, valid_to=date(2027, 1, 1))
    new = replace(one, code="NEW", collect_days=7, valid_from=date(2027, 1, 1))
    monkeypatch.setattr("scoring.redemption.terms._rows", lambda: (old, new))
    assert [terms_on(date(2026, 12, 31)).code, terms_on(date(2027, 1, 1)).code] == ["OLD", "NEW"]
    with pytest.raises(NoTerms, match="2025-12-31"):
        terms_on(date(2025, 12, 31))


@pytest.mark.parametrize(
    ("cost", "stock", "spendable", "allowed", "hindrance"),
    [
        (1, 5, 0, 0, "points"),
        (1, 5, -4, 0, "points"),
        (1, 1, 5, 1, None),
        (1, 2, 9, 2, None),
        (1, 0, 9, 0, "stock"),
    ],
)
def test_no_offer_gives_more_than_the_stock_or_than_points_pay_for(
    cost, stock, spendable, allowed, hindrance
):
    for limit in (None, 7):
        offer = Offer(cost, stock, limit, 0, spendable)
        assert (offer.allowed, offer.hindrance) == (allowed, hindrance)
