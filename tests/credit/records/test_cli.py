"""`records import`: a summary whose counts add up, and a failing exit when a row was refused."""

import json

from sqlalchemy import text

from service.database import db
from tests.factories.records import EnterpriseRow, PenaltyRow, csv_of


def run(app, tmp_path, rows, *options):
    path = tmp_path / "rows.csv"
    path.write_bytes(csv_of(rows))
    runner = app.test_cli_runner()
    return runner.invoke(args=["records", "import", str(path), *options])


def test_a_clean_file_is_summed_up_and_exits_with_success(app, tmp_path):
    done = run(app, tmp_path, EnterpriseRow.build_batch(3), "--feed", "enterprises", "--json")
    assert done.exit_code == 0
    summary = json.loads(done.stdout)
    assert (summary["rows"], summary["accepted"], summary["state"]) == (3, 3, "done")


def test_a_refused_row_is_told_with_its_remedy_and_fails_the_command(app, tmp_path):
    rows = [PenaltyRow(), PenaltyRow(CF_WSH="")]
    done = run(app, tmp_path, rows, "--feed", "shuanggongshi-penalty")
    assert done.exit_code == 1
    assert "rows 2 = accepted 1, updated 0, unchanged 0, flagged 0, refused 1" in done.output
    assert "第 3 行 CF_WSH" in done.output


def test_a_column_nobody_reads_is_told(app, tmp_path):
    rows = [{**PenaltyRow(), "颜色": "红"}]
    told = run(app, tmp_path, rows, "--feed", "shuanggongshi-penalty")
    assert told.exit_code == 0
    assert "颜色" in told.stderr
    again = run(app, tmp_path, rows, "--feed", "shuanggongshi-penalty", "--json")
    assert any("颜色" in note for note in json.loads(again.stdout)["notes"])


def test_a_trial_run_writes_nothing(app, tmp_path):
    done = run(app, tmp_path, [PenaltyRow()], "--feed", "shuanggongshi-penalty", "--dry-run")
    assert done.exit_code == 0
    assert "dry run" in done.output
    assert db.session.scalar(text("SELECT count(*) FROM record")) == 0


def test_an_unknown_feed_is_one_sentence(app, tmp_path):
    done = run(app, tmp_path, [PenaltyRow()], "--feed", "nonsense")
    assert done.exit_code == 1
    assert "shuanggongshi-penalty" in done.output
