"""The auditor's pages: every look is audited, nothing about a person stands in an address."""

import csv
import io
import json
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from service import audit, clock, signing
from service.audit import export, jobs, limits, search, verifications
from service.audit.limits import LIST_ROWS
from service.audit.models import AuditEntry
from service.audit.numbers import number_types
from service.audit.proof import check_proof
from service.audit.service import QueryRead
from service.database import db, transaction
from service.private import blind_index
from service.tabular.neutral import restore

NUMBER = "110101199003070038"


@pytest.fixture
def auditor(signed_in):
    return signed_in("auditor")


def acts(count: int, action: str = "check.made", ref: str = "CX") -> None:
    with transaction(), audit.acting_as(audit.Actor(7, "zhang", "clerk", "信用办")):
        for n in range(count):
            audit.record(action, "check", f"{ref}{n}")


def log(
    number: str = NUMBER, kind: str = "resident_id", reference: str = "授权书1"
) -> SimpleNamespace:
    with transaction(), audit.acting_as(audit.Actor(7, "zhang", "clerk", "信用办")):
        return audit.log_query(
            QueryRead(
                "authorisation", reference, "school_admission",
                blind_index(kind, number), "natural_person", ("outcome",), b"\x02" * 32,
                object_ref="CX0",
            )
        )  # fmt: skip


def looks() -> list[dict[str, object]]:
    return list(
        db.session.scalars(
            select(AuditEntry.details)
            .where(AuditEntry.object_kind == "audit_trail")
            .order_by(AuditEntry.id)
        )
    )


def test_the_overview_says_that_nothing_was_verified_yet_and_then_what_was_found(auditor, write):
    assert "还没有核验过" in auditor.get("/audit").text
    answer = auditor.post("/audit/verifications", data={"newest": "10"})
    page = answer.headers["Location"]
    assert auditor.get(f"{page}/status").json["state"] == "queued"
    assert "data-status-url" in auditor.get(page).text
    jobs.run_verification(int(page.rsplit("/", 1)[1]))
    assert auditor.get(f"{page}/status").json["state"] == "done"
    assert "没有发现改动" in auditor.get(page).text
    assert "最近一次核验的结论" in auditor.get("/audit").text
    assert "最近核验：完好" in auditor.get("/").text


def test_what_was_altered_is_named_on_the_page(auditor, write, seal_everything, tamper):
    write(3)
    seal_everything()
    tamper("UPDATE audit_entry SET action = 'other' WHERE object_ref = 'X1'")
    row = verifications.ask(None, by=1)
    jobs.run_verification(row.id)
    page = auditor.get(f"/audit/verifications/{row.id}").text
    assert "发现 1 处异常" in page
    assert "被改动过" in page


@pytest.mark.parametrize("newest", ["", "5", "x", "-1"])
def test_only_an_offered_extent_is_verified(auditor, newest: str):
    assert auditor.post("/audit/verifications", data={"newest": newest}).status_code == 422


def test_the_list_is_narrowed_by_closed_filters_and_the_look_is_audited(auditor):
    acts(2)
    acts(1, "batch.started", "B")
    page = auditor.get("/audit/entries?action=check.made&actor=7&role=clerk&period=today").text
    assert "CX0" in page
    assert "CX1" in page
    assert "B0" not in page.split("<tbody")[1]
    assert looks() == [{"action": "check.made", "actor": 7, "role": "clerk", "period": "today"}]


@pytest.mark.parametrize("query", ["period=for-ever", "actor=x", "action=%27--", "cursor=x"])
def test_a_filter_nobody_offers_is_refused(auditor, query: str):
    assert auditor.get(f"/audit/entries?{query}").status_code == 422


def test_an_object_in_the_address_is_no_filter(auditor):
    acts(2)
    assert "CX1" in auditor.get("/audit/entries?object_ref=CX0").text
    assert looks() == [{"period": "7-days"}]


