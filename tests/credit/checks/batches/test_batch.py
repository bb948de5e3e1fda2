"""A batch from the file to the workbook that comes back."""

import io
import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from credit.checks import service as checks
from credit.checks.batches import finish, jobs, preview, review, service
from credit.checks.batches.chunks import frame_of
from credit.checks.batches.problems import Miscount, NotFinished, NotResumable
from credit.checks.batches.results import ADDED, WAITING
from credit.checks.limits import CHUNK_ROWS
from credit.checks.models import BasisKind, BatchChunk, Check
from credit.checks.replay import replay
from credit.checks.resolving import Resolution, resolve
from credit.checks.service import NewCheck
from credit.rules.service import import_rules
from credit.subjects.identifiers import IdType
from service import clock
from service.audit import Actor, acting_as
from service.audit.models import AuditEntry, QueryLogEntry
from service.database import db
from service.problems import Problem
from service.tabular import Limits
from tests.conftest import empty_tables
from tests.credit.checks.batches.conftest import (
    HEADER,
    NEW,
    listing,
    number,
    outcomes,
    people,
    result_of,
    sheet_of,
    work,
)
from tests.credit.checks.conftest import TABLES, put_record, put_subject
from tests.examples import some
from tests.factories.identifiers import make_flawed_uscc

pytestmark = pytest.mark.usefixtures("rules")
REVIEWER = Actor(7, "reviewer-1", "reviewer")


def row(n: int, name: str | None = None) -> tuple[str, str, str, str]:
    return (name or f"张{n}", "", number(n), "")


def everything() -> list[tuple[str, str, str, str]]:
    """One of each: clean, on file, negative, repaired, name mismatch, flagged, refused."""
    put_subject("张1", number(1))
    put_record(put_subject("张2", number(2)))
    put_record(put_subject("张3", number(3)), status="repaired")
    put_subject("王五", number(4))
    put_record(put_subject("张6", number(6)), disputed=True)
    flawed = ("甲公司", "统一社会信用代码", make_flawed_uscc(1), "")
    return [row(0), row(1), row(2), row(3), row(4), flawed, row(6), ("", "", number(7), "")]


def test_the_counts_add_up_and_the_workbook_tells_each_row(done, tmp_path):
    batch = done(everything())
    assert (batch.state, batch.done, batch.total) == ("done", 8, 8)
    assert (batch.passed, batch.negative, batch.held, batch.refused) == (3, 1, 3, 1)
    told = outcomes(result_of(batch.id), tmp_path)
    assert told == ["通过", "通过", WAITING, "通过", WAITING, WAITING, WAITING, "未受理"]


def test_the_workbook_comes_back_as_sent_with_columns_added(done, tmp_path):
    header = ("序号", "家庭住址", "身份证号", "姓名", "")
    rows = [(f"{n}", "=1+1", number(n), f"张{n}", "") for n in (5, 3, 4, 1)]
    batch = done(rows, header=header)
    found, back = sheet_of(result_of(batch.id), tmp_path)
    assert found == ["序号", "家庭住址", "身份证号", "姓名", *ADDED]
    assert [tuple(cells[:4]) for cells in back] == [cells[:4] for cells in rows]
    numbers = [cells[found.index("核查编号")] for cells in back]
    assert len(set(numbers)) == 4


def test_a_csv_comes_back_as_a_workbook(done, tmp_path):
    batch = done(people(3), kind="csv")
    content = result_of(batch.id)
    assert content.startswith(b"PK")
    assert outcomes(content, tmp_path) == ["通过"] * 3


def test_a_batch_gives_the_same_as_single_checks(done):
    rows = [one for one in everything() if one[0]]
    batch = done(rows)
    made = db.session.scalars(select(Check).where(Check.batch_id == batch.id)).all()
    assert len(made) == len(rows)
    for check in sorted(made, key=lambda one: one.batch_row or 0):
        single = checks.create_check(
            NewCheck("school_admission", check.name_sealed, IdType(check.id_type),
                     check.id_sealed, NEW.basis_kind, NEW.basis_reference)
        )  # fmt: skip
        for column in sorted(c.key for c in Check.__table__.columns):
            if column not in {"id", "number", "batch_id", "batch_row", "created_at"}:
                assert getattr(check, column) == getattr(single, column), column
        assert replay(check).same


