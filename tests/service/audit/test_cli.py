"""The commands tell in words, in JSON and by their exit code what they found."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from service import signing
from service.audit.models import AuditEntry
from service.database import db

Write = Callable[..., None]
Seal = Callable[..., int]


def run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["audit", *args])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def first_id() -> str:
    return str(db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)).first())


def test_a_clean_trail_exits_with_zero(app: Flask, write: Write, seal_everything: Seal) -> None:
    write(2)
    seal_everything()
    code, output = run(app, "verify", "--json")
    report = json.loads(output)
    assert code == 0
    assert report["clean"] is True
    assert [trail["leaves"] for trail in report["trails"]] == [2, 2]


def test_a_changed_entry_is_named_and_the_exit_is_not_zero(
    app: Flask, write: Write, seal_everything: Seal, tamper: Callable[..., int]
) -> None:
    write(2)
    seal_everything()
    tamper("UPDATE audit_entry SET object_ref = 'Y' WHERE id = CAST(:id AS uuid)", id=first_id())
    code, output = run(app, "verify")
    assert code != 0
    assert first_id() in output


def test_one_block_needs_its_trail(app: Flask, write: Write, seal_everything: Seal) -> None:
    write(1)
    seal_everything()
    assert run(app, "verify", "--block", "1")[0] != 0
    assert run(app, "verify", "--block", "1", "--trail", "query")[0] == 0


def test_sealing_tells_how_many_blocks_it_made(app: Flask) -> None:
    assert run(app, "seal", "--json") == (0, '{"audit": 0, "query": 0}\n')
    assert run(app, "seal")[0] == 0


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "9999-12-31"])
def test_a_day_of_which_there_is_nothing_is_verified_as_such(app: Flask, day: str) -> None:
    assert run(app, "verify", "--day", day)[0] == 0


@pytest.fixture
def proof(app: Flask, write: Write, seal_everything: Seal, tmp_path: Path) -> Path:
    write(5)
    seal_everything()
    code, output = run(app, "proof", first_id())
    assert code == 0
    file = tmp_path / "proof.json"
    file.write_text(output, "utf-8")
    return file


def test_a_proof_holds_under_the_published_key_alone(app: Flask, proof: Path) -> None:
    key = proof.with_name("key.pem")
    key.write_text(run(app, "public-key")[1], "ascii")
    assert run(app, "check-proof", str(proof))[0] == 0
    assert run(app, "check-proof", str(proof), "--key", str(key))[0] == 0
    assert signing.load_public_key(key.read_text()) == signing.public_key()


@pytest.mark.parametrize(
    "change",
    [
        lambda doc: doc | {"leaf": doc["leaf"].replace("system", "nobody")},
        lambda doc: doc | {"position": doc["position"] + 1},
        lambda doc: doc | {"path": doc["path"][:-1]},
        lambda doc: doc | {"path": ["zz"]},
        lambda doc: doc | {"signature": "00" * 64},
        lambda doc: doc | {"block": doc["block"] | {"count": 6}},
        lambda doc: doc | {"block": {}},
        lambda doc: [doc],
    ],
)
def test_a_changed_proof_does_not_hold(app: Flask, proof: Path, change: Callable) -> None:
    proof.write_text(json.dumps(change(json.loads(proof.read_text("utf-8")))), "utf-8")
    assert run(app, "check-proof", str(proof))[0] != 0


def test_what_is_no_proof_is_refused_in_words(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    file.write_text("not json")
    assert run(app, "check-proof", str(file))[0] != 0


def test_an_entry_not_sealed_yet_has_no_proof(app: Flask, write: Write) -> None:
    write(1)
    code, output = run(app, "proof", first_id())
    assert code != 0
    assert first_id() in output