def test_an_object_is_found_by_a_posted_form(auditor):
    acts(2)
    page = auditor.post(
        "/audit/entries", data={"object_kind": "check", "object_ref": "CX1", "period": "all"}
    ).text
    rows = page.split("<tbody")[1]
    assert "CX1" in rows
    assert "CX0" not in rows


def test_pages_follow_one_another_without_gap_or_repeat(app: Flask):
    acts(LIST_ROWS + 3)
    statement = search.EntryFilter(action="check.made").statement()
    first, cursor = search.page(statement, AuditEntry, cursor=None)
    rest, end = search.page(statement, AuditEntry, cursor=cursor)
    found = [row.object_ref for row in first + rest]
    assert (len(first), len(rest), end) == (LIST_ROWS, 3, None)
    assert sorted(found) == sorted(f"CX{n}" for n in range(LIST_ROWS + 3))


@pytest.mark.parametrize("count", [LIST_ROWS, LIST_ROWS + 1])
def test_a_page_holds_so_many_entries(app: Flask, count: int):
    acts(count)
    statement = search.EntryFilter(action="check.made").statement()
    rows, cursor = search.page(statement, AuditEntry, cursor=None)
    assert (len(rows), cursor is None) == (LIST_ROWS, count == LIST_ROWS)


@pytest.mark.parametrize(
    ("period", "days"), [("today", 0), ("7-days", 6), ("30-days", 29), ("366-days", 365)]
)
def test_a_period_begins_at_midnight_of_the_office(app: Flask, period: str, days: int):
    with time_machine.travel("2026-03-10T15:59:00+00:00", tick=False):
        start = search.since(search.Period(period))
        assert start is not None
        for moment, ref in ((start - timedelta(milliseconds=1), "OUT"), (start, "IN")):
            with time_machine.travel(moment, tick=False):
                acts(1, ref=ref)
        assert (
            clock.at_office(start).isoformat()
            == (clock.today() - timedelta(days=days)).isoformat() + "T00:00:00+08:00"
        )
        statement = search.EntryFilter(period=search.Period(period)).statement()
        rows, _ = search.page(statement, AuditEntry, cursor=None)
    assert [row.object_ref for row in rows] == ["IN0"]


def test_a_subject_is_found_in_the_query_log_by_its_number_without_a_trace_of_it(auditor):
    number_types(["resident_id", "uscc"])
    mine, other = log(), log("110101199003070046")
    full_width = "１１０１０１ 19900307 0038"
    page = auditor.post("/audit/queries", data={"number": full_width, "period": "all"}).text
    rows = page.split("<tbody")[1]
    assert str(mine.id) in rows
    assert str(other.id) not in rows
    assert looks() == [{"period": "all", "subject": True}]
    assert NUMBER not in repr(search.QueryFilter(number=NUMBER))


def test_the_number_in_the_address_is_no_filter(auditor):
    mine, other = log(), log("110101199003070046")
    page = auditor.get(f"/audit/queries?number={NUMBER}").text
    assert str(mine.id) in page
    assert str(other.id) in page


def test_an_entry_waits_then_proves_itself(auditor, seal_everything):
    entry = log()
    assert "等待封存" in auditor.get(f"/audit/queries/{entry.id}").text
    assert auditor.get(f"/audit/proofs/{entry.id}.json").status_code == 404
    seal_everything()
    assert "已封存，内容完好" in auditor.get(f"/audit/queries/{entry.id}").text
    answer = auditor.get(f"/audit/proofs/{entry.id}.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert check_proof(json.loads(answer.text), signing.public_key())
    assert looks()[-1] == {"entry": str(entry.id)}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE query_log_entry SET purpose = 'other'",
        "UPDATE query_log_entry SET mac = '\\x00'",
        "UPDATE query_log_entry SET object_ref = object_ref || '1'",
        "UPDATE audit_block SET sealed_at = sealed_at + interval '1 s'",
        "DELETE FROM audit_block",
        "DELETE FROM audit_leaf",
    ],
)
def test_an_entry_altered_or_cut_off_from_its_seal_is_shown_as_such(
    auditor, seal_everything, tamper, change: str
):
    entry = log()
    seal_everything()
    tamper(change)
    page = auditor.get(f"/audit/queries/{entry.id}").text
    assert "与封存内容不符" in page
    assert "新记录约一分钟内封存" not in page


