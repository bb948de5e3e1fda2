"""What people do: confirm with proof, give another chance; what they and operators are shown."""

import io
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from service import audit, clock
from service.audit import acting_as
from service.audit.models import AuditEntry
from service.database import db, transaction
from service.files.store import store
from service.observability.board import facts
from service.problems import InvalidInput
from service.settings import SettingsError
from service.targets import TargetAddress
from tests.workflows.documents.files import picture
from tests.workflows.effects.conftest import (
    CLERK,
    OUTER,
    act,
    effects_now,
    give_ways,
    id_of,
    outer,
    received,
    state_of,
    states,
    work,
)
from workflows.documents.models import CaseDocument
from workflows.effects.limits import RECEIPT_NUMBER_CHARS_MAX, REFERENCE_CHARS_MAX
from workflows.effects.models import CaseEffect, EffectState
from workflows.effects.problems import EffectUnknown, NothingToConfirm, NothingToRetry
from workflows.effects.reading import effects_of
from workflows.effects.service import Proof, confirm_manually, retry, retry_all
from wsgi import build


def by_hand(case):
    return [row for row in effects_now(case) if row.state == EffectState.manual]


def put_document(case, stream) -> CaseDocument:
    now = clock.now()
    with transaction() as session:
        file = store(stream, "receipt.pdf")
        document = CaseDocument(
            id=uuid4(), case_id=id_of(case), kind="other", filename="回执.pdf",
            media_type="application/pdf", size=file.size, sha256=file.sha256, file_id=file.id,
            scan="unchecked", uploaded_by="clerk", uploaded_at=now,
        )  # fmt: skip
        session.add(document)
    return document


def state_of_effect(effect_id) -> str:
    db.session.expire_all()
    return db.session.get_one(CaseEffect, effect_id).state


def test_a_target_without_an_address_is_for_people(granted):
    case = granted()
    work()
    assert {row.target for row in by_hand(case)} == set(OUTER)
    assert states(case, "in_house") == {EffectState.confirmed}
    assert state_of(case) == "syncing"


def test_with_proof_for_each_the_case_is_closed(granted):
    case = granted()
    work()
    ids = [row.id for row in by_hand(case)]
    for place, effect_id in enumerate(ids):
        assert state_of(case) == "syncing"
        with acting_as(CLERK):
            confirm_manually(effect_id, Proof(f"HZ-{place}", "杭信修函〔2026〕1号"))
    work()
    assert state_of(case) == "closed"
    kept = effects_now(case)[0]
    assert kept.confirmed_by == CLERK.name
    assert (kept.receipt["number"], kept.receipt["reference"]) == ("HZ-0", "杭信修函〔2026〕1号")
    told = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "effect.confirmed", AuditEntry.actor_id == 7)
    ).all()
    assert {entry.object_ref for entry in told} == {str(effect_id) for effect_id in ids}


def test_without_proof_nothing_is_confirmed(granted):
    case = granted()
    row = by_hand(case)[0]
    with pytest.raises(InvalidInput) as caught:
        confirm_manually(row.id, Proof("HZ-1"))
    assert caught.value.errors[0].field == "reference"
    with pytest.raises(InvalidInput) as caught:
        confirm_manually(row.id, Proof("HZ-1", document_id=uuid4()))
    assert caught.value.errors[0].field == "document_id"
    assert effects_now(case)[0].state == EffectState.manual


def test_a_document_of_the_case_is_proof_and_of_another_case_is_none(granted, tmp_path):
    case, other = granted(), granted()
    own, foreign = (put_document(one, io.BytesIO(b"%PDF-1.7")) for one in (case, other))
    row = by_hand(case)[0]
    with pytest.raises(InvalidInput):
        confirm_manually(row.id, Proof("HZ-1", document_id=foreign.id))
    receipt = confirm_manually(row.id, Proof("HZ-1", document_id=own.id)).receipt
    assert receipt["document"] == str(own.id)
    assert receipt["sha256"] == own.sha256.hex()


