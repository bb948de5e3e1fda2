"""The pages of the reviewer: what waits, and a decision that is not its maker's own."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import event, select

from credit.checks.models import Check
from credit.checks.review import open_review
from service.database import db
from tests.credit.checks.conftest import put_record, put_subject
from tests.credit.checks.test_pages import made
from tests.factories.identifiers import make_uscc

pytestmark = pytest.mark.usefixtures("rules")


@pytest.mark.parametrize("field", ["note", "reason", "own_records"])
@pytest.mark.parametrize("text", ["a\x00b", "-1", "9" * 30])
def test_whatever_a_reviewer_types_is_answered(signed_in, person, field, text):
    subject, number = person()
    put_record(subject)
    check = made(signed_in("clerk"), "张伟", number)
    answer = signed_in("reviewer").post(f"/checks/{check}/review", data={field: text})
    assert answer.status_code in {303, 422}


def test_the_worklist_has_the_oldest_first_and_tells_what_to_look_at(signed_in, person):
    subject, number = person()
    put_record(subject)
    clerk = signed_in("clerk")
    negative = made(clerk, "张伟", number)
    held = made(clerk, "李四", number)
    page = signed_in("reviewer").get("/checks/review").text
    assert page.index(negative) < page.index(held)
    assert "在册名称不一致" in page
    assert signed_in("clerk").get("/checks/review").status_code == 403


def test_a_reviewer_confirms_a_negative_result_in_one_step(signed_in, person):
    subject, number = person()
    put_record(subject)
    check = made(signed_in("clerk"), "张伟", number)
    reviewer = signed_in("reviewer", name="fang")
    page = reviewer.get(f"/checks/{check}/review")
    chosen = re.search(r'name="reason" value="([^"]+)" checked', page.text)[1]
    done = reviewer.post(f"/checks/{check}/review", data={"reason": chosen}, follow_redirects=True)
    assert done.status_code == 200
    assert "复核已完成" in done.text
    assert "打印证明" in done.text
    assert db.session.scalars(select(Check)).one().review_note == unescape(chosen)
    again = reviewer.get(f"/checks/{check}/review")
    assert again.headers["Location"] == f"/checks/{check}"
    assert reviewer.post(f"/checks/{check}/review", data={}).status_code == 409


def test_a_reviewer_is_told_that_the_own_check_is_for_somebody_else(signed_in, person):
    subject, number = person()
    put_record(subject)
    reviewer = signed_in("reviewer")
    check = made(reviewer, "张伟", number)
    page = reviewer.get(f"/checks/{check}/review").text
    assert "须由他人复核" in page
    assert "确认不通过</button>" not in page
    assert reviewer.post(f"/checks/{check}/review", data={}).status_code == 409
    assert "本人经办" in reviewer.get("/checks/review").text


def test_a_stack_is_confirmed_without_leaving_the_pages_of_the_review(signed_in, person):
    clerk, reviewer = signed_in("clerk"), signed_in("reviewer")
    stack = []
    for name in ("张伟", "李四"):
        subject, number = person(name)
        put_record(subject)
        stack.append(made(clerk, name, number))
    first, second = stack
    assert f'name="then" value="{second}"' in reviewer.get(f"/checks/{first}/review").text
    done = reviewer.post(f"/checks/{first}/review", data={"then": second})
    assert done.headers["Location"] == f"/checks/{second}/review"
    assert f"{first} 复核已完成" in reviewer.get(f"/checks/{second}/review").text
    done = reviewer.post(f"/checks/{second}/review", data={"then": first})
    assert done.headers["Location"] == f"/checks/{second}"


def test_a_held_check_shows_both_names_and_is_not_decided_without_the_documents(signed_in, person):
    _, number = person("张伟")
    check = made(signed_in("clerk"), "李四", number)
    reviewer = signed_in("reviewer")
    page = reviewer.get(f"/checks/{check}/review").text
    assert "李四" in page
    assert "张伟" in page
    assert number not in page
    refused = reviewer.post(f"/checks/{check}/review", data={"note": "x"})
    assert refused.status_code == 422
    assert 'id="field-identity_confirmed-error"' in refused.text
    done = reviewer.post(f"/checks/{check}/review", data={"identity_confirmed": "true"})
    assert done.status_code == 303
    new = done.headers["Location"].rsplit("/", 1)[1]
    assert new != check
    assert new in reviewer.get(f"/checks/{check}").text


def test_only_ticked_homonyms_are_the_subjects_own(signed_in):
    namesake = put_subject("杭州云栖贸易有限公司", None)
    record = put_record(namesake)
    put_record(namesake)
    clerk, reviewer = signed_in("clerk"), signed_in("reviewer")
    check = made(clerk, "杭州云栖贸易有限公司", make_uscc(1), purpose="enterprise_review")
    page = reviewer.get(f"/checks/{check}/review").text
    assert page.count('name="own_records"') == 2
    done = reviewer.post(
        f"/checks/{check}/review",
        data={"identity_confirmed": "true", "own_records": [str(record.id)]},
        follow_redirects=True,
    )
    assert "不通过" in done.text
    assert record.decision_number in done.text


def statements(act: Callable[[], object]) -> int:
    """How many statements it takes."""
    seen: list[str] = []

    def note(*call: object) -> None:
        seen.append(str(call[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    act()
    event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_a_review_reads_the_records_in_question_at_once_however_many(signed_in):
    clerk, counts = signed_in("clerk"), []
    for records in (1, 4):
        name = f"杭州{records}号贸易有限公司"
        namesake = put_subject(name, None)
        for _ in range(records):
            put_record(namesake)
        check = made(clerk, name, make_uscc(records), form_key=name, purpose="enterprise_review")
        assert len(open_review(check).unmatched) == records
        db.session.expire_all()
        counts.append(statements(lambda check=check: open_review(check)))
    assert counts[0] == counts[1]
