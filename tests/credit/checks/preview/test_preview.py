"""A draft tried on the latest checks: who changes, which way, by which item; nothing is touched."""

import io
import json
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from credit.checks.models import Check
from credit.checks.preview import jobs, run
from credit.checks.preview.models import RulePreview, RulePreviewChange
from credit.rules.models import RuleSet
from credit.rules.service import import_rules
from credit.subjects.identifiers import IdType
from service.audit.models import AuditEntry, QueryLogEntry
from service.database import db, transaction
from service.outbox.models import OutboxJob
from service.private import blind_index
from service.tabular import open_table
from tests.credit.checks.preview.conftest import NEXT, TEXT

UNTOUCHED = ("credit_check", "record", "subject", "subject_match", "rule_set", "check_batch")


def fingerprint() -> dict[str, str]:
    """Every row of the tables a preview must leave alone, with the transaction that wrote it."""
    return {
        table: db.session.scalar(
            text(
                f"SELECT md5(string_agg(t::text || t.xmin::text, '|' ORDER BY t.id)) FROM {table} t"
            )
        )
        for table in UNTOUCHED
        if table != "check_batch"
    } | {"check_batch": str(db.session.scalar(text("SELECT count(*) FROM check_batch")))}


def test_who_changes_which_way_by_which_item_and_nothing_is_written(api, checked, previewed):
    before = fingerprint()
    admin = api("admin")
    told = previewed(admin)
    assert fingerprint() == before
    assert told["state"] == "done"
    counts = {key: told[key] for key in ("done", "same", "worse", "better", "points")}
    assert counts == {"done": 5, "same": 2, "worse": 1, "better": 1, "points": 1}
    assert (told["total"], told["outside"], told["warnings"]) == (5, 5, [])
    (item,) = told["items"]
    assert item.pop("name") == "LC06 其他适用普通程序的行政处罚（公示期内）"
    assert item == {"item": "LC06", "worse": 1, "better": 1, "points": 1}
    flow = {(one["before"], one["after"]): one["checks"] for one in told["flow"] if one["checks"]}
    assert flow == {
        ("passed", "passed"): 2,
        ("passed", "negative"): 1,
        ("negative", "passed"): 1,
        ("negative", "negative"): 1,
    }
    changes = admin.get(f"/rule-previews/{told['id']}/changes").json["items"]
    by_number = {one["number"]: one for one in changes}
    assert set(by_number) == {checked.worse, checked.better, checked.points}
    assert by_number[checked.worse]["direction"] == "worse"
    assert by_number[checked.better]["causes"][0]["explanation"].startswith(
        "LC06 其他适用普通程序的行政处罚（公示期内）：原扣3分，试算不计。"
    )
    assert by_number[checked.points]["before"]["points"] == -10
    assert by_number[checked.points]["after"]["points"] == -12
    shown = json.dumps(changes, ensure_ascii=False)
    assert checked.resident not in shown
    assert "张伟" not in shown


def test_a_worker_that_is_killed_loses_and_repeats_nothing(api, previewed, monkeypatch):
    monkeypatch.setattr(run, "BLOCK_CHECKS", 2)
    told = previewed(api("reviewer"), finish=False)
    assert told["state"] == "queued"
    assert run.run_block(UUID(told["id"])) is True
    halfway = db.session.get_one(RulePreview, UUID(told["id"]), populate_existing=True)
    assert (halfway.state, halfway.done) == ("running", 2)
    (job,) = db.session.scalars(select(OutboxJob).where(OutboxJob.name == "rules.preview"))
    jobs.run_preview(**job.args)
    jobs.run_preview(**job.args)
    whole = db.session.get_one(RulePreview, UUID(told["id"]), populate_existing=True)
    assert (whole.done, whole.same, whole.worse, whole.better, whole.points) == (5, 2, 1, 1, 1)
    assert db.session.scalar(select(func.count()).select_from(RulePreviewChange)) == 3
    assert run.run_block(UUID(told["id"])) is False


def test_only_the_last_so_many_and_what_comes_later_is_left_out(api, checked, previewed):
    told = previewed(api("admin"), finish=False, last=2)
    api("reviewer")
    jobs.run_preview(told["id"])
    with transaction():
        jobs.fail(told["id"])
    whole = db.session.get_one(RulePreview, UUID(told["id"]), populate_existing=True)
    assert (whole.state, whole.total, whole.done) == ("done", 2, 2)
    failed = select(AuditEntry).where(AuditEntry.action == "rules.preview_failed")
    assert db.session.scalars(failed).all() == []
    newest = db.session.scalars(
        select(Check.number).where(Check.id >= whole.next_check).order_by(Check.id)
    ).first()
    assert newest == checked.points