def test_what_the_service_is_at_itself_cannot_be_confirmed_by_hand(reachable, granted):
    case = granted()
    row = next(row for row in effects_now(case) if row.target in OUTER)
    with pytest.raises(NothingToConfirm):
        confirm_manually(row.id, Proof("HZ-1", "公函"))
    work()
    with pytest.raises(NothingToConfirm):
        confirm_manually(row.id, Proof("HZ-1", "公函"))


def test_a_dead_one_may_be_retried_or_confirmed(reachable, granted, counterpart):
    counterpart.tell(next=["422", "422"])
    case = granted()
    work()
    first, second = (row for row in effects_now(case) if row.state == EffectState.dead)
    retry(first.id)
    confirm_manually(second.id, Proof("电话确认", "2026-11-27 通话记录"))
    work()
    assert state_of(case) == "closed"
    assert received(counterpart).count(str(first.id)) == 1
    assert str(second.id) not in received(counterpart)
    told = db.session.scalars(
        select(AuditEntry.object_ref).where(AuditEntry.action == "effect.dead")
    )
    assert set(told) == {str(first.id), str(second.id)}


def test_after_an_outage_all_dead_ones_go_again(reachable, granted, counterpart):
    counterpart.tell(mode="422")
    cases = [granted() for _ in range(3)]
    work()
    counterpart.tell(mode="ok")
    assert retry_all("credit_china") == 3
    assert retry_all("provincial") == 6
    assert retry_all("provincial") == 0
    work()
    assert {state_of(case) for case in cases} == {"closed"}
    assert sorted(received(counterpart)) == sorted(key for case in cases for key in outer(case))


def test_what_is_not_dead_is_not_retried(reachable, granted):
    case = granted()
    with pytest.raises(NothingToRetry):
        retry(effects_now(case)[0].id)
    with pytest.raises(EffectUnknown):
        retry(uuid4())


def test_without_an_address_there_is_nothing_to_retry(granted):
    case = granted()
    with pytest.raises(NothingToRetry):
        retry(by_hand(case)[0].id)
    with pytest.raises(NothingToRetry):
        retry_all("credit_china")


def test_a_target_that_gets_an_address_can_be_sent_what_waited_for_people(
    app, granted, counterpart, monkeypatch
):
    case = granted()
    rows = by_hand(case)
    give_ways(app, monkeypatch, dict.fromkeys(OUTER, counterpart.address))
    for row in rows:
        retry(row.id)
    work()
    assert state_of(case) == "closed"


def test_a_target_that_loses_its_address_becomes_peoples_work(app, reachable, granted, monkeypatch):
    case = granted()
    give_ways(app, monkeypatch, {})
    work()
    assert {row.target for row in by_hand(case)} == set(OUTER)


def test_a_superseded_effect_is_nobodys_work(granted):
    case = granted()
    row = by_hand(case)[0]
    act(case, "fail")
    with pytest.raises(NothingToConfirm):
        confirm_manually(row.id, Proof("1", "公函"))
    assert len(effects_of(id_of(case))) == 12


