"""Name and scan of an authorisation leave in their time; that it was given stays to be read."""

import hashlib
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from credit.queries.authorisations import NewAuthorisation, record_authorisation, withdraw
from credit.queries.models import QueryAuthorisation
from credit.retention import service
from credit.retention.proofs import ERASED
from credit.retention.terms import Kept, last_day
from credit.subjects.identifiers import IdType, parse
from service import clock
from service.audit.models import AuditEntry
from service.database import db
from service.months import add_months
from tests.credit.retention.conftest import by_hand, told_anywhere
from tests.factories.identifiers import make_resident_id
from tests.factories.people import clients_of, known_person

NAME, CONTENT = "欧阳若曦", b"%PDF-1.7 signed by her hand"
NUMBER = make_resident_id(9, date(1985, 5, 17))


def given(number: str, *, scanned: bool) -> str:
    """A recorded authorisation; its number."""
    today = clock.today()
    new = NewAuthorisation(
        identifier=parse(IdType.RESIDENT_ID, number, today=today),
        name=NAME,
        granted_to_unit="西湖区教育局",
        purposes=("school_admission",),
        valid_from=today,
        valid_until=today + timedelta(days=30),
        scan=io.BytesIO(CONTENT) if scanned else None,
        filename=f"{NAME}的授权书.pdf",
    )
    return record_authorisation(new).number


def months_ago(months: int) -> date:
    return add_months(clock.today(), -months)


@pytest.fixture
def ended(tamper):
    """Gives an authorisation that ended so many months ago: it ran out or was withdrawn."""

    def make(
        months: int, *, early: bool = False, scanned: bool = True, number: str = NUMBER
    ) -> str:
        number = given(number, scanned=scanned)
        if early:
            withdraw(number, "身份证")
            tamper(
                "UPDATE query_authorisation SET withdrawn_at = :at, valid_from = :day, "
                "recorded_at = :day WHERE number = :number",
                at=clock.begins(months_ago(months)), day=months_ago(months + 1), number=number,
            )  # fmt: skip
        else:
            tamper(
                "UPDATE query_authorisation SET valid_from = :first, valid_until = :day, "
                "recorded_at = :first WHERE number = :number",
                first=months_ago(months + 1), day=months_ago(months), number=number,
            )  # fmt: skip
        db.session.expire_all()
        return number

    return make


def test_what_proves_nothing_any_more_is_gone_and_that_it_was_given_is_told(ended, api, signed_in):
    old, back, at_window = ended(61), ended(61, early=True), ended(61, scanned=False)
    assert len(told_anywhere([NAME, CONTENT.decode()])) == 3  # named, file's name, content
    young = ended(59)
    foretold, done = service.foretell(), service.run()
    assert (foretold.authorisations, done.authorisations, done.total) == (3, 3, 3)
    db.session.expire_all()
    kept = db.session.scalars(select(QueryAuthorisation).order_by(QueryAuthorisation.id)).all()
    assert [(one.number, one.name_sealed) for one in kept] == [
        (old, None), (back, None), (at_window, None), (young, NAME),
    ]  # fmt: skip
    pieces = "SELECT file_id FROM stored_piece"
    names = "SELECT name FROM stored_file WHERE name <> ''"
    assert db.session.scalars(text(pieces)).all() == [kept[3].file_id]
    assert db.session.scalars(text(names)).all() == [f"{NAME}的授权书.pdf"]

    digest, today = hashlib.sha256(CONTENT).hexdigest(), clock.today().isoformat()
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == ERASED)).all()
    assert {(one.object_ref, one.details["sha256"]) for one in told} == {
        (old, digest), (back, digest), (at_window, None),
    }  # fmt: skip
    answer = api("auditor").get(f"/query-authorisations/{old}").json
    assert (answer["erased_on"], answer["scanned"]) == (today, True)
    assert answer["subject"]["name"] == "欧***"
    auditor = signed_in("auditor")
    page = auditor.get(f"/query-authorisations/{old}").text
    assert ("已满保存期限" in page, digest in page, "查看扫描件" in page) == (True, True, False)
    gone = auditor.get(f"/query-authorisations/{old}/scan")
    assert (gone.status_code, "已到保存期限" in gone.text) == (404, True)
    assert "请一并销毁" in auditor.get(f"/query-authorisations/{at_window}").text
    assert auditor.get(f"/query-authorisations/{young}/scan").data == CONTENT
    listed = auditor.get("/query-authorisations").text
    assert (listed.count("扫描件和姓名已清除"), listed.count("姓名已清除")) == (2, 3)
    page = auditor.get("/retention").text
    assert "授权书的扫描件和姓名" in page
    assert service.run().total == 0


def test_who_gave_it_reads_until_when_it_is_kept_and_that_it_is_gone(app, ended):
    me = known_person(NAME, 9)
    old, young = ended(61, number=me.number), ended(59, number=me.number)
    service.run()
    api, browser = clients_of(app, me.account)
    [part] = [one for one in api.get("/me/data").json["parts"] if one["code"] == "authorisations"]
    told = {
        item["reference"]: line["value"]
        for item in part["items"]
        for line in item["values"]
        if line["code"] == "name_and_scan"
    }
    last = last_day(Kept.authorisation, months_ago(59), clock.today())
    assert told == {
        old: f"已到保存期限，于 {clock.today()} 清除", young: f"保存到 {last}，之后清除",
    }  # fmt: skip
    assert told[old] in browser.get("/me/data").text


def test_the_database_lets_no_proof_go_early_and_none_come_back(ended):
    young, floor = ended(35), ended(37)
    erase = "UPDATE query_authorisation SET name_sealed = NULL, erased_on = now() WHERE number = :n"
    with pytest.raises(DBAPIError, match="kept for 3 years"):
        by_hand(erase, n=young)
    with pytest.raises(DBAPIError, match="erased_whole"):
        by_hand("UPDATE query_authorisation SET name_sealed = NULL WHERE number = :n", n=floor)
    never_used = given(NUMBER, scanned=False)
    long_ago = "withdrawn_at = '2020-01-01', withdrawn_by = 'x', withdrawn_reason = 'x'"
    by_hand(f"UPDATE query_authorisation SET {long_ago} WHERE number = :n", n=never_used)
    with pytest.raises(DBAPIError, match="kept for 3 years"):
        by_hand(erase, n=never_used)
    by_hand(erase, n=floor)
    for change in ("name_sealed = 'x', erased_on = NULL", "erased_on = erased_on - 1"):
        with pytest.raises(DBAPIError, match="does not come back"):
            by_hand(f"UPDATE query_authorisation SET {change} WHERE number = :n", n=floor)
