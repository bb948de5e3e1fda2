"""Cases and the retention: an open case keeps its record, a closed one outlives it."""

from sqlalchemy import select, text

from credit.records.models import Record
from credit.retention import service as retention
from credit.retention.models import RecordTombstone
from service.audit.verify import verify
from service.database import db, transaction
from tests.credit.retention.conftest import days_ago
from tests.workflows.repair.conftest import World, confirm_effects
from workflows.effects.models import CaseEffect


def test_a_closed_case_is_read_after_its_record_has_left(app, api, signed_in):
    world = World()
    case = world.granted()
    record_id = world.records_of(case)[0].id
    with transaction() as session:
        session.get_one(Record, record_id).retain_until = days_ago(3)
    assert retention.run().held == {"in_case": 1}
    confirm_effects(case)
    assert retention.run().leaving == 1
    assert db.session.scalars(select(RecordTombstone.record_id)).all() == [record_id]
    number = case.number
    answer = api("clerk").get(f"/repair-cases/{number}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.get_json()["records"] == []
    effect = db.session.scalars(select(CaseEffect.id)).first()
    clerk = signed_in("clerk")
    addresses = [f"/cases/{number}", f"/repair-cases/{number}/attachments", "/cases"]
    for address in (*addresses, "/effects", f"/effects/{effect}"):
        assert clerk.get(address).status_code == 200, address
    assert db.session.execute(text("SELECT count(*) FROM case_item")).scalar() == 1
    assert verify().is_clean
