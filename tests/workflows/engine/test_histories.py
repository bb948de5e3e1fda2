"""Random histories: whatever people do, and wherever it breaks off, a case is what its table says.

`HISTORIES=500` in the environment runs so many histories of each case type.
"""

import os
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from service import clock
from service.audit import SYSTEM
from service.audit.models import AuditEntry
from service.clock import OFFICE_ZONE
from service.database import db, transaction
from service.problems import Problem
from tests.workflows.engine.deaths import DEATHS, Died, dying
from tests.workflows.engine.model import Model
from tests.workflows.repair.conftest import World
from workflows.effects.models import CaseEffect, EffectState
from workflows.engine import chores, fire
from workflows.engine.clocks import clocks_of
from workflows.engine.definition import Demand
from workflows.engine.models import CaseFile, CaseItem
from workflows.engine.opening import NewCase, open_case
from workflows.engine.party import Party
from workflows.engine.reading import events_of
from workflows.engine.registry import definition
from workflows.engine.tick import tick
from workflows.workdays.hours import received_on
from workflows.workdays.service import current_calendar

HISTORIES = int(os.environ.get("HISTORIES", "8"))
STEPS = 25
BEGIN = datetime(2026, 11, 20, 9, 30, tzinfo=OFFICE_ZONE)
DAYS_MAX = 120
"""A history ends before the records run out of their publicity."""
PARTIES = {
    "enterprise": Party.applicant,
    "clerk": Party.window,
    "authority": Party.authority,
    "head": Party.authority,
    "reviewer": Party.office,
    "auditor": None,
    "stranger": None,
    "other_unit": None,
    "system": Party.system,
}
BLIND = {"stranger", "other_unit"}
"""For them there is no such case at all."""
TRACES = ("case_event", "audit_entry", "outbox_job", "notice", "case_letter", "case_effect",
          "case_clock_change", "record_history")  # fmt: skip
ROWS = ("case_file", "case_item", "case_clock", "record")
ALL_THERE_IS = text(
    "SELECT "
    + ", ".join(
        [f"(SELECT count(*) FROM {name})" for name in TRACES]
        + [
            f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t)"
            for name in ROWS
        ]
    )
)


