"""One switch stops every certificate and nothing else, and who turned it is on the trail."""

import json
from datetime import date

from flask import Flask
from sqlalchemy import select

from credit.checks.certificates import VERIFIER
from service.audit.models import AuditEntry
from service.database import db
from service.observability import board
from tests.credit.checks.conftest import put_subject, rules
from tests.factories.identifiers import make_resident_id

__all__ = ["rules"]
REASON = "规则 xh-demo 第 1 版有误"
NUMBER = make_resident_id(1, date(1985, 5, 17))
BODY = {
    "purpose": "school_admission",
    "subject": {"name": "张伟", "id_type": "resident_id", "id_number": NUMBER},
    "basis": {"kind": "sharing", "reference": "1"},
}


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["certificates", *words])
    return done.exit_code, done.output


def trail() -> list[str]:
    actions = select(AuditEntry.action).where(AuditEntry.object_kind == "certificate_issuing")
    return list(db.session.scalars(actions.order_by(AuditEntry.at)))


def line() -> tuple[str, str]:
    found = next(one for one in board.facts() if str(one.label) == "出具证明")
    return found.kind, str(found.text)


def test_certificates_stop_and_all_else_goes_on(app: Flask, rules, api, signed_in, client):
    put_subject("张伟", NUMBER)
    clerk, desk = api("clerk"), signed_in("clerk")
    number = clerk.post("/checks", json=BODY).json["number"]
    paper = f"/checks/{number}/certificate.pdf"
    first = clerk.get(paper)
    assert first.status_code == 200
    assert (run(app, "state"), line()) == ((0, "正常出具证明\n"), ("ok", "正常"))

    assert run(app, "stop", "--reason", REASON)[0] == 0
    refused = clerk.get(paper)
    assert (refused.status_code, refused.json["code"]) == (409, "issuing-stopped")
    assert REASON in refused.json["detail"]
    page = desk.get(paper)
    assert (page.status_code, REASON in page.text) == (409, True)
    assert line() == ("warn", f"已暂停：{REASON}")
    assert "credit_certificates_stopped 1.0" in client.get("/metrics").text
    assert json.loads(run(app, "state", "--json")[1])["by"] == "system"

    assert clerk.post("/checks", json=BODY).status_code == 201
    assert VERIFIER.answer(number) is not None
    assert client.get(f"/api/v1/verify/{number}").status_code == 200

    assert run(app, "stop", "--reason", REASON)[0] == 1, "stopped already"
    assert run(app, "resume", "--reason", "已改正")[0] == 0
    assert clerk.get(paper).data == first.data
    assert trail() == ["certificates.stopped", "certificates.resumed"]


def test_the_administrator_turns_it_on_a_page_with_a_reason(app: Flask, signed_in):
    admin, address = signed_in("admin"), "/certificates/issuing"
    for reason in ("", " ", "长" * 201):
        answer = admin.post(address, data={"stop": "true", "reason": reason})
        assert answer.status_code == 422
    assert trail() == []
    stopped = admin.post(address, data={"stop": "true", "reason": REASON}, follow_redirects=True)
    assert "已暂停出具证明" in stopped.text
    assert admin.post(address, data={"stop": "true", "reason": REASON}).status_code == 409
    resumed = admin.post(address, data={"stop": "false", "reason": "好"}, follow_redirects=True)
    assert resumed.text.count(REASON) == 1
    assert signed_in("clerk").get(address).status_code == 403
