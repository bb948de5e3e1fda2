"""Every state x every action x every party: the table says what happens, and nothing else does."""

from itertools import combinations, product
from pathlib import Path

import pytest

import workflows.part  # noqa: F401 - registers every definition
from service.database import db
from service.problems import InvalidInput, Problem
from workflows.engine.lookup import rule_for
from workflows.engine.models import CaseFile
from workflows.engine.parse import read_definition
from workflows.engine.party import Party
from workflows.engine.problems import ActionRefused, CaseUnknown, NotYourTurn
from workflows.engine.registry import all_definitions

PROBE = read_definition(Path(__file__).with_name("probe.yaml"))[0]
NOBODY: frozenset[Party] = frozenset()
PARTIES = [NOBODY, *(frozenset(some) for size in (1, 2) for some in combinations(Party, size))]
PARTY_OF = {
    "applicant": Party.applicant,
    "clerk": Party.window,
    "authority": Party.authority,
    "colleague": Party.authority,
    "reviewer": Party.office,
    "system": Party.system,
}
SEES_ALL = {"clerk", "reviewer", "auditor", "system"}


@pytest.mark.parametrize(
    "found", [PROBE, *all_definitions()], ids=lambda one: f"{one.code}-{one.version}"
)
def test_every_cell_of_every_case_type_is_what_its_table_says(found):
    for state, rule, parties in product(found.states, found.actions.values(), PARTIES):
        case = CaseFile(state=state, version=7)
        try:
            got: object = rule_for(found, case, parties, rule.code)
        except Problem as problem:
            got = type(problem)
            open_here = problem.extra["allowed_actions"]
            assert open_here == [
                one.code
                for one in found.actions.values()
                if state in one.sources and one.by & parties
            ]
        if state not in rule.sources:
            assert got is ActionRefused, (state, rule.code, parties)
        elif not rule.by & parties:
            assert got is NotYourTurn, (state, rule.code, parties)
        else:
            assert got is rule


def test_every_cell_of_the_probe_as_every_kind_of_account(case, do, people, probe):
    wrong, stands = [], None
    for state, rule, who in product(PROBE.states, PROBE.actions.values(), people):
        if stands != state:
            put(case, state)
        expected = expected_of(state, rule, who)
        try:
            got: object = do(who, rule.code, **inputs(rule)).state
        except Problem as problem:
            got = type(problem)
        stands = got if isinstance(got, str) else state
        if got != expected:
            wrong.append((state, rule.code, who, got, expected))
    assert wrong == []


def expected_of(state: str, rule, who: str) -> object:
    """What the tables of parties, scope and the case type say of one cell."""
    party = PARTY_OF.get(who)
    sees = who in SEES_ALL or party in {Party.applicant, Party.authority}
    if not sees:
        return CaseUnknown
    if state not in rule.sources:
        return ActionRefused
    if party not in rule.by:
        return NotYourTurn
    return rule.target


def inputs(rule) -> dict[str, object]:
    fields = {field.name: ["缴款凭证"] for field in rule.fields}
    return {"reason": "理由", "fields": fields}


def put(case: CaseFile, state: str) -> None:
    """Set the case there by hand, with a clock for actions that extend or stop one."""
    for table in ("case_alarm", "case_clock_change", "case_clock", "case_event", "notice"):
        db.session.execute(db.text("SET LOCAL session_replication_role = replica"))
        db.session.execute(db.text(f"DELETE FROM {table}"))
    if state != PROBE.initial:  # where its action starts the clock itself
        db.session.execute(
            db.text(
                "INSERT INTO case_clock (case_id, kind, state, days, received_on, pauses, due_on, "
                "amber_on, calendar_version, provisional, started_at) VALUES "
                "(:case, 'work', 'running', 5, '2026-11-23', '[]', '2026-11-30', '2026-11-27', 1, "
                "false, now())"
            ),
            {"case": case.id},
        )
    row = db.session.get_one(CaseFile, case.id, populate_existing=True)
    row.state, row.open, row.submitted_at = state, True, row.created_at
    row.version = 2  # something has happened to it: its applicant knows of it
    db.session.commit()


def test_an_input_that_is_missing_is_told_only_to_whom_the_step_belongs(case, do):
    do("applicant", "submit")
    with pytest.raises(NotYourTurn):
        do("clerk", "refuse")
    with pytest.raises(InvalidInput):
        do("authority", "refuse")
