"""A check is written past the unit of work and yet is the row it wrote."""

from datetime import date

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from credit.checks import service
from credit.checks.lookup import applicant, find
from credit.checks.models import BasisKind, Check
from credit.checks.service import NewCheck
from credit.subjects.identifiers import IdType, parse
from service import clock
from service.database import db, transaction
from tests.credit.checks.conftest import put_subject
from tests.factories.identifiers import make_resident_id

NUMBER = make_resident_id(1, date(1985, 5, 17))
NEW = NewCheck(
    "school_admission", "张伟", IdType.RESIDENT_ID, NUMBER, BasisKind.authorisation, "授权书1"
)


def test_what_is_handed_back_is_what_was_stored_and_nothing_is_read_for_it(app, rules):
    put_subject("李伟", NUMBER)  # the name differs, so the check is held and has reasons
    check = service.create_check(NEW)
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    given = {column.key: getattr(check, column.key) for column in inspect(Check).columns}
    assert seen == []
    with Session(db.engine) as session:
        stored = session.scalars(select(Check)).one()
        assert given == {key: getattr(stored, key) for key in given}
    assert check.hold_reasons == ["name_mismatch"]


def test_it_can_be_changed_like_any_other_row(app, rules):
    with transaction():
        check = service.create_check(NEW)
        check.review_note = "已核对"
    with Session(db.engine) as session:
        assert session.scalars(select(Check.review_note)).one() == "已核对"


def test_a_look_up_sees_what_the_unit_of_work_still_holds(app, rules):
    subject = put_subject("张伟", NUMBER)
    with transaction():
        subject.name = "张卫"
        who = applicant(parse(IdType.RESIDENT_ID, NUMBER, today=clock.today()), "张伟")
        assert find([who])[0].name_on_file == "张卫"