def test_different_subjects_get_different_results(done):
    """One of N names checked N times is the classic fault of batches."""
    count = 40
    for n in range(count):
        subject = put_subject(f"张{n}", number(n))
        for _ in range(n % 4):
            put_record(subject)
    batch = done([row(n) for n in range(count)])
    made = db.session.scalars(
        select(Check).where(Check.batch_id == batch.id).order_by(Check.batch_row)
    ).all()
    assert [len(checks.facts_of(check)) for check in made] == [n % 4 for n in range(count)]
    assert [check.id_sealed for check in made] == [number(n) for n in range(count)]
    records = [fact.record_id for check in made for fact in checks.facts_of(check)]
    assert len(records) == len(set(records))


def test_every_check_of_a_batch_is_in_the_query_log(done, account):
    clerk = account("clerk", unit="入学办")
    with acting_as(Actor(clerk.id, clerk.name, clerk.role, clerk.unit)):
        batch = done(people(3))
    entries = db.session.scalars(select(QueryLogEntry)).all()
    numbers = db.session.scalars(select(Check.number).where(Check.batch_id == batch.id)).all()
    assert {entry.object_ref for entry in entries} == set(numbers)
    assert {(entry.operator_id, entry.operator_unit, entry.basis_reference, entry.channel)
            for entry in entries} == {(clerk.id, "入学办", "SQ-2026-0001", "batch")}  # fmt: skip


def test_handing_out_the_result_is_in_the_query_log(done):
    batch = done(people(2))
    result_of(batch.id)
    entry = db.session.scalars(
        select(QueryLogEntry).where(QueryLogEntry.object_ref == str(batch.id))
    ).one()
    assert (entry.basis_kind, entry.purpose) == (batch.basis_kind, batch.purpose)


def test_the_trail_counts_every_chunk(done):
    batch = done(people(CHUNK_ROWS + 2))
    entries = db.session.scalars(
        select(AuditEntry.details).where(AuditEntry.action == "batch.chunk_done")
    ).all()
    assert len(entries) == 2
    assert sum(entry["passed"] for entry in entries) == batch.passed == CHUNK_ROWS + 2


def test_no_applicant_stays_in_a_chunk_that_is_done(done):
    done([*people(2), ("", "", number(9), "")])
    chunk = db.session.scalars(select(BatchChunk)).one()
    kept = json.loads(chunk.rows)
    assert kept["good"] == []
    assert [one[0] for one in kept["refused"]] == [4]


def negative(done):
    put_record(put_subject("张2", number(2)))
    return done([row(1), row(2)])


def test_no_negative_result_leaves_unconfirmed(done, tmp_path):
    batch = negative(done)
    header, rows = sheet_of(result_of(batch.id), tmp_path)
    told = dict(zip(header, rows[1], strict=False))
    assert (told["结果"], told["分值"], told["理由"]) == (WAITING, "", "")
    assert "不通过" not in "".join(rows[1])


def test_a_row_that_is_held_reads_like_one_that_waits_for_confirmation(done, tmp_path):
    put_record(put_subject("张2", number(2)))
    put_record(put_subject("张3", number(3)), disputed=True)
    batch = done([row(2), row(3)])
    header, rows = sheet_of(result_of(batch.id), tmp_path)
    start, at = header.index("结果"), header.index("核查编号")
    alike = [[*cells[start:at], *cells[at + 1 :]] for cells in rows]
    assert (batch.negative, batch.held) == (1, 1)
    assert alike[0] == alike[1]


