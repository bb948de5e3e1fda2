"""Imports and what is on record, over the API."""

import io
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from credit.records.importing.run import run_import
from service.audit.models import QueryLogEntry
from service.database import db
from tests.factories.identifiers import make_flawed_uscc, make_uscc
from tests.factories.records import EnterpriseRow, PenaltyRow, csv_of, read_csv


def upload(rows, feed="shuanggongshi-penalty", **more):
    content = rows if isinstance(rows, bytes) else csv_of(rows)
    return {"data": {"file": (io.BytesIO(content), "rows.csv"), "feed": feed, **more}}


def run_jobs() -> None:
    db.session.rollback()
    waiting = db.session.scalars(
        text("SELECT args->>'import_id' FROM outbox_job WHERE name = 'records.import'")
    ).all()
    for import_id in waiting:
        run_import(UUID(import_id))


@pytest.fixture
def on_record(api):
    """Brings rows in as a clerk does."""

    def bring(rows, feed="shuanggongshi-penalty"):
        answer = api("clerk").post("/record-imports", **upload(rows, feed))
        assert answer.status_code == 202, answer.json
        run_jobs()
        return answer.json

    return bring


def looks() -> list[tuple[str, ...]]:
    """The reads in the query log."""
    rows = db.session.execute(
        select(
            QueryLogEntry.subject_kind, QueryLogEntry.basis_kind, QueryLogEntry.purpose,
            QueryLogEntry.channel, QueryLogEntry.object_ref,
        )
    )  # fmt: skip
    return [tuple(row) for row in rows]


def test_an_import_is_taken_in_and_followed_to_its_end(api):
    clerk = api("clerk")
    taken = clerk.post("/record-imports", **upload([PenaltyRow(), PenaltyRow(CF_WSH="")]))
    assert taken.status_code == 202
    assert taken.json["state"] == "queued"
    address = taken.headers["Location"].removeprefix("/api/v1")
    assert clerk.get(f"{address}/refused.csv").status_code == 409
    run_jobs()
    done = clerk.get(address).json
    assert (done["state"], done["done"], done["total"]) == ("done", 2, 2)
    counts = done["counts"]
    assert counts["rows"] == 2 == counts["accepted"] + counts["refused"]
    with clerk.get(f"{address}/refused.csv") as refused:
        assert refused.content_type.startswith("text/csv")
        assert [row["原行号"] for row in read_csv(refused.data)] == ["3"]
    assert looks() == [("import", "sharing", "record_keeping", "api", done["id"])]
    assert [one["id"] for one in clerk.get("/record-imports").json["items"]] == [done["id"]]


def test_a_trial_run_says_so(api):
    clerk = api("clerk")
    taken = clerk.post("/record-imports", **upload([PenaltyRow()], dry_run="true")).json
    run_jobs()
    assert clerk.get(f"/record-imports/{taken['id']}").json["dry_run"] is True
    assert db.session.scalar(text("SELECT count(*) FROM record")) == 0


def test_the_same_key_twice_makes_one_import(api):
    clerk, content = api("clerk"), csv_of([PenaltyRow()])
    key = {"headers": {"Idempotency-Key": "one"}}
    first = clerk.post("/record-imports", **upload(content), **key)
    second = clerk.post("/record-imports", **upload(content), **key)
    assert first.json["id"] == second.json["id"]
    assert db.session.scalar(text("SELECT count(*) FROM record_import")) == 1


def test_what_cannot_be_begun_is_refused_with_the_reason(api):
    clerk = api("clerk")
    rows = [{key: cell for key, cell in PenaltyRow().items() if key != "CF_WSH"}]
    answer = clerk.post("/record-imports", **upload(rows))
    assert (answer.status_code, answer.json["code"]) == (422, "columns-missing")
    assert [error["field"] for error in answer.json["errors"]] == ["CF_WSH"]
    unknown = clerk.post("/record-imports", **upload([PenaltyRow()], feed="nonsense"))
    assert (unknown.status_code, unknown.json["code"]) == (404, "feed-unknown")
    assert clerk.post("/record-imports", data={"feed": "enterprises"}).status_code == 422
    assert clerk.post("/record-imports", **upload(b"")).status_code == 422
    assert clerk.get(f"/record-imports/{uuid4()}").status_code == 404


