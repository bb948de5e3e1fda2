"""`flask checks batch`: a list from the command line, without any worker."""

import json

import pytest
from flask import Flask
from sqlalchemy import func, select

from credit.checks.models import CheckBatch
from service.database import db
from tests.credit.checks.batches.conftest import listing, number, outcomes, people

pytestmark = pytest.mark.usefixtures("rules")


def run(app: Flask, tmp_path, rows, *options: str, out: str = "out.xlsx"):
    source = tmp_path / "名单.xlsx"
    source.write_bytes(listing(tmp_path, rows))
    target = tmp_path / out
    command = ["checks", "batch", str(source), "--purpose", "school_admission"]
    answer = app.test_cli_runner().invoke(args=[*command, "--out", str(target), *options])
    return answer, target


def test_it_writes_the_result_and_prints_counts_that_add_up(app, tmp_path):
    answer, target = run(app, tmp_path, people(3), "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["total"] == 3 == told["passed"] + told["negative"] + told["held"] + told["refused"]
    assert "3 / 3" in answer.stderr
    assert outcomes(target.read_bytes(), tmp_path) == ["通过"] * 3


def test_it_exits_with_an_error_when_a_row_was_refused_and_still_writes_the_result(app, tmp_path):
    answer, target = run(app, tmp_path, [*people(1), ("", "", number(9), "")], "--json")
    assert answer.exit_code == 1
    told = json.loads(answer.stdout)
    assert (told["passed"], told["refused"], told["errors"][0]["row"]) == (1, 1, 3)
    assert outcomes(target.read_bytes(), tmp_path) == ["通过", "未受理"]


def test_it_says_the_counts_in_words(app, tmp_path):
    answer, _ = run(app, tmp_path, people(2), "--basis-kind", "authorisation",
                    "--basis-reference", "SQ-1")  # fmt: skip
    assert answer.exit_code == 0
    assert "2 = 通过 2" in answer.stdout


def test_the_result_is_csv_when_its_name_says_so(app, tmp_path):
    answer, target = run(app, tmp_path, people(2), out="out.csv")
    assert answer.exit_code == 0
    assert target.read_text(encoding="utf-8-sig").count("通过") == 2


def test_a_large_file_is_done_in_the_same_way(app, tmp_path, monkeypatch):
    monkeypatch.setattr("credit.checks.batches.service.CUT_AT_ONCE_BYTES_MAX", 10)
    answer, target = run(app, tmp_path, people(4), "--json")
    assert json.loads(answer.stdout)["passed"] == 4
    assert outcomes(target.read_bytes(), tmp_path) == ["通过"] * 4


def test_a_file_of_no_use_is_one_clear_refusal(app, tmp_path):
    source = tmp_path / "x.xlsx"
    source.write_bytes("甲,乙\n1,2\n".encode())
    answer = app.test_cli_runner().invoke(
        args=["checks", "batch", str(source), "--purpose", "school_admission",
              "--out", str(tmp_path / "o.xlsx")]
    )  # fmt: skip
    assert answer.exit_code == 1
    assert "表头" in answer.output
    assert not (tmp_path / "o.xlsx").exists()


def test_a_place_that_cannot_be_written_is_told_before_anybody_is_checked(app, tmp_path):
    answer, _ = run(app, tmp_path, people(1), out="nowhere/out.xlsx")
    assert answer.exit_code == 1
    assert "cannot be written" in answer.stderr
    assert isinstance(answer.exception, SystemExit)
    assert db.session.scalar(select(func.count()).select_from(CheckBatch)) == 0


def test_a_result_that_cannot_be_written_is_one_sentence(app, tmp_path, monkeypatch):
    monkeypatch.setattr("credit.checks.batches.cli.os.access", lambda *_: True)
    answer, _ = run(app, tmp_path, people(1), out="nowhere/out.xlsx")
    assert answer.exit_code == 1
    assert isinstance(answer.exception, SystemExit)
    assert str(db.session.scalars(select(CheckBatch.id)).one()) in answer.stderr


@pytest.mark.parametrize("reference", ["", " · ", "x" * 201])
def test_the_basis_reference_has_its_limits(app, tmp_path, reference):
    answer, _ = run(app, tmp_path, people(1), "--basis-reference", reference)
    assert answer.exit_code == 1
