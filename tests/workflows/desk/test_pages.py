"""The desk: lists by whose turn it is, one case with its actions, and what a refusal says."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from service import clock
from service.database import db, transaction
from workflows.engine.models import CaseFile
from workflows.engine.reading import events_of
from workflows.letters.models import CaseLetter
from workflows.repair.service import open_revocation


def post(client, number: str, action: str, **form):
    return client.post(f"/cases/{number}/actions/{action}", data=form)


def state(number: str) -> str:
    db.session.expire_all()
    return db.session.query(CaseFile.state).filter_by(number=number).scalar()


def test_a_case_goes_from_the_window_to_the_authority_and_is_granted(world, at):
    case = world.open(world.record())
    world.complete_papers(case)
    world.do(case, "enterprise", "submit")
    number = case.number
    clerk, authority = at("clerk"), at("authority")

    assert number in clerk.get("/cases").text
    page = clerk.get(f"/cases/{number}").text
    assert "推送认定单位" in page
    assert "还有 10 个工作日" in page or "还有" in page
    assert post(clerk, number, "forward").status_code == 303
    assert number not in clerk.get("/cases").text
    assert number in clerk.get("/cases?view=all").text

    assert number in authority.get("/cases").text
    assert post(authority, number, "accept").status_code == 303
    assert post(authority, number, "grant").status_code == 303
    assert state(number) == "syncing"
    assert "准予修复，同步中" in at("enterprise").get(f"/cases/{number}").text


def test_a_refusal_needs_a_reason_beside_its_field_and_keeps_what_was_typed(world, at):
    case = world.verifying(world.record())
    authority = at("authority")
    answer = post(authority, case.number, "refuse", prepared="", reason=" ")
    assert answer.status_code == 422
    assert 'id="refuse-reason-fault"' in answer.text
    answer = post(authority, case.number, "refuse", prepared="整改不到位。", reason="另见附件")
    assert answer.status_code == 303
    page = at("enterprise").get(f"/cases/{case.number}").text
    assert "整改不到位。 另见附件" in page


def test_a_late_click_says_where_the_case_stands(world, at):
    case = world.verifying(world.record())
    authority = at("authority")
    assert post(authority, case.number, "grant").status_code == 303
    answer = post(authority, case.number, "refuse", prepared="整改不到位。")
    assert answer.status_code == 409
    assert "没有办理" in answer.text


def test_missing_documents_are_listed_by_name(world, at):
    case = world.open(world.record())
    answer = post(at("enterprise"), case.number, "submit")
    assert answer.status_code == 409
    assert "还缺材料" in answer.text


def test_items_are_written_one_a_line(world, at):
    case = world.open(world.record())
    world.complete_papers(case)
    world.do(case, "enterprise", "submit")
    form = {
        "prepared": "缺少罚款（含加处罚款）缴纳凭证。",
        "missing": "performance_proof\n身份证明\n",
    }
    assert post(at("clerk"), case.number, "request_supplement", **form).status_code == 303
    page = at("enterprise").get(f"/cases/{case.number}").text
    assert "身份证明" in page
    assert "暂停计时" in page


def test_several_cases_are_moved_at_once_each_with_its_answer(world, at):
    cases = [world.open(world.record()) for _ in range(3)]
    for case in cases[:2]:
        world.complete_papers(case)
        world.do(case, "enterprise", "submit")
    clerk = at("clerk")
    answer = clerk.post(
        "/cases/bulk", data={"action": "forward", "numbers": [case.number for case in cases]}
    )
    assert len(re.findall("已办理", answer.text)) == 2
    assert len(re.findall("未办理", answer.text)) == 1
    assert [state(case.number) for case in cases] == ["forwarded", "forwarded", "draft"]


def test_nothing_ticked_is_said(at, world):
    answer = at("clerk").post("/cases/bulk", data={"action": "forward"}, follow_redirects=True)
    assert "请先勾选办件" in answer.text


def test_a_number_leads_to_its_case_and_a_wrong_one_is_told(world, at):
    case = world.open(world.record())
    clerk = at("clerk")
    assert clerk.get(f"/cases?number={case.number.lower()}").location == f"/cases/{case.number}"
    wrong = clerk.get("/cases?number=XF1")
    assert wrong.status_code == 404
    assert "没有编号为" in wrong.text


def test_a_repair_can_be_taken_up_again_by_its_authority(world, at):
    case = world.granted()
    authority = at("authority")
    assert "提出撤销修复" in authority.get(f"/cases/{case.number}").text
    answer = authority.post(f"/cases/{case.number}/revocation", data={"concern": "缴款凭证系伪造"})
    assert answer.status_code == 303
    assert "缴款凭证系伪造" not in at("clerk").get(f"/cases/{case.number}").text


def test_a_reason_chosen_in_english_is_kept_in_chinese_and_read_in_english(world, at):
    case = world.verifying(world.record())
    authority = at("authority")
    page = authority.get(f"/cases/{case.number}?lang=en").text
    chosen = "The rectification is insufficient."
    assert f'<option value="{chosen}"' in page
    answer = post(authority, case.number, "refuse", prepared=chosen, reason="见附件")
    assert answer.status_code == 303
    assert events_of(case)[-1].reason == "整改不到位。 见附件"
    letter = db.session.scalars(select(CaseLetter).where(CaseLetter.kind == "refusal")).one()
    assert letter.envelope["content"]["reason"] == "整改不到位。 见附件"
    page = at("enterprise").get(f"/cases/{case.number}?lang=en").text
    assert f"{chosen} 见附件" in page


@pytest.mark.parametrize(
    ("tongue", "words"), [("zh", "提供虚假材料"), ("en", "False materials submitted")]
)
def test_the_grounds_of_a_revocation_are_read_in_words(world, at, tongue, words):
    repair = world.granted()
    with world.acting("authority"):
        case = open_revocation(repair.number, "凭证存疑")
    page = at("authority").get(f"/cases/{case.number}?lang={tongue}").text
    assert f'<option value="false_materials">{words}</option>' in page


def test_a_case_on_its_last_day_is_not_called_late(world, at):
    case = world.open(world.record())
    world.complete_papers(case)
    world.do(case, "enterprise", "submit")
    today = clock.today()
    for due_on, said in ((today, "今天到期"), (today - timedelta(days=1), "已超期")):
        with transaction() as session:
            session.get_one(CaseFile, case.id).due_on = due_on
            session.get_one(CaseFile, case.id).alarm = "red"
        row = at("clerk").get("/cases").text.rpartition(case.number)[2].partition("</tr>")[0]
        assert [words for words in ("今天到期", "已超期") if words in row] == [said]


def test_a_filter_that_cannot_be_is_told_and_the_list_still_shown(world, at):
    case = world.open(world.record())
    answer = at("enterprise").get("/cases?view=everything")
    assert answer.status_code == 422
    assert case.number in answer.text


def test_a_record_leads_to_its_page_only_for_those_who_may_read_it(world, at):
    record = world.record()
    case = world.verifying(record)
    link = f'href="/records/{record.id}"'
    assert link in at("enterprise").get(f"/cases/{case.number}").text
    page = at("authority").get(f"/cases/{case.number}").text
    assert link not in page
    assert record.decision_number in page


def test_the_applicant_finds_the_messages_about_a_case_on_its_page(world, at):
    case = world.verifying(world.record())
    page = at("enterprise").get(f"/cases/{case.number}").text
    assert 'id="messages-title"' in page
    assert f"{case.number}：已受理，核查中" in page
    assert 'id="messages-title"' not in at("clerk").get(f"/cases/{case.number}").text


def test_home_counts_what_waits(world, at):
    case = world.open(world.record())
    world.complete_papers(case)
    world.do(case, "enterprise", "submit")
    assert "待我办理的办件" in at("clerk").get("/").text
