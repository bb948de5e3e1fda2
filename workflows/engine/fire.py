"""The one function that moves a case: whoever wants a case to change comes through here.

In this order: lock, the same key again, look-up, version, role, inputs, guards (all reasons,
not the first), state, event, audit, clocks, letter, consequences, messages; one commit.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock
from service.audit import SYSTEM, Deed, acting_as
from service.database import db, transaction
from service.messages import msg
from service.problems import Problem
from workflows.engine import consequences, hooks, rows
from workflows.engine.clocks import Held, held
from workflows.engine.context import Move
from workflows.engine.definition import State
from workflows.engine.guards import ask
from workflows.engine.hands import refusals_of_hands
from workflows.engine.inputs import read_inputs
from workflows.engine.lookup import rule_for, where
from workflows.engine.models import CaseEvent, CaseFile
from workflows.engine.numbers import tidy_number
from workflows.engine.parties import Caller, current_caller, parties_of
from workflows.engine.problems import ActionRefused, EventKeyReused
from workflows.engine.reading import unknown
from workflows.engine.refusals import as_members
from workflows.engine.registry import definition
from workflows.engine.scope import by_number


@dataclass(frozen=True)
class Firing:
    """What somebody wants done with a case."""

    action: str
    reason: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    """Idempotency key: the same wish again is answered and not done again."""
    version: int | None = None
    """The version of the case the caller looked at, where it matters to them."""

    @property
    def digest(self) -> bytes:
        """What was asked, so that a key cannot be used for something else."""
        wish = [self.action, self.reason, dict(self.fields)]
        return hashlib.sha256(json.dumps(wish, sort_keys=True, default=str).encode()).digest()


@dataclass(frozen=True)
class BulkAnswer:
    """What became of one case of many."""

    number: str
    case: CaseFile | None
    problem: Problem | None


def fire(number: str, firing: Firing) -> CaseFile:
    """Take one action on one case as the current actor.

    Raises `CaseUnknown`, `ActionUnknown`, `ActionRefused`, `NotYourTurn`, `CaseMoved`,
    `EventKeyReused` or `InvalidInput`; nothing is changed then.
    """
    caller = current_caller()
    with transaction() as session:
        case = _locked(session, number, caller)
        if firing.key is not None and _done_before(session, case, firing):
            return case
        _move(session, case, firing, caller)
    return case


def fire_as_system(case_id: int, action: str, reason: str = "") -> CaseFile | None:
    """Take an action of the service's own; None when the case no longer stands where it applies.

    Idempotent, for a job may run twice. Raises `ActionRefused` when a guard is against it.
    """
    with acting_as(SYSTEM), transaction() as session:
        case = session.scalar(
            select(CaseFile)
            .where(CaseFile.id == case_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if case is None:
            return None
        found = definition(case.case_type, case.definition_version)
        rule = found.actions.get(action)
        if rule is None or case.state not in rule.sources:
            return None
        _move(session, case, Firing(action, reason), current_caller())
    return case


def fire_many(numbers: Sequence[str], firing: Firing) -> list[BulkAnswer]:
    """Take the same action on many cases, one transaction and one answer each.

    A key holds for each case by itself. Must not be called inside a transaction.
    """
    answers = []
    for number in dict.fromkeys(numbers):
        try:
            answers.append(BulkAnswer(number, fire(number, firing), None))
        except Problem as problem:
            db.session.rollback()
            answers.append(BulkAnswer(number, None, problem))
    return answers


def _locked(session: Session, number: str, caller: Caller) -> CaseFile:
    case: CaseFile | None = session.scalar(
        by_number(caller, lock=True), {"number": tidy_number(number)}
    )
    if case is None:
        raise unknown(number)
    return case


def _done_before(session: Session, case: CaseFile, firing: Firing) -> bool:
    earlier = session.scalar(
        select(CaseEvent.request_digest).where(
            CaseEvent.case_id == case.id, CaseEvent.idempotency_key == firing.key
        )
    )
    if earlier is not None and earlier != firing.digest:
        raise EventKeyReused(msg("这个幂等键已用于另一请求，请换一个键。"))
    return earlier is not None


def _move(session: Session, case: CaseFile, firing: Firing, caller: Caller) -> None:
    found = definition(case.case_type, case.definition_version)
    parties = parties_of(case, caller)
    rule = rule_for(found, case, parties, firing.action, firing.version)
    reason, values = read_inputs(rule, firing.reason, firing.fields)
    move = Move(
        session=session,
        case=case,
        definition=found,
        rule=rule,
        party=min(rule.by & parties),
        actor=caller.actor,
        reason=reason,
        fields=values,
        at=clock.now(),
        today=clock.today(),
    )
    if refusals := [*refusals_of_hands(move), *ask(move)]:
        raise ActionRefused(
            refusals[0].message, **where(found, case, parties), refusals=as_members(refusals)
        )
    _apply(move, firing)


def _apply(move: Move, firing: Firing) -> None:
    case, rule, states = move.case, move.rule, move.definition.states
    before, after = states[case.state], states[rule.leads_to(case.state)]
    was_open = case.open
    # Read before anything is changed and written after all is: every row is sent once.
    with held(move.session, case, move.at) as clocks:
        clocks.settle(_moved(move, before, after), _told(move, before, after, firing))
        _turn_clocks(move, before, after, clocks)
    if was_open and not case.open:
        rows.close_items(move.session, case)
    hooks.letters(move)
    consequences.follow(move)
    hooks.messages(move)


def _moved(move: Move, before: State, after: State) -> dict[str, Any]:
    """The columns of the case as they are after the action."""
    case, rule = move.case, move.rule
    values: dict[str, Any] = {
        "state": after.code,
        "owner": after.owner,
        "open": not (after.final or after.settled),
        "version": case.version + 1,
        "updated_at": move.at,
    }
    if move.fields:
        values["fields"] = {**case.fields, **move.fields}
    handed_in = before.code == move.definition.initial and before != after and not after.final
    if handed_in and case.submitted_at is None:
        values["submitted_at"] = move.at
    if rule.outcome is not None:
        values |= {"outcome": rule.outcome, "decided_at": move.at}
    if case.open and not values["open"]:
        values["closed_at"] = move.at
    return values


def _told(move: Move, before: State, after: State, firing: Firing) -> rows.Told:
    actor, version = move.actor, move.case.version + 1
    details = {"from": before.code, "to": after.code, "version": version}
    event = {
        "case_id": move.case.id,
        "version": version,
        "action": move.rule.code,
        "from_state": before.code,
        "to_state": after.code,
        "party": move.party,
        "actor_id": actor.id or None,
        "actor_name": actor.name,
        "actor_role": str(actor.role),
        "actor_unit": actor.unit,
        "reason": move.reason or None,
        "fields": dict(move.fields),
        "idempotency_key": firing.key,
        "request_digest": firing.digest if firing.key is not None else None,
        "at": move.at,
    }
    return rows.Told(event, Deed(f"case.{move.rule.code}", "case", move.case.number, details))


def _turn_clocks(move: Move, before: State, after: State, clocks: Held) -> None:
    rule, found = move.rule, move.definition
    if before.waits_for_applicant and not after.waits_for_applicant:
        clocks.resume()
    clocks.end(rule.stops)
    for kind, days in rule.extends:
        clocks.extend(kind, days, move.reason or rule.name)
    for kind in rule.starts:
        move.started.append(clocks.start(found.clocks[kind]))
    if after.waits_for_applicant and not before.waits_for_applicant:
        clocks.pause(found)
    if after.final or after.settled:
        clocks.drop_all()
    clocks.refresh(move.today)
