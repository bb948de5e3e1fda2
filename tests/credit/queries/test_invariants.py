"""Invariant 9 over the answers of queries: a basis, a purpose and a log entry, or no answer.

Whoever asks whatever on whatever ground: as many subjects are told of as the log names, each
under the purpose, the ground and the unit it was asked under; no one without a right is told
of a person; what must not count is told to nobody (invariant 3).
"""

import json
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from credit.queries.models import CreditQuery
from credit.queries.purposes import all_purposes
from service import clock
from service.database import db
from tests.examples import some

CODES = [one.code for one in all_purposes()]
GROUNDS = [
    None,
    {"kind": "sharing", "reference": "文号1"},
    {"kind": "authorisation", "reference": "SQ20261127-ABC"},
    {"kind": "publicity"},
    {"kind": "sharing"},
]
ROLES = [None, "department", "clerk", "reviewer", "auditor", "enterprise", "person", "admin"]
HIDDEN = (
    {"status": "repaired"},
    {"status": "revoked"},
    {"status": "expired"},
    {"simple_procedure": True},
    {"juvenile": True},
    {"retain_until": clock.today() - timedelta(days=1)},
)


@settings(
    max_examples=some(30),
)
@given(data=st.data())
def test_whatever_is_told_was_asked_on_a_ground_and_is_in_the_log(world, data):
    role = data.draw(st.sampled_from(ROLES))
    body = {"purpose": data.draw(st.sampled_from(CODES))}
    ground = data.draw(st.sampled_from(GROUNDS))
    if ground is not None:
        body["basis"] = ground
    rows = data.draw(st.lists(st.sampled_from(world["rows"]), min_size=1, max_size=4))
    if data.draw(st.booleans()):
        body["subjects"] = rows
    else:
        body["subject"] = rows[0]
    before = {entry.id for entry in world["logged"]()}
    answer = world["callers"][role].post("/queries", json=body)
    told = answers_of(answer)
    db.session.rollback()
    fresh = [entry for entry in world["logged"]() if entry.id not in before]
    answered = [entry for entry in fresh if entry.outcome == "answered"]
    assert len(answered) == len(told)
    for entry in fresh:
        assert entry.basis_reference
        assert (entry.purpose, entry.operator_unit) == (body["purpose"], world["units"][role])
        assert len(entry.result_hash) == (32 if entry.outcome == "answered" else 0)
    for one in told:
        assert role in {"department", "clerk"} or one["subject"]["kind"] != "natural_person"
        records = {record["record_id"] for record in one["records"]}
        assert records.isdisjoint(world["hidden"])
        adverse = {record["record_id"] for record in one["records"] if record["adverse"]}
        assert adverse.isdisjoint(world["disputed"])
        assert one["adverse"] == len(adverse)
    calls = db.session.scalars(select(CreditQuery)).all()
    assert sum(call.answered + call.denied for call in calls) == len(world["logged"]())


def answers_of(answer) -> list[dict]:
    """What is told of each subject, if anything is."""
    if answer.status_code != 200:
        return []
    told = json.loads(answer.get_data())
    return [one for one in told.get("answers", [told]) if "records" in one]
