"""The public contract of this release: addresses, names, values and commands others rely on."""

import base64
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from credit.checks.models import BasisKind, BatchState
from credit.records.feeds import feed_names
from credit.records.models import ImportState
from credit.rules.vocabulary import Outcome, Purpose
from credit.subjects.identifiers import IdType
from service import clock
from service.access.account import Role
from service.audit.models import AuditEntry
from service.database import db
from service.outbox.models import JobState, OutboxJob
from service.outbox.worker import run_claimed
from service.tabular import open_table
from tests.conftest import DEMO_PASSWORD
from tests.contract.conftest import DATA
from tests.credit.checks.conftest import TABLES, body, put_record, put_subject
from tests.factories.identifiers import make_flawed_uscc, make_resident_id, make_uscc
from tests.factories.records import EnterpriseRow, PenaltyRow, csv_of

PERSON = make_resident_id(1)
LIST = csv_of([{"姓名": "王芳", "证件号码": make_resident_id(2)}])
COUNTED = ("accepted", "updated", "unchanged", "flagged", "refused")


def work() -> None:
    """What relay and worker do until nothing is left to do."""
    jobs = select(OutboxJob.id).where(OutboxJob.state == JobState.pending)
    while found := db.session.scalars(jobs).all():
        for job_id in found:
            run_claimed(job_id)


def proof(name: str, password: str = DEMO_PASSWORD) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


# Values


@pytest.mark.parametrize(
    ("known", "promised"),
    [
        (feed_names(), {"shuanggongshi-penalty", "nfra-penalty", "enterprises"}),
        (Purpose, {"school_admission", "residence_registration", "enterprise_review"}),
        (
            IdType,
            {
                "uscc", "resident_id", "hmt_residence_permit", "foreign_permanent_residence",
                "hm_travel_permit", "tw_travel_permit", "passport",
            },
        ),
        (BasisKind, {"authorisation", "sharing"}),
        (Outcome, {"passed", "negative", "held"}),
        (BatchState, {"queued", "running", "done", "failed"}),
        (ImportState, {"queued", "running", "done", "failed"}),
        (Role, {"clerk", "reviewer", "department", "enterprise", "community", "auditor", "admin"}),
    ],
    ids=["feeds", "purposes", "id-types", "bases", "outcomes", "batches", "imports", "roles"],
)  # fmt: skip
def test_the_promised_values_are_known(known, promised):
    assert promised <= {str(one) for one in known}


@pytest.mark.parametrize("closed", [Purpose, BasisKind, Outcome, BatchState, ImportState, Role])
def test_a_closed_list_has_no_other_value(closed):
    sizes = {Purpose: 3, BasisKind: 2, Outcome: 3, BatchState: 4, ImportState: 4, Role: 10}
    assert len(closed) == sizes[closed]


# Addresses


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/api/v1/tokens"),
        ("post", "/api/v1/record-imports"),
        ("get", "/api/v1/record-imports/{import_id}"),
        ("get", "/api/v1/record-imports/{import_id}/refused.csv"),
        ("post", "/api/v1/checks"),
        ("get", "/api/v1/checks/{number}"),
        ("post", "/api/v1/checks/{number}/confirm"),
        ("get", "/api/v1/checks/{number}/certificate.pdf"),
        ("post", "/api/v1/check-batches"),
        ("get", "/api/v1/check-batches/{batch_id}"),
        ("get", "/api/v1/check-batches/{batch_id}/result.xlsx"),
        ("get", "/api/v1/verify/{number}"),
        ("get", "/api/v1/enterprises/{code}/records"),
    ],
)
def test_the_promised_address_is_documented(app: Flask, client, method, path):
    document = client.get("/api/openapi.json").json
    assert document["openapi"].startswith("3.1")
    assert method in document["paths"][path]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/healthz", "application/json"),
        ("/readyz", "application/json"),
        ("/metrics", "text/plain"),
        ("/api/openapi.json", "application/json"),
        ("/api/docs", "text/html"),
    ],
)
def test_the_operators_addresses_need_no_sign_in(client, address, kind):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, kind)