def test_the_confirmed_result_is_in_the_next_download_with_its_reasons(done, tmp_path):
    batch = negative(done)
    with acting_as(REVIEWER):
        (waiting,) = review.waiting(batch.id)
        assert waiting.lines
        (answer,) = review.confirm(batch.id, [waiting.check.number], "属实")
    assert answer.refused is None
    header, rows = sheet_of(result_of(batch.id), tmp_path)
    told = dict(zip(header, rows[1], strict=True))
    assert told["结果"] == "不通过"
    assert waiting.lines[0].decision_number in told["理由"]
    assert told["处理说明"]
    assert review.waiting(batch.id) == []


def test_a_confirmed_result_that_rests_on_no_fact_is_told_too(started, tmp_path):
    shipped = (TABLES / "xh-demo.yaml").read_text("utf-8")
    import_rules(
        shipped.replace("  base: 0", "  base: 50\n  pass_line: 60").replace(
            "negative_when: [deduction,", "negative_when: [below_pass_line,"
        )
    )
    batch = work(started(people(1)).id)
    assert batch.negative == 1
    with acting_as(REVIEWER):
        review.confirm(batch.id, [review.waiting(batch.id)[0].check.number], "")
    header, (cells,) = sheet_of(result_of(batch.id), tmp_path)
    told = dict(zip(header, cells, strict=True))
    assert (told["结果"], told["理由"], told["处理说明"]) == ("不通过", "", "")


def test_a_batch_that_is_done_does_not_fail_any_more(done):
    batch = done(people(1))
    jobs.fail(str(batch.id))
    assert service.get_batch(batch.id).state == "done"
    failed = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "batch.failed")
    assert db.session.scalar(failed) == 0


def test_a_resolved_row_shows_the_check_that_took_its_place(done, tmp_path):
    put_subject("王五", number(4))
    batch = done([row(4)])
    held = db.session.scalars(select(Check)).one()
    with acting_as(REVIEWER):
        final = resolve(held.number, Resolution(identity_confirmed=True))
    header, (cells,) = sheet_of(result_of(batch.id), tmp_path)
    told = dict(zip(header, cells, strict=False))
    assert (told["结果"], told["核查编号"]) == ("通过", final.number)


def test_confirming_stands_for_each_row_alone(done, account):
    clerk = account("clerk")
    put_record(put_subject("张1", number(1)))
    put_record(put_subject("张2", number(2)))
    with acting_as(Actor(clerk.id, clerk.name, clerk.role)):
        batch = done([row(1), row(2)])
    numbers = [one.check.number for one in review.waiting(batch.id)]
    with acting_as(Actor(clerk.id, clerk.name, clerk.role)):
        own = review.confirm(batch.id, numbers[:1], "")
    with acting_as(REVIEWER):
        first = review.confirm(batch.id, numbers, "")
        second = review.confirm(batch.id, [*numbers, "XH20260101-2222222222-2"], "")
    assert own[0].refused is not None
    assert [answer.refused for answer in first] == [None, None]
    assert len(second) == 2
    assert all(answer.refused for answer in second)


@pytest.mark.parametrize("extra", [0, 1])
def test_chunks_are_cut_at_their_limit(started, extra):
    batch = started(people(CHUNK_ROWS + extra), kind="csv")
    count = db.session.scalar(select(func.count()).select_from(BatchChunk))
    assert (count, batch.total) == (1 + extra, CHUNK_ROWS + extra)


def test_a_large_file_is_cut_by_a_job_with_the_same_result(started, done, tmp_path, monkeypatch):
    rows = [*people(CHUNK_ROWS + 5), ("", "", number(1), "")]
    small = done(rows)
    monkeypatch.setattr(service, "CUT_AT_ONCE_BYTES_MAX", 10)
    large = started(rows)
    assert (large.total, db.session.scalar(select(func.count()).select_from(BatchChunk).where(
        BatchChunk.batch_id == large.id))) == (CHUNK_ROWS + 6, 0)  # fmt: skip
    jobs.cut_batch(str(large.id))
    large = service.get_batch(large.id)
    assert finish.tally(large) == finish.tally(small)
    assert outcomes(result_of(large.id), tmp_path) == outcomes(result_of(small.id), tmp_path)