def test_an_entry_the_service_did_not_write_does_not_wait_for_its_seal(auditor, tamper):
    entry = log()
    tamper("UPDATE query_log_entry SET purpose = 'other'")
    assert "与封存内容不符" in auditor.get(f"/audit/queries/{entry.id}").text


def test_nothing_is_proved_of_an_entry_that_cannot_be_read(auditor, seal_everything, tamper):
    entry = log()
    seal_everything()
    tamper("UPDATE query_log_entry SET at = 'infinity'")
    assert auditor.get(f"/audit/proofs/{entry.id}.json").status_code == 404


def test_an_entry_sealed_with_a_false_mark_is_not_called_intact(auditor, seal_everything, tamper):
    entry = log()
    tamper("UPDATE query_log_entry SET purpose = 'other'")
    seal_everything()
    assert "与封存内容不符" in auditor.get(f"/audit/queries/{entry.id}").text


def test_details_are_shown_and_an_entry_that_is_not_there_is_not(auditor):
    with transaction():
        entry = audit.record("x.done", "check", "1", {"reason": "误报"})
    assert "误报" in auditor.get(f"/audit/entries/{entry.id}").text
    assert auditor.get(f"/audit/entries/{uuid4()}").status_code == 404


def test_an_export_is_inert_and_complete_and_audited(auditor):
    log(reference="=cmd|'/c calc'!A0")
    log(reference="授权书2")
    answer = auditor.post("/audit/queries/export", data={"purpose": "school_admission"})
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    column = rows[0].index("依据")
    assert len(rows) == 3
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert {restore(row[column]) for row in rows[1:]} == {"=cmd|'/c calc'!A0", "授权书2"}
    assert looks() == [{"period": "7-days", "purpose": "school_admission", "rows": 2}]


@pytest.mark.parametrize(("count", "status"), [(3, 200), (4, 422)])
def test_an_export_holds_so_many_entries_and_never_cuts_silently(
    auditor, monkeypatch, count: int, status: int
):
    monkeypatch.setattr(limits, "EXPORT_ROWS_MAX", 3)
    acts(count)
    answer = auditor.post("/audit/entries/export", data={"action": "check.made"})
    assert answer.status_code == status
    if status == 200:
        assert len(answer.data.decode("utf-8-sig").splitlines()) == count + 1


def test_an_export_that_fits_no_memory_waits_on_disk(app: Flask, monkeypatch):
    monkeypatch.setattr(export, "MEMORY_BYTES_MAX", 10)
    acts(3)
    file, count = export.write("audit", search.EntryFilter().statement(), AuditEntry)
    with file:
        assert (count, len(file.read().decode("utf-8-sig").splitlines())) == (3, 4)


def test_the_home_page_of_the_auditor_counts_what_is_unsealed(auditor, write):
    write(4)
    page = auditor.get("/").text
    assert "条未封存" in page
    assert "还没有核验过" in page


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "'; --", "％s", "\u202e", "字" * 128])
def test_whatever_is_looked_for_is_looked_for_as_text(auditor, text: str):
    log()
    for address, field in (
        ("/audit/entries", "object_ref"),
        ("/audit/queries", "object_ref"),
        ("/audit/queries", "number"),
    ):
        assert auditor.post(address, data={field: text, "period": "all"}).status_code in {200, 422}


@pytest.mark.parametrize(("length", "status"), [(128, 200), (129, 422)])
def test_a_reference_has_so_many_characters(auditor, length: int, status: int):
    assert auditor.post("/audit/entries", data={"object_ref": "x" * length}).status_code == status


def test_a_number_no_row_can_have_is_not_found(auditor):
    assert auditor.get(f"/audit/verifications/{2**63}").status_code == 404
    assert auditor.get(f"/audit/verifications/{2**63 - 1}").status_code == 404
