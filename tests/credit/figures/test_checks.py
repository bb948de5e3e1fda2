"""Checks are counted by the day they were made, and the list behind a number has as many rows."""

from datetime import timedelta

import pytest

from credit.checks import corrections
from credit.checks.models import Check
from service import clock
from service.database import db
from service.statistics.period import Period
from tests.credit.checks.conftest import put_record, put_subject, rules
from tests.credit.checks.test_pages import made, text_of
from tests.factories.identifiers import make_resident_id

__all__ = ["rules"]
pytestmark = pytest.mark.usefixtures("rules")


def test_checks_by_purpose_and_result_and_their_list(signed_in, api):
    clerk, today = signed_in("clerk"), clock.today()
    bad = make_resident_id(1)
    put_record(put_subject("王强", bad), kind="administrative_detention")
    numbers = [
        made(clerk, "张伟", make_resident_id(2)),
        made(clerk, "李娜", make_resident_id(3), purpose="residence_registration"),
        made(clerk, "王强", bad),
    ]
    corrections.recheck(numbers[0], channel="page")  # a correction is no check of its own
    answer = api("reviewer").get(f"/statistics?from={today}&to={today}").json
    chapter = next(one for one in answer["chapters"] if one["code"] == "reviews")
    (figure,) = chapter["figures"]
    assert (figure["value"], answer["totals"]["reviews"], figure["last_year"]) == (3, 3, 0)
    assert figure["months"] == [{"month": f"{today:%Y-%m}", "value": 3, "last_year": 0}]
    parts = {one["code"]: {s["code"]: s for s in one["slices"]} for one in figure["breakdowns"]}
    assert {code: part["value"] for code, part in parts["purpose"].items()} == {
        "school_admission": 2, "residence_registration": 1, "enterprise_review": 0,
    }  # fmt: skip
    assert {code: part["value"] for code, part in parts["outcome"].items()} == {
        "passed": 2, "negative": 1, "held": 0,
    }  # fmt: skip
    assert any("共办理守法诚信等核查 3 件" in one.replace("信用", "") for one in chapter["text"])

    listed = clerk.get(parts["outcome"]["negative"]["page"])
    assert (numbers[2] in listed.text, numbers[0] in listed.text) == (True, False)
    whole = clerk.get(figure["page"]).text
    assert all(number in whole for number in numbers)
    assert whole.count('data-label="编号"') in (0, 3)


def test_days_bound_the_count_and_the_list(signed_in, api):
    made(signed_in("clerk"), "张伟", make_resident_id(2))
    before = clock.today() - timedelta(days=1)
    answer = api("reviewer").get(f"/statistics?from={before}&to={before}").json
    assert answer["totals"]["reviews"] == 0
    page = signed_in("clerk").get(f"/checks?from={before}&to={before}")
    assert "没有符合条件的核查" in text_of(page)
    assert db.session.query(Check).count() == 1
    assert Period(before, before).months == [f"{before:%Y-%m}"]
    assert signed_in("clerk").get("/checks?from=0001-01-01&to=9999-12-31").status_code == 200