class TestApi:
    def test_lists_and_filters(self, granted, api):
        case, other = granted(), granted()
        work()
        clerk = api("clerk")
        assert len(clerk.get("/effects").json["items"]) == 12
        typed = case.number.lower().replace("-", " ")
        found = clerk.get(f"/effects?state=manual&target=credit_china&case={typed}").json
        assert [row["effect"] for row in found["items"]] == ["stop_publicity"]
        assert found["items"][0]["target_name"] == "信用中国"
        assert len(clerk.get("/effects?state=open").json["items"]) == 6
        assert clerk.get("/effects?case=XF1").json["items"] == []
        assert clerk.get("/effects?state=lost").status_code == 422
        first = clerk.get("/effects?limit=11").json
        rest = clerk.get(f"/effects?limit=11&cursor={first['next_cursor']}").json
        ids = [row["id"] for page in (first, rest) for row in page["items"]]
        assert len(set(ids)) == 12
        assert rest["next_cursor"] is None
        assert {row["case"] for row in first["items"]} == {case.number, other.number}
        assert [row["case"] for row in rest["items"]] == [case.number]

    def test_one_is_confirmed_by_a_clerk_once(self, granted, api):
        case = granted()
        row = by_hand(case)[0]
        clerk = api("clerk")
        body = {"receipt_number": "HZ-1", "reference": "公函"}
        call = f"/effects/{row.id}/confirm"
        headers = {"Idempotency-Key": "k1"}
        first, again = (clerk.post(call, json=body, headers=headers) for _ in range(2))
        assert first.status_code == again.status_code == 200
        assert first.json == again.json
        assert first.json["state"] == "confirmed"
        assert first.json["receipt"]["number"] == "HZ-1"
        late = clerk.post(call, json=body)
        assert (late.status_code, late.json["code"]) == (409, "effect-not-confirmable")

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"receipt_number": "HZ-1"},
            {"receipt_number": "", "reference": "公函"},
            {"receipt_number": "x" * (RECEIPT_NUMBER_CHARS_MAX + 1), "reference": "公函"},
            {"receipt_number": "HZ-1", "reference": "x" * (REFERENCE_CHARS_MAX + 1)},
            {"receipt_number": "HZ-1", "document_id": "none"},
            {"receipt_number": "HZ-1", "reference": None},
        ],
    )
    def test_what_is_no_proof_is_refused_field_by_field(self, granted, api, body):
        row = by_hand(granted())[0]
        answer = api("clerk").post(f"/effects/{row.id}/confirm", json=body)
        assert answer.status_code == 422
        assert answer.json["errors"]

    def test_one_is_shown_with_its_history_and_retried(self, reachable, granted, counterpart, api):
        counterpart.tell(next=["422"])
        case = granted()
        work()
        row = next(row for row in effects_now(case) if row.state == EffectState.dead)
        clerk = api("clerk")
        shown = clerk.get(f"/effects/{row.id}").json
        assert [one["outcome"] for one in shown["history"]] == ["refused-by-target"]
        assert shown["last_error_text"] == "对方答复代码：refused-by-target"
        assert shown["message"]["fields"]["XF_BLBH"] == shown["case"]
        assert api("admin").post(f"/effects/{row.id}/retry").json["state"] == "pending"
        refused = clerk.post(f"/effects/{row.id}/retry")
        assert (refused.status_code, refused.json["code"]) == (409, "effect-not-retryable")
        assert clerk.get(f"/effects/{uuid4()}").status_code == 404