def test_a_stored_version_is_tried_as_a_draft_is(api, previewed):
    summary = import_rules(NEXT)
    one = next(table for table in summary.tables if table.purpose == "school_admission")
    told = previewed(api("admin"), "", rule_set=one.id)
    assert (told["worse"], told["better"], told["points"]) == (1, 1, 1)
    assert told["table"]["rule_set"] == one.id
    count = db.session.scalar(select(func.count()).select_from(RuleSet))
    same = previewed(api("admin"), TEXT)
    assert (same["same"], same["outside"]) == (5, 0)
    assert db.session.scalar(select(func.count()).select_from(RuleSet)) == count


def test_a_draft_that_could_not_be_imported_is_tried_with_a_warning(api, previewed):
    told = previewed(api("admin"), TEXT.replace("code: XH-DEMO", "code: XH-OTHER"))
    assert told["same"] == 5
    assert "重叠" in told["warnings"][0]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "no-draft"),
        ({"file": TEXT}, "no-draft"),
        ({"file": TEXT, "rule_set": 1}, "no-draft"),
        ({"file": TEXT.replace('"330106"', '"330100"')}, "no-draft"),
        ({"file": TEXT.replace("points: -30", "points: many")}, "invalid-rules"),
        ({"file": TEXT, "purpose": "school_admission", "last": 10_001}, "invalid-input"),
        ({"rule_set": 404}, "not-found"),
    ],
)
def test_what_cannot_be_tried_is_refused_and_leaves_nothing(api, rules, data, code):
    sent = dict(data)
    if "file" in sent:
        sent["file"] = (io.BytesIO(sent["file"].encode()), "a.yaml")
    answer = api("admin").post("/rule-previews", data=sent)
    assert answer.json["code"] == code, answer.text
    assert db.session.scalar(select(func.count()).select_from(RulePreview)) == 0


def test_only_those_who_answer_for_the_rules_may(api, previewed):
    told = previewed(api("admin"))
    for role in ("clerk", "auditor", "department", "enterprise", "community"):
        for address in (
            "",
            f"/{told['id']}",
            f"/{told['id']}/changes",
            f"/{told['id']}/changes.xlsx",
        ):
            assert api(role).get(f"/rule-previews{address}").status_code == 403, (role, address)


def test_each_subject_shown_is_in_the_query_log(api, checked, previewed):
    admin = api("admin")
    told = previewed(admin)
    mine = blind_index(IdType.RESIDENT_ID, checked.resident)
    of_me = select(QueryLogEntry).where(
        QueryLogEntry.subject_index == mine, QueryLogEntry.basis_reference == "rules.preview"
    )
    assert db.session.scalars(of_me).all() == []
    address = f"/rule-previews/{told['id']}/changes"
    assert len(admin.get(f"{address}?direction=better").json["items"]) == 1
    assert db.session.scalars(of_me).all() == []
    first = admin.get(f"{address}?limit=2").json
    rest = admin.get(f"{address}?limit=2&cursor={first['next_cursor']}").json
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
    assert admin.get(f"{address}?item=LC01").json["items"] == []
    assert len(db.session.scalars(of_me).all()) == 1


def test_the_workbook_holds_every_change_masked(api, checked, previewed, tmp_path):
    admin = api("admin")
    told = previewed(admin)
    answer = admin.get(f"/rule-previews/{told['id']}/changes.xlsx")
    assert answer.status_code == 200
    (tmp_path / "a.xlsx").write_bytes(answer.data)
    rows = [row.cells for row in open_table(tmp_path / "a.xlsx", "a.xlsx").rows()]
    assert {row[0] for row in rows} == {checked.worse, checked.better, checked.points}
    assert checked.resident not in {cell for row in rows for cell in row}
    assert any("原扣3分，试算不计" in row[-1] for row in rows)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE rule_preview_change SET direction = 'better'",
        "DELETE FROM rule_preview_change",
        "UPDATE rule_preview SET same = same + 1",
    ],
)
def test_the_database_keeps_what_was_found(api, previewed, change):
    previewed(api("admin"))
    with pytest.raises(Exception, match=r"append-only|adds_up"), transaction() as session:
        session.execute(text(change))


def test_the_command_tells_the_same_counts(app, checked, tmp_path):
    before = fingerprint()
    draft = tmp_path / "draft.yaml"
    draft.write_text(NEXT, "utf-8")
    command = ["rules", "preview", str(draft), "--purpose", "school_admission"]
    answer = app.test_cli_runner().invoke(args=[*command, "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["checks"] == 5 == told["same"] + told["worse"] + told["better"] + told["points"]
    words = app.test_cli_runner().invoke(args=[*command, "--last", "3"]).stdout
    assert "最近 3 件核查" in words
    assert fingerprint() == before
    assert app.test_cli_runner().invoke(args=["rules", "preview", str(draft)]).exit_code == 1