def test_the_docs_page_needs_no_other_host(client):
    page = client.get("/api/docs").text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []


def test_a_token_is_had_by_http_basic_and_opens_the_api(client, account):
    account("clerk", name="zhang")
    answer = client.post("/api/v1/tokens", headers=proof("zhang"))
    assert answer.status_code == 201
    bearer = {"Authorization": f"Bearer {answer.json['token']}"}
    assert client.get("/api/v1/check-batches", headers=bearer).status_code == 200
    assert client.post("/api/v1/tokens", headers=proof("zhang", "wrong")).status_code == 401


def test_an_import_is_taken_in_run_and_counted(api):
    clerk = api("clerk")
    rows = [EnterpriseRow(), EnterpriseRow(code=make_flawed_uscc(5))]
    rows.append(EnterpriseRow(code="91X"))
    sent = {"feed": "enterprises", "file": (io.BytesIO(csv_of(rows)), "企业.csv")}
    begun = clerk.post("/record-imports", data=sent)
    assert begun.status_code == 202
    assert begun.headers["Location"].endswith(begun.json["id"])
    work()
    told = clerk.get(f"/record-imports/{begun.json['id']}").json
    assert (told["state"], told["done"], told["total"]) == ("done", 3, 3)
    counts = told["counts"]
    assert counts["rows"] == 3 == sum(counts[name] for name in COUNTED)
    assert (counts["accepted"], counts["flagged"], counts["refused"]) == (1, 1, 1)
    with clerk.get(f"/record-imports/{begun.json['id']}/refused.csv") as refused:
        assert refused.mimetype == "text/csv"
        assert "91X" in refused.get_data(as_text=True)


@pytest.mark.usefixtures("rules")
def test_a_check_answers_with_the_promised_names(api):
    clerk = api("clerk")
    answer = clerk.post("/checks", json=body("张伟", PERSON, as_of=clock.today().isoformat()))
    assert answer.status_code == 201
    promised = {"outcome", "on_file", "points", "facts", "rule_set", "explanation"}
    assert promised <= answer.json.keys()
    assert (answer.json["outcome"], answer.json["on_file"]) == ("passed", False)
    assert clerk.get(f"/checks/{answer.json['number']}").json == answer.json


@pytest.mark.usefixtures("rules")
def test_not_on_file_differs_from_nothing_on_file(api):
    put_subject("张伟", PERSON)
    clerk = api("clerk")
    known = clerk.post("/checks", json=body("张伟", PERSON)).json
    unknown = clerk.post("/checks", json=body("王芳", make_resident_id(2))).json
    assert (known["outcome"], known["on_file"]) == ("passed", True)
    assert (unknown["outcome"], unknown["on_file"]) == ("passed", False)
    assert known["explanation"] != unknown["explanation"]


