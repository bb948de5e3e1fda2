"""Requests about own data: who may ask about whom, what a grant does, reasons, clocks."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from credit.checks import service as checks
from credit.checks.models import BasisKind, Check
from credit.checks.service import NewCheck
from credit.queries.authorisations import NewAuthorisation, authorisations_of, record_authorisation
from credit.queries.models import Basis
from credit.queries.purposes import purposes_on
from credit.subjects.identifiers import IdType, parse
from service import clock
from service.accounts.models import Account
from service.audit import acting_as
from service.database import db
from service.identities import identity_of
from service.identities.kin import NewKin, Relation, record_kin
from service.identities.service import Seen, verify
from service.notices.addresses import addresses_of, set_address
from service.notices.channels import ChannelName
from service.private import blind_index
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_resident_id
from tests.factories.people import WINDOW_CLERK
from workflows.letters.models import CaseLetter
from workflows.rights.models import RightsRequest

ASK = "/rights-requests"
WISH = {"kind": "explanation", "statement": "请说明为什么保存我的手机号 13800000000。"}


def ask(desk, who: str, **body: object):
    return desk.api(who).post(ASK, json=WISH | body)


def checked(desk, name: str, seed: int) -> Check:
    with desk.acting("clerk"):
        return checks.create_check(
            NewCheck(
                "school_admission", name, IdType.RESIDENT_ID, make_resident_id(seed),
                BasisKind.authorisation, "SQ-2",
            )
        )  # fmt: skip


def act(desk, who: str, number: str, action: str, reason: str = "", **given: object):
    body = {"reason": reason, "fields": given}
    return desk.api(who).post(f"{ASK}/{number}/actions/{action}", json=body)


def test_a_person_asks_and_is_answered_in_writing_in_time(desk):
    who, _ = desk.person(7)
    made = ask(desk, who)
    assert made.status_code == 201, made.text
    number = made.json["number"]
    assert (made.json["state"], made.json["request"]["kind"]) == ("handling", "explanation")
    (running,) = made.json["clocks"]
    assert (running["kind"], running["days"]) == ("answer", 15)
    assert made.headers["Location"] == f"/api/v1{ASK}/{number}"
    assert [one["code"] for one in made.json["actions"]] == ["withdraw"]
    kept = db.session.execute(text("SELECT rights_request::text FROM rights_request")).scalar()
    events = db.session.execute(text("SELECT string_agg(fields::text, '') FROM case_file")).scalar()
    assert "13800000000" not in kept + events, "what a person writes is sealed"
    assert act(desk, "clerk", number, "grant").status_code == 422, "a reason is required"
    done = act(desk, "clerk", number, "grant", "用来通知办理进度，凭您的同意，可以随时删除。")
    assert (done.json["state"], done.json["outcome"]) == ("granted", "fulfilled")
    (letter,) = db.session.query(CaseLetter).all()
    assert letter.kind == "rights_answer"
    page = desk.page(who).get(f"/cases/{number}")
    assert page.status_code == 200
    assert "13800000000" in page.text


def test_a_refusal_gives_reasons_and_the_way_to_court(desk):
    who, _ = desk.person(7)
    number = ask(desk, who, kind="erasure").json["number"]
    assert act(desk, "clerk", number, "refuse", "未到期").status_code == 403
    assert act(desk, "reviewer", number, "refuse").status_code == 422
    why = "法律、行政法规规定的保存期限未届满，到期自动删除。"
    done = act(desk, "reviewer", number, "refuse", why)
    assert (done.json["state"], done.json["outcome"]) == ("refused", "declined")
    (letter,) = db.session.query(CaseLetter).all()
    told = str(letter.envelope)
    assert letter.kind == "rights_refusal"
    pdf = desk.page(who).get(f"/repair-cases/{number}/letters/{letter.number}.pdf")
    assert pdf.status_code == 200
    assert why in told
    assert "向人民法院提起诉讼" in told


@pytest.mark.parametrize("stranger", ["enterprise", "authority", "other_unit", "admin"])
def test_nobody_else_sees_or_moves_a_request(desk, stranger):
    who, _ = desk.person(7)
    number = ask(desk, who).json["number"]
    other, _ = desk.person(8)
    for caller in (stranger, other):
        api = desk.api(caller)
        assert api.get(f"{ASK}/{number}").status_code in {403, 404}
        listed = api.get(ASK)
        assert listed.status_code == 403 or listed.json["items"] == []
        assert act(desk, caller, number, "withdraw").status_code in {403, 404}
        assert number not in desk.page(caller).get("/me/requests").text
    assert desk.api("auditor").get(f"{ASK}/{number}").status_code == 200
    assert number in desk.page(who).get("/me/requests").text
    assert number in desk.api(who).get("/me/data").text
    assert number not in desk.api(other).get("/me/data").text


def test_what_is_somebody_elses_cannot_be_asked_about(desk):
    mine, _ = desk.person(7)
    _, subject = desk.person(8)
    record = put_record(subject)
    check = checked(desk, "张三8", 8)
    assert ask(desk, mine, record=record.id).status_code == 404
    assert ask(desk, mine, kind="human_decision", check=check.number).status_code == 404
    assert ask(desk, mine, kind="human_decision").json["code"] == "request-not-possible"
    assert ask(desk, mine, kin="QS20260101-2222222222-2").status_code == 404
    assert ask(desk, mine, statement="  ").status_code in {409, 422}
    desk.people["unverified"] = desk.actor("person")
    assert ask(desk, "unverified").json["code"] == "identity-needed"
    assert desk.page("unverified").get("/me/requests/new").status_code == 200
    assert db.session.query(RightsRequest).count() == 0


def test_a_human_who_had_no_hand_in_it_decides_a_check_anew(desk):
    who, subject = desk.person(7)
    put_record(subject, tier="minor")
    check = checked(desk, "张三7", 7)
    if not check.final:
        with desk.acting("drc_head"):
            checks.confirm(check.number, "核对过")
    asked = {"kind": "human_decision", "check": check.number}
    number = ask(desk, who, **asked).json["number"]
    assert ask(desk, who, **asked).status_code == 409, "one at a time"
    if check.reviewed_by:
        refused = act(desk, "drc_head", number, "confirm_result", "维持")
        assert refused.json["refusals"][0]["code"] == "had-a-hand"
    assert act(desk, "clerk", number, "confirm_result", "维持").status_code == 403
    decided = act(desk, "reviewer", number, "decide_anew", "事实有变化，重新核查。")
    assert decided.json["outcome"] == "decided_anew"
    db.session.expire_all()
    newer = db.session.query(Check).filter(Check.supersedes_id == check.id).one()
    if not newer.final:  # a worse result waits for yet another human
        assert decided.json["state"] == "rechecking"
        assert newer.number in desk.page(who).get("/me/data").text
    second = ask(desk, who, kind="human_decision", check=newer.number)
    assert second.status_code == (201 if newer.final else 409)


def test_a_check_a_human_is_looking_at_already_needs_no_request(desk):
    who, subject = desk.person(7)
    put_record(subject, kind="defaulter_list", tier="serious")
    check = checked(desk, "张三7", 7)
    assert not check.final
    refused = ask(desk, who, kind="human_decision", check=check.number)
    assert refused.json["refusals"][0]["code"] == "with-a-human"


def test_an_erasure_deletes_what_is_named_and_closes_the_account(desk):
    who, _ = desk.person(7)
    account = db.session.get_one(Account, desk.people[who].id)
    set_address(account.id, ChannelName.sms, "13800000000", "zh")
    number = ask(desk, who, kind="erasure").json["number"]
    unnamed = act(desk, "clerk", number, "grant", "已办")
    assert unnamed.json["refusals"][0]["code"] == "erasure-unnamed"
    other = ask(desk, who).json["number"]
    needless = act(desk, "clerk", other, "grant", "已办", erase="account")
    assert needless.json["refusals"][0]["code"] == "no-erasure"
    assert addresses_of(account.id) == {"sms": "13800000000"}
    done = act(desk, "clerk", number, "grant", "已删除。", erase="account")
    assert done.status_code == 200, done.text
    db.session.expire_all()
    assert addresses_of(account.id) == {}
    assert identity_of(account) is None
    assert account.disabled_at is not None


def test_an_enterprise_that_asks_for_it_has_its_account_closed(desk):
    number = ask(desk, "enterprise", kind="erasure").json["number"]
    done = act(desk, "clerk", number, "grant", "已删除。", erase="account")
    assert done.status_code == 200, done.text
    db.session.expire_all()
    assert desk.account("enterprise").disabled_at is not None


def test_a_grant_on_the_page_deletes_nothing_until_the_window_chooses_what(desk):
    who, _ = desk.person(7)
    number = ask(desk, who).json["number"]
    window = desk.page("clerk")
    page = window.get(f"/cases/{number}").text
    grant = page.partition("/actions/grant")[2].partition("</form>")[0]
    assert 'class="button primary"' in grant  # and not as what takes something away
    _, _, rest = grant.partition('name="erase"')
    offered = re.findall(r'<option value="(\w*)"( selected)?>', rest.partition("</select>")[0])
    assert offered == [("", ""), ("contact", ""), ("account", ""), ("elsewhere", "")]
    form = {"erase": "", "prepared": "说明如下。", "reason": "办理查询须联系您。"}
    assert window.post(f"/cases/{number}/actions/grant", data=form).status_code == 303


def test_staff_do_not_answer_their_own_requests(desk):
    who, _ = desk.person(7)
    with acting_as(WINDOW_CLERK):
        verify(desk.people["clerk"].name, Seen("张三7", "resident_id", make_resident_id(7), True))
    number = ask(desk, who).json["number"]
    refused = act(desk, "clerk", number, "grant", "已办")
    assert refused.json["refusals"][0]["code"] == "own-request"
    assert act(desk, "reviewer", number, "grant", "已办").status_code == 200


def test_a_restriction_takes_all_consents_back_in_the_same_transaction(desk):
    who, _ = desk.person(7)
    number, today = make_resident_id(7), clock.today()
    with acting_as(WINDOW_CLERK):
        record_authorisation(
            NewAuthorisation(
                parse(IdType.RESIDENT_ID, number, today=today), "张三7", "西湖区教育局",
                [next(one.code for one in purposes_on(today) if Basis.authorisation in one.basis)],
                today, today + timedelta(days=9),
            )
        )  # fmt: skip
    case = ask(desk, who, kind="restriction").json["number"]
    assert act(desk, "clerk", case, "grant", "已停止。").status_code == 200
    db.session.expire_all()
    (row,) = authorisations_of(db.session(), blind_index("resident_id", number))
    assert row.withdrawn_at is not None
    assert case in row.withdrawn_reason


def test_the_window_asks_for_who_stands_there_and_for_next_of_kin(desk):
    seen = {"name": "王五", "id_type": "resident_id", "id_number": make_resident_id(9)}
    page = desk.page("clerk")
    form = {"kind": "copy", "statement": "请给我一份盖章的副本。"} | seen
    assert page.post("/me/requests/new", data=form).status_code == 422
    made = page.post("/me/requests/new", data=form | {"document_seen": "true"})
    assert made.status_code == 303, made.text
    row = db.session.query(RightsRequest).one()
    assert (row.person_index, row.kin_id) == (blind_index("resident_id", make_resident_id(9)), None)
    unseen = ask(desk, "clerk", visitor=seen | {"document_seen": False})
    assert unseen.json["code"] == "not-seen"
    assert ask(desk, "clerk").json["code"] == "not-seen"
    by_api = ask(desk, "clerk", visitor=seen | {"document_seen": True})
    assert by_api.json["request"]["asker"] == "王*"
    deceased = make_resident_id(10)
    put_subject("王老五", deceased)
    with desk.acting("clerk"):
        standing = record_kin(
            NewKin(
                Seen("王五", "resident_id", make_resident_id(9), document_seen=True),
                Relation.child, "王老五", "resident_id", deceased, "死亡证明 1", "户口簿",
            )
        )  # fmt: skip
    made = ask(desk, "clerk", kind="erasure", kin=standing.number)
    assert made.status_code == 201, made.text
    assert made.json["request"]["kin"] == standing.number
    human = ask(desk, "clerk", kind="human_decision", kin=standing.number)
    assert human.json["refusals"][0]["code"] == "not-for-kin"


def test_more_time_is_given_once_and_by_another_hand(desk):
    who, _ = desk.person(7)
    number = ask(desk, who).json["number"]
    before = desk.api(who).get(f"{ASK}/{number}").json["due_on"]
    assert act(desk, "clerk", number, "request_extension", "需向认定单位核实。").status_code == 200
    assert act(desk, "clerk", number, "approve_extension").status_code == 403
    assert act(desk, "reviewer", number, "approve_extension").status_code == 200
    after = desk.api(who).get(f"{ASK}/{number}").json["due_on"]
    assert after > before
    again = act(desk, "clerk", number, "request_extension", "还要时间")
    assert again.json["refusals"][0]["code"] == "only-once"
    assert act(desk, who, number, "withdraw").json["outcome"] == "withdrawn"


def test_requests_are_kept_as_they_were_made(desk):
    who, _ = desk.person(7)
    ask(desk, who)
    for attempt in ("UPDATE rights_request SET kind = 'copy'", "DELETE FROM rights_request"):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(attempt))
        db.session.rollback()
    with pytest.raises(DBAPIError, match="about_one"):
        db.session.execute(text("UPDATE case_file SET about = 'x'"))
    db.session.rollback()