class Histories(RuleBasedStateMachine):
    """One case, everybody who may meet it, and its model."""

    case_type: ClassVar[str]
    probe: ClassVar[Any]

    @initialize()
    def begin(self) -> None:
        self.travel = time_machine.travel(BEGIN, tick=False)
        self.now = self.travel.start()
        self.world = World()
        self.world.people |= {
            "reviewer": self.world.actor("reviewer"),
            "auditor": self.world.actor("auditor"),
            "stranger": self.world.actor("enterprise", subject_code="91330106MA2CGCA56H"),
            "other_unit": self.world.actor("department", unit="西湖区教育局"),
            "system": SYSTEM,
        }
        self.probe.against = dict.fromkeys(self.probe.against, False)
        self.record = self.world.record()
        self.repaired = False
        self.open()

    def open(self) -> None:
        with self.world.acting("enterprise"):
            case = open_case(
                NewCase(
                    self.case_type,
                    self.record.subject_id,
                    (self.record.id,),
                    self.world.authority,
                    "api",
                ),
                party=Party.applicant,
            )
        self.number, self.id = case.number, case.id
        if self.case_type == "penalty":
            self.world.complete_papers(case)
        self.model = Model(definition(self.case_type), current_calendar().is_work)
        self.keys: dict[str, str] = {}
        self.supplied = self.confirmed = False

    def holds(self, guard: str) -> bool:
        """Whether the world is as a condition wants it."""
        if guard in self.probe.against:
            return not self.probe.against[guard]
        return {
            "eligible": not self.repaired,
            "not_banned": True,
            "checklist_complete": True,
            "supplement_complete": self.supplied,
            "all_effects_confirmed": self.confirmed,
            "revocation_decided": False,
        }[guard]

    # What people do.

    @rule(
        who=st.sampled_from(sorted(PARTIES)),
        pick=st.integers(0, 99),
        key=st.sampled_from([None, "k1", "k2"]),
        behind=st.sampled_from([None, None, 0, 1]),
    )
    def anybody_does_anything(self, who: str, pick: int, key: str | None, behind: int | None):
        actions = [*self.model.table.actions, "explode"]
        seen = None if behind is None else len(self.model.events) - behind
        self.act(who, actions[pick % len(actions)], key, seen)

    @precondition(lambda self: self.steps())
    @rule(pick=st.integers(0, 99), key=st.sampled_from([None, "k1", "k2"]))
    def somebody_takes_a_step_that_is_theirs(self, pick: int, key: str | None):
        steps = self.steps()
        self.act(*steps[pick % len(steps)], key, None)

    @precondition(lambda self: self.steps(onward=True))
    @rule(pick=st.integers(0, 99), key=st.sampled_from([None, None, "k1"]))
    def the_case_goes_on(self, pick: int, key: str | None):
        steps = self.steps(onward=True)
        self.act(*steps[pick % len(steps)], key, None)

    @precondition(lambda self: self.steps(onward=True))
    @rule(pick=st.integers(0, 99), death=st.sampled_from(sorted(DEATHS)))
    def the_process_dies_in_the_middle_and_the_step_is_taken_again(self, pick: int, death: str):
        steps = self.steps(onward=True)
        self.act(*steps[pick % len(steps)], None, None, death)
        self.act(*steps[pick % len(steps)], None, None)

    def steps(self, *, onward: bool = False) -> list[tuple[str, str]]:
        """Who may do what next, by the table alone; `onward` what really leads on."""
        return [
            (who, one.code)
            for one in self.model.table.actions_from(self.model.state)
            for who, party in PARTIES.items()
            if party in one.by and not (onward and self.model.table.states[one.target].final)
            if not onward or self.expected(who, one.code, None, None) is None
        ]

    def act(
        self, who: str, action: str, key: str | None, seen: int | None, death: str | None = None
    ) -> None:
        expected = self.expected(who, action, key, seen)
        before = self.everything()
        came = self.fire(who, action, key, seen, death)
        if expected is None and death is not None:
            assert came == "died"
        else:
            assert came == (expected or "done")
        if came == "done":
            self.moved(who, action, key)
            self.compare(before, self.everything(), action)
        else:
            assert self.everything() == before

    def expected(self, who: str, action: str, key: str | None, seen: int | None) -> str | None:
        party = PARTIES[who]
        if who in BLIND or (party is Party.authority and not self.model.submitted):
            return "case-unknown"
        if key in self.keys:
            return "again" if self.keys[key] == action else "idempotency-key-reused"
        return self.model.refusal(action, party, who, seen, self.holds)

    def fire(
        self, who: str, action: str, key: str | None, seen: int | None, death: str | None
    ) -> str:
        known = self.model.table.actions.get(action)
        wish = fire.Firing(
            action,
            "理由" if known and known.reason is Demand.required else "",
            {"missing": ["执照"]} if known and known.fields and known.code != "submit" else {},
            key,
            seen,
        )
        version = len(self.model.events)
        try:
            with self.world.acting(who), dying(death):
                case = fire.fire(self.number, wish)
        except Problem as problem:
            return problem.code
        except (Died, OperationalError):
            return "died"
        finally:
            db.session.remove()
        return "done" if case.version > version else "again"

    def moved(self, who: str, action: str, key: str | None) -> None:
        now = clock.now()
        received = received_on(now, current_calendar())
        self.model.move(action, who, clock.at_office(now).date(), received)
        if key is not None:
            self.keys[key] = action
        if action.startswith("request_"):
            self.supplied = False
        self.repaired |= action == "grant"

    def compare(self, before: dict[str, Any], after: dict[str, Any], action: str) -> None:
        """All that belongs to a step is there, once."""
        known = self.model.table.actions[action]
        assert after["case_event"] == before["case_event"] + 1
        grown = {name for name in TRACES if after[name] > before[name]}
        assert ("case_letter" in grown) == (known.letter is not None)
        assert ("case_effect" in grown) == ("stop_everywhere" in known.consequences)
        assert ("outbox_job" in grown) == ("stop_everywhere" in known.consequences)
        assert ("record_history" in grown) == ("mark_repaired" in known.consequences)

    @rule()
    def somebody_applies_again(self):
        before = self.everything()
        if not self.model.open:
            self.open()
            return
        with pytest.raises(Problem, match="未办结"):
            self.open()
        assert self.everything() == before

    @rule(first=st.booleans(), second=st.booleans())
    def conditions_change(self, first: bool, second: bool):
        """Papers come in, targets confirm, what a guard asks for is there or not."""
        if self.case_type == "probe":
            self.probe.against = {"probe_first": first, "probe_second": second}
            return
        with transaction() as session:
            self.world.hand_in(session.get_one(CaseFile, self.id), "statement")
            self.supplied = True
            for effect in session.scalars(select(CaseEffect).filter_by(case_id=self.id)):
                effect.state = EffectState.confirmed
                self.confirmed = True

    @rule(hours=st.integers(1, 150))
    def time_passes(self, hours: int):
        if clock.now() < BEGIN + timedelta(days=DAYS_MAX):
            self.now.shift(timedelta(hours=hours))
        assert tick().failures == 0
        db.session.remove()
        today, is_work = clock.today(), self.model.is_work
        for term in self.model.live:
            action = self.model.table.clocks[term.kind].on_due
            due = term.due(is_work)
            sure = not current_calendar().line(due).provisional
            if action and term.state == "running" and sure and due < today:
                self.moved("system", action, None)
                break
        before = self.everything()
        assert sum(tick().alarms.values()) == 0
        db.session.remove()
        assert self.everything() == before

    # What must be true at any time.

    @invariant()
    def the_case_is_as_its_model(self):
        if not hasattr(self, "model"):
            return
        self.now.shift(timedelta(seconds=1))
        db.session.remove()
        model, case = self.model, db.session.get_one(CaseFile, self.id)
        assert (case.state, case.open, case.version) == (
            model.state, model.open, len(model.events),
        )  # fmt: skip
        assert case.owner == model.table.states[model.state].owner
        assert (case.submitted_at is not None) == model.submitted
        assert (case.closed_at is None) == model.open
        history = events_of(case)
        assert [one.action for one in history] == model.events
        assert [one.version for one in history] == list(range(1, case.version + 1))
        assert [one.from_state for one in history[1:]] == [one.to_state for one in history[:-1]]
        entries = db.session.scalars(
            select(AuditEntry.action).filter_by(object_ref=self.number).order_by(AuditEntry.id)
        )
        told = [one for one in entries if one.startswith("case.")]
        assert told == [f"case.{action}" for action in model.events]

    @invariant()
    def clocks_are_as_the_calendar_says(self):
        if not hasattr(self, "model"):
            return
        model, case = self.model, db.session.get_one(CaseFile, self.id)
        found = clocks_of(self.id)
        assert [(one.kind, one.state, one.days) for one in found] == [
            (term.kind, term.state, term.days) for term in model.terms
        ]
        for one, term in zip(found, model.terms, strict=True):
            if term in model.live:
                assert one.due_on == term.due(model.is_work)
                assert model.is_work(one.due_on)
        running = [one for one in found if one.state == "running"]
        assert case.due_on == min((one.due_on for one in running), default=None)
        if model.table.states[model.state].waits_for_applicant:
            assert all(model.table.clocks[one.kind].for_applicant for one in running)
        elif model.open:
            assert {one.state for one in found} <= {"running", "met", "missed", "dropped"}

    @invariant()
    def a_record_is_in_one_open_case_at_most(self):
        if not hasattr(self, "model"):
            return
        purposes = select(CaseItem.purpose).filter_by(record_id=self.record.id, open=True)
        assert len(db.session.scalars(purposes).all()) == int(self.model.open)

    def everything(self) -> dict[str, Any]:
        """Rows that only ever get more, by their number; all others by what is in them."""
        with db.engine.connect() as connection:
            found = connection.execute(ALL_THERE_IS).one()
        return dict(zip((*TRACES, *ROWS), found, strict=True))

    def teardown(self) -> None:
        db.session.remove()
        if hasattr(self, "travel"):
            self.travel.stop()


@pytest.mark.parametrize("case_type", ["probe", "penalty"])
def test_any_history_is_what_the_table_says(app, probe, monkeypatch, case_type):
    monkeypatch.setattr(chores, "CHORES", {})
    machine = type(f"Histories_{case_type}", (Histories,), {"case_type": case_type, "probe": probe})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
        ),
    )