@pytest.mark.usefixtures("rules")
def test_a_negative_result_is_confirmed_then_certified_then_verified(api, client):
    put_record(put_subject("张伟", PERSON))
    clerk, reviewer = api("clerk"), api("reviewer")
    number = clerk.post("/checks", json=body("张伟", PERSON)).json["number"]
    assert clerk.get(f"/checks/{number}/certificate.pdf").status_code == 409
    assert client.get(f"/api/v1/verify/{number}").status_code == 404
    assert clerk.post(f"/checks/{number}/confirm").status_code == 403
    confirmed = reviewer.post(f"/checks/{number}/confirm", json={"note": "已核对"})
    assert (confirmed.status_code, confirmed.json["final"]) == (200, True)
    paper = clerk.get(f"/checks/{number}/certificate.pdf")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    told = client.get(f"/api/v1/verify/{number}").json
    assert (told["intact"], told["issuer_known"], told["status"]) == ("yes", "yes", "valid")
    assert "张伟" not in json.dumps(told, ensure_ascii=False)
    assert client.get(f"/verify/{number}").status_code == 200


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("basis", ["sharing", '{"kind": "sharing", "reference": "文号1"}'])
def test_a_batch_is_followed_and_fetched(api, tmp_path: Path, basis):
    clerk = api("clerk")
    sent: dict[str, Any] = {"purpose": "school_admission", "basis": basis}
    if basis == "sharing":
        sent["basis_reference"] = "文号1"
    begun = clerk.post("/check-batches", data=sent | {"file": (io.BytesIO(LIST), "名单.csv")})
    assert begun.status_code == 202
    assert clerk.get(f"/check-batches/{begun.json['id']}/result.xlsx").status_code == 409
    work()
    told = clerk.get(f"/check-batches/{begun.json['id']}").json
    assert (told["state"], told["done"], told["total"]) == ("done", 1, 1)
    assert told["total"] == sum(told[name] for name in ("passed", "negative", "held", "refused"))
    assert "seconds_left" in told
    result = clerk.get(f"/check-batches/{begun.json['id']}/result.xlsx")
    (tmp_path / "result.xlsx").write_bytes(result.data)
    table = open_table(tmp_path / "result.xlsx", "result.xlsx")
    assert [row.cells[:2] for row in table.rows()] == [["王芳", make_resident_id(2)]]


def test_an_enterprise_sees_its_own_records_with_tier_and_dates(api):
    row = PenaltyRow()
    code = row["CF_XDR_SHXYM"]
    sent = {"feed": "shuanggongshi-penalty", "file": (io.BytesIO(csv_of([row])), "处罚.csv")}
    api("clerk").post("/record-imports", data=sent)
    work()
    told = api("enterprise", subject_code=code).get(f"/enterprises/{code}/records").json
    [record] = told["records"]
    assert told["code"] == code
    assert record["decision_number"] == row["CF_WSH"]
    assert record["tier"] in {"minor", "general", "serious"}
    for name in ("published_until_min", "published_until_max", "repairable_from"):
        assert record[name] is not None
    other = api("enterprise", subject_code=make_uscc(77))
    assert other.get(f"/enterprises/{code}/records").status_code == 404


@pytest.mark.usefixtures("rules")
def test_every_post_is_answered_alike_when_sent_again_with_its_key(api):
    clerk, key = api("clerk"), {"Idempotency-Key": "k-1"}
    first = clerk.post("/checks", json=body("张伟", PERSON), headers=key)
    again = clerk.post("/checks", json=body("张伟", PERSON), headers=key)
    other = clerk.post("/checks", json=body("王芳", PERSON), headers=key)
    assert first.json == again.json
    assert other.status_code == 409


def test_lists_are_read_page_by_page(api):
    clerk = api("clerk")
    for _ in range(3):
        content = io.BytesIO(csv_of([EnterpriseRow()]))
        clerk.post("/record-imports", data={"feed": "enterprises", "file": (content, "a.csv")})
    seen, cursor = [], ""
    while cursor is not None:
        told = clerk.get("/record-imports", query_string={"limit": 2, "cursor": cursor}).json
        seen += [one["id"] for one in told["items"]]
        cursor = told["next_cursor"]
    assert len(seen) == len(set(seen)) == 3


# Commands