@pytest.mark.parametrize(("rows", "refused"), [(3, False), (4, True)])
def test_a_list_may_have_so_many_rows_and_no_more(started, monkeypatch, rows, refused):
    monkeypatch.setattr(preview, "TABLE_LIMITS", Limits(rows_max=3))
    if not refused:
        assert started(people(rows)).total == rows
        return
    with pytest.raises(Problem) as caught:
        started(people(rows))
    assert caught.value.status == 413
    assert db.session.scalar(select(func.count()).select_from(BatchChunk)) == 0


def test_the_result_before_the_end_is_refused(started):
    with pytest.raises(NotFinished):
        service.open_result(started(people(1)).id, "api")


def test_only_a_failed_batch_is_resumed(done):
    with pytest.raises(NotResumable):
        service.resume(done(people(1)).id)


def test_rows_that_do_not_add_up_stop_the_batch(started):
    batch = started(people(3))
    db.session.execute(
        BatchChunk.__table__.update().values(state="done")  # a chunk that nobody did
    )
    db.session.execute(type(batch).__table__.update().values(state="running", done=3, passed=3))
    db.session.commit()
    with pytest.raises(Miscount):
        finish.finish(batch.id)
    db.session.rollback()
    assert service.get_batch(batch.id).result_id is None


def test_time_left_is_reckoned_from_the_pace_so_far(started):
    batch = started(people(4))
    assert service.seconds_left(batch) is None
    batch.state, batch.done = "running", 1
    batch.started_at = clock.now() - timedelta(seconds=10)
    assert service.seconds_left(batch) == pytest.approx(30, rel=0.1)


def test_the_rule_version_and_the_day_are_pinned_at_the_start(started):
    batch = started(people(1))
    frame = frame_of(batch)
    assert (frame.request.rule_set_id, frame.request.as_of) == (batch.rule_set_id, batch.as_of)
    assert frame.request.basis_kind is BasisKind.authorisation


def test_naughty_strings_pass_through_unharmed(done, tmp_path):
    path = Path(__file__).parents[3] / "data" / "hostile" / "naughty_strings.json"
    strings = [text for text in json.loads(path.read_text(encoding="utf-8")) if text.strip()]
    rows = [(text, "", number(n), text) for n, text in enumerate(strings)]
    batch = done(rows)
    assert batch.total == len(rows) == batch.passed + batch.refused
    header, back = sheet_of(result_of(batch.id), tmp_path)
    assert [cells[2] for cells in back] == [cells[2] for cells in rows]
    assert {cells[header.index("结果")] for cells in back} <= {"通过", "未受理"}


KINDS = st.lists(st.sampled_from(["clean", "negative", "held", "blank", "again"]), max_size=25)


@settings(
    max_examples=some(10),
)
@given(kinds=KINDS)
def test_in_equals_passed_negative_held_and_refused(app, rules, tmp_path_factory, kinds):
    db.session.remove()
    empty_tables()
    import_rules(TABLES / "xh-demo.yaml")
    rows = [row(0)]
    for n, kind in enumerate(kinds, start=1):
        if kind == "negative":
            put_record(put_subject(f"张{n}", number(n)))
        if kind == "held":
            put_subject("另一人", number(n))
        rows.append({"blank": ("", "", number(n), ""), "again": row(0)}.get(kind, row(n)))
    content = listing(tmp_path_factory.mktemp("list"), rows, HEADER)
    batch = work(service.start(NEW, io.BytesIO(content), "名单.xlsx").id)
    counted = Counter(kinds)
    assert batch.state == "done"
    assert batch.total == len(rows)
    assert (batch.passed, batch.negative, batch.held, batch.refused) == (
        counted["clean"] + 1,
        counted["negative"],
        counted["held"],
        counted["blank"] + counted["again"],
    )