def test_an_organisation_is_shown_with_tier_dates_and_reasons(api, on_record):
    row = PenaltyRow()
    on_record([row])
    found = api("clerk").get(f"/enterprises/{row['CF_XDR_SHXYM']}/records").json
    [record] = found["records"]
    assert (record["tier"], record["tier_rule"]) == ("general", "ORDER36-general-kinds")
    assert "罚款" in record["tier_reason"]
    assert record["repairable_from"] == "2026-08-09"
    assert record["published_until_max"] == "2027-05-08"
    assert record["not_repairable_because"] is None


def test_an_enterprise_sees_itself_alone(api, on_record):
    own, other = PenaltyRow.build_batch(2)
    on_record([own, other])
    enterprise = api("enterprise", subject_code=own["CF_XDR_SHXYM"])
    assert enterprise.get(f"/enterprises/{own['CF_XDR_SHXYM']}/records").status_code == 200
    denied = enterprise.get(f"/enterprises/{other['CF_XDR_SHXYM']}/records")
    unknown = enterprise.get(f"/enterprises/{make_flawed_uscc(9)}/records")
    assert denied.status_code == unknown.status_code == 404
    assert denied.json["detail"] == unknown.json["detail"]


def test_every_look_at_a_record_is_logged_with_its_basis(api, on_record):
    row = PenaltyRow()
    on_record([row])
    address = f"/enterprises/{row['CF_XDR_SHXYM']}/records"
    api("enterprise", subject_code=row["CF_XDR_SHXYM"]).get(address)
    api("auditor").get(address)
    logged = db.session.execute(
        text("SELECT basis_kind, basis_reference, purpose FROM query_log_entry ORDER BY at")
    ).all()
    assert [tuple(one) for one in logged] == [
        ("authorisation", "self", "own_records"),
        ("sharing", "records.read", "record_keeping"),
    ]


def test_a_reviewer_sets_a_tier_with_a_reason(api, on_record):
    on_record([PenaltyRow()])
    record_id = db.session.scalar(text("SELECT id FROM record"))
    body = {"json": {"tier": "serious", "reason": "认定单位复函"}}
    assert api("clerk").post(f"/records/{record_id}/tier", **body).status_code == 403
    reviewer = api("reviewer")
    answer = reviewer.post(f"/records/{record_id}/tier", **body)
    assert (answer.status_code, answer.json["tier"]) == (200, "serious")
    assert answer.json["tier_manual"] is True
    assert answer.json["published_until_max"] == "2029-05-08"
    assert reviewer.post(f"/records/{record_id}/tier", json={"tier": "minor"}).status_code == 422
    assert reviewer.post("/records/999999/tier", **body).status_code == 404
    assert reviewer.post(f"/records/{2**63}/tier", **body).status_code == 404


def test_a_doubted_code_is_confirmed_once(api, on_record):
    on_record([EnterpriseRow(code=make_flawed_uscc(3))], "enterprises")
    subject_id = db.session.scalar(text("SELECT id FROM subject"))
    clerk = api("clerk")
    answer = clerk.post(f"/subjects/{subject_id}/confirm")
    assert (answer.status_code, answer.json["flags_confirmed_by"][:5]) == (200, "clerk")
    assert clerk.post(f"/subjects/{subject_id}/confirm").status_code == 409
    assert clerk.post("/subjects/999999/confirm").status_code == 404


def test_a_name_is_matched_to_an_organisation_and_its_records_follow(api, signed_in, on_record):
    row = EnterpriseRow()
    on_record([row], "enterprises")
    on_record([PenaltyRow(CF_XDR_MC=row["企业名称"], CF_XDR_SHXYM="")])
    ids = db.session.execute(text("SELECT id, code FROM subject ORDER BY code NULLS LAST")).all()
    owner, named = ids[0].id, ids[1].id
    address = f"/enterprises/{ids[0].code}/records"
    reviewer = api("reviewer")
    assert reviewer.get(address).json["records"] == []
    body = {"named_subject_id": named, "subject_id": owner, "same": True, "reason": "地址一致"}
    answer = reviewer.post("/subject-matches", json=body)
    assert answer.status_code == 201
    [record] = reviewer.get(address).json["records"]
    page = f"/records/{record['id']}"
    enterprise = signed_in("enterprise", subject_code=ids[0].code)
    assert enterprise.get(page).status_code == 200
    assert signed_in("enterprise", subject_code=make_uscc(77)).get(page).status_code == 404
    reviewer.post("/subject-matches", json=body | {"same": False})
    assert reviewer.get(address).json["records"] == []
    assert enterprise.get(page).status_code == 404
    wrong = reviewer.post("/subject-matches", json=body | {"named_subject_id": owner})
    assert (wrong.status_code, wrong.json["code"]) == (422, "not-a-match")