def command(app: Flask, *args: str) -> tuple[int, Any]:
    """Exit code and what `--json` printed."""
    result = app.test_cli_runner().invoke(args=[*args, "--json"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, json.loads(result.stdout) if result.stdout.strip() else None


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "企业.csv"
    path.write_bytes(csv_of([EnterpriseRow(), EnterpriseRow()]))
    return path


def test_records_import_counts_every_row(app: Flask, register: Path):
    code, told = command(app, "records", "import", str(register), "--feed", "enterprises")
    assert code == 0
    assert told["rows"] == 2 == sum(told[name] for name in COUNTED)
    code, told = command(app, "records", "import", str(register), "--feed", "enterprises")
    assert (code, told["unchanged"]) == (0, 2)


def test_records_import_tries_without_writing(app: Flask, register: Path):
    asked = ("records", "import", str(register), "--feed", "enterprises", "--dry-run")
    assert command(app, *asked)[1]["accepted"] == 2
    assert command(app, *asked)[1]["accepted"] == 2


@pytest.mark.parametrize(
    ("name", "feed"),
    [
        ("penalties/nfra_sample.csv", "nfra-penalty"),
        ("enterprises/valid_30.csv", "enterprises"),
        ("enterprises/bad_checksum_20.csv", "enterprises"),
    ],
)
def test_records_import_takes_the_real_files(app: Flask, name, feed):
    code, told = command(app, "records", "import", str(DATA / name), "--feed", feed)
    assert told["rows"] == sum(told[one] for one in COUNTED) > 0
    assert code == (1 if told["refused"] else 0)
    assert told["state"] == "done"


def test_records_import_exits_with_an_error_when_a_row_is_refused(app: Flask, tmp_path: Path):
    path = tmp_path / "bad.csv"
    path.write_bytes(csv_of([EnterpriseRow(code="x")]))
    code, told = command(app, "records", "import", str(path), "--feed", "enterprises")
    assert (code, told["refused"]) == (1, 1)


@pytest.mark.usefixtures("rules")
def test_checks_batch_writes_the_workbook(app: Flask, tmp_path: Path):
    source, target = tmp_path / "list.csv", tmp_path / "out.xlsx"
    source.write_bytes(LIST)
    asked = ["checks", "batch", str(source), "--purpose", "school_admission"]
    code, told = command(app, *asked, "--out", str(target))
    assert code == 0
    assert told["total"] == 1 == told["passed"]
    assert target.stat().st_size > 0


def test_rules_import_versions_a_table(app: Flask, tmp_path: Path):
    code, told = command(app, "rules", "import", str(TABLES / "xh-demo.yaml"))
    assert (code, told["refused"]) == (0, 0)
    assert told["tables"] == told["new"] + told["changed"] + told["unchanged"] > 0
    bad = tmp_path / "bad.yaml"
    bad.write_text("code: X\n", encoding="utf-8")
    code, told = command(app, "rules", "import", str(bad))
    assert (code, told["refused"]) == (1, 1)


def test_audit_verify_exits_with_zero_only_for_an_intact_trail(app: Flask, account):
    account("clerk")
    command(app, "audit", "seal")
    assert command(app, "audit", "verify")[0] == 0
    with db.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("UPDATE audit_entry SET action = 'nothing.happened'")
    code, told = command(app, "audit", "verify")
    assert (code, told["clean"]) == (1, False)
    assert str(db.session.scalars(select(AuditEntry.id)).first()) in json.dumps(told)


def test_accounts_and_tokens_are_made_from_the_command_line(app: Flask):
    asked = ["accounts", "create", "zhang", "--role", "clerk", "--password", DEMO_PASSWORD]
    assert command(app, *asked)[1]["created"] == 1
    assert command(app, *asked)[0] == 1
    code, told = command(app, "tokens", "create", "zhang")
    assert code == 0
    bearer = {"Authorization": f"Bearer {told['token']}"}
    assert app.test_client().get("/api/v1/check-batches", headers=bearer).status_code == 200
    assert command(app, "tokens", "create", "nobody")[0] == 1


def test_a_check_may_be_asked_for_an_earlier_day(app: Flask, api):
    command(app, "rules", "import", str(TABLES / "xh-demo.yaml"))
    clerk, day = api("clerk"), clock.today() - timedelta(days=40)
    told = clerk.post("/checks", json=body("张伟", PERSON, as_of=day.isoformat())).json
    assert told["as_of"] == day.isoformat()
    tomorrow = clock.today() + timedelta(days=1)
    refused = clerk.post("/checks", json=body("张伟", PERSON, as_of=tomorrow.isoformat()))
    assert refused.status_code == 422
    early = clerk.post("/checks", json=body("张伟", PERSON, as_of="2001-01-01"))
    assert early.status_code == 422
    assert "2024-01-01" in early.text