class TestPages:
    def test_a_clerk_finds_what_waits_and_confirms_it(self, granted, signed_in):
        case = granted()
        work()
        client = signed_in("clerk")
        page = client.get("/effects").get_data(as_text=True)
        assert page.count("办理后登记回执") == 3
        row = by_hand(case)[0]
        shown = client.get(f"/effects/{row.id}").get_data(as_text=True)
        assert case.number in shown
        assert "终止公示" in shown
        assert shown.index("主体名称") < shown.index("CF_XDR_SHXYM") < shown.index("CF_WSH")
        refused = client.post(f"/effects/{row.id}/confirm", data={"receipt_number": "HZ-1"})
        assert refused.status_code == 422
        assert "请选择回执材料，或填写回执的出处。" in refused.get_data(as_text=True)
        done = client.post(
            f"/effects/{row.id}/confirm", data={"receipt_number": "HZ-1", "reference": "公函"}
        )
        assert done.status_code == 303
        after = client.get(f"/effects/{row.id}").get_data(as_text=True)
        assert "HZ-1" in after
        assert "登记回执</h2>" not in after
        late = client.post(
            f"/effects/{row.id}/confirm", data={"receipt_number": "HZ-1", "reference": "公函"}
        )
        assert late.status_code == 303

    def test_a_file_sent_with_the_form_is_the_proof(self, granted, signed_in):
        case = granted()
        row = by_hand(case)[0]
        client, address = signed_in("clerk"), f"/effects/{row.id}/confirm"
        given = {"receipt_number": "HZ-1", "file": (io.BytesIO(b"no picture"), "回执.png")}
        refused = client.post(address, data=given)
        assert refused.status_code == 422
        assert state_of_effect(row.id) == EffectState.manual
        given["file"] = (io.BytesIO(picture(form="PNG")), "回执.png")
        assert client.post(address, data=given).status_code == 303
        document = db.session.scalars(select(CaseDocument)).one()
        kept = effects_now(case)[0]
        assert kept.state == EffectState.confirmed
        assert kept.receipt["document"] == str(document.id)
        assert kept.receipt["sha256"] == document.sha256.hex()

    def test_dead_ones_are_retried_one_by_one_or_all(
        self, reachable, granted, counterpart, signed_in
    ):
        counterpart.tell(mode="422")
        case = granted()
        work()
        client = signed_in("admin")
        listed = client.get("/effects?state=dead&target=provincial").get_data(as_text=True)
        assert "全部重试" in listed
        assert "对方答复代码：refused-by-target" in listed
        counterpart.tell(mode="ok")
        row = next(row for row in effects_now(case) if row.target == "credit_china")
        assert client.post(f"/effects/{row.id}/retry").status_code == 303
        assert client.post("/effects/retry", data={"target": "provincial"}).status_code == 303
        work()
        assert state_of(case) == "closed"
        shown = client.get(f"/effects/{row.id}").get_data(as_text=True)
        assert "刚刚核验无误" in shown
        assert "R-0000" in shown

    def test_a_receipt_that_was_altered_is_cried_out(self, reachable, granted, signed_in):
        case = granted()
        work()
        row = next(row for row in effects_now(case) if row.target == "credit_china")
        with transaction():
            receipt = {**row.receipt["receipt"], "number": "R-999999"}
            row.receipt = {**row.receipt, "receipt": receipt}
        assert "可能被改动过" in signed_in("auditor").get(f"/effects/{row.id}").get_data(
            as_text=True
        )

    @pytest.mark.parametrize("query", ["?state=nothing", "?target=nobody", "?case=%20", "?state="])
    def test_a_filter_that_cannot_be_is_left_out(self, granted, signed_in, query):
        granted()
        assert signed_in("reviewer").get("/effects" + query).status_code == 200

    def test_english(self, granted, signed_in):
        granted()
        page = signed_in("clerk").get("/effects?lang=en").get_data(as_text=True)
        assert "Credit China" in page
        assert "待人工办理" not in page


class TestOperations:
    def test_the_board_counts_and_names_who_is_down(self, reachable, granted, counterpart):
        counterpart.tell(mode="500")
        for _ in range(4):
            granted()
        work()
        told = {str(fact.label): fact for fact in facts()}
        assert str(told["自动同步"].text).startswith("12 项")
        assert told["系统接口 credit_china"].kind == "warn"
        assert told["未成功的同步"].kind == "ok"
        counterpart.tell(mode="422")

    def test_an_old_one_warns(self, reachable, granted):
        case = granted()
        with transaction():
            effects_now(case)[0].requested_at = clock.now() - timedelta(hours=2)
        told = {str(fact.label): fact for fact in facts()}
        assert told["自动同步"].kind == "warn"

    def test_metrics_have_every_series_and_its_number(self, granted, client):
        granted()
        text = client.get("/metrics").get_data(as_text=True)
        assert 'credit_effects{state="manual",target="provincial"} 2.0' in text
        assert 'credit_effects{state="dead",target="credit_china"} 0.0' in text
        assert 'credit_effects_oldest_seconds{state="manual",target="provincial"}' in text
        assert 'credit_effect_target_failures{target="credit_china"} 0.0' in text

    def test_a_setting_that_names_no_target_stops_the_start(self, app):
        settings = replace(
            app.config["SETTINGS"], targets={"in_house": TargetAddress("http://localhost/", ())}
        )
        with pytest.raises(SettingsError, match="CREDIT_TARGET_IN_HOUSE_URL"):
            build(settings)


def test_the_actor_of_a_job_is_the_service(reachable, granted):
    case = granted()
    work()
    assert state_of(case) == "closed"
    names = db.session.scalars(
        select(AuditEntry.actor_name).where(
            AuditEntry.action.in_(["case.complete", "effect.confirmed"])
        )
    )
    assert set(names) == {audit.SYSTEM.name}
