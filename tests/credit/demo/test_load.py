"""`demo load`: a demonstration that may be loaded again at any time, beside real data."""

import io
import json
from datetime import timedelta

from sqlalchemy import select

from credit.records.importing.begin import start_import
from credit.records.importing.run import run_import
from credit.records.models import Record
from service import clock
from service.access.account import Role
from service.accounts.demo import DEMO_ACCOUNTS
from service.accounts.models import Account
from service.database import db
from tests.factories.identifiers import make_uscc
from tests.factories.records import PenaltyRow, csv_of

REAL = {"CF_XDR_MC": "杭州真实有限公司", "CF_XDR_SHXYM": make_uscc(77_777)}


def load(app) -> dict[str, int]:
    answer = app.test_cli_runner().invoke(args=["demo", "load", "--scale", "small", "--json"])
    assert answer.exit_code == 0, answer.output
    db.session.expire_all()
    return json.loads(answer.stdout)


def test_loading_again_another_day_and_beside_real_data_adds_nothing(app, monkeypatch):
    first = load(app)
    assert first["accounts"] == len(DEMO_ACCOUNTS)
    assert min(first.values()) > 0
    assert_every_role_may_come_in(app)
    shown = db.session.scalars(select(Account).where(Account.name == "enterprise")).one()
    rows = [PenaltyRow(**REAL) for _ in range(20)]  # more than any invented organisation has
    run_import(start_import(io.BytesIO(csv_of(rows)), "real.csv", "shuanggongshi-penalty").id)
    before = {record.id: record.version for record in db.session.scalars(select(Record))}

    later = clock.now() + timedelta(days=400)
    monkeypatch.setattr(clock, "now", lambda: later)
    again = load(app)

    assert again == first | {
        "subjects": first["subjects"] + 1, "records": first["records"] + len(rows)
    }  # fmt: skip
    assert {record.id: record.version for record in db.session.scalars(select(Record))} == before
    assert shown.subject_code is not None
    assert shown.subject_code != REAL["CF_XDR_SHXYM"]


def assert_every_role_may_come_in(app) -> None:
    names = set(db.session.scalars(select(Account.name)))
    assert names == {one.name for one in DEMO_ACCOUNTS}
    assert names >= {role.value for role in Role}
    client = app.test_client()
    for name in names:
        proved = client.post("/api/v1/tokens", auth=(name, f"demo-{name}"))
        assert proved.status_code == 201
