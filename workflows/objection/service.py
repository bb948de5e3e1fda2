"""Use case of objections: hand one in, which marks what it is about at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service import audit, clock
from service.access import Role
from service.audit import QueryRead
from service.database import transaction
from service.messages import msg
from service.problems import NotAllowed
from workflows.engine.fire import Firing, fire
from workflows.engine.models import CaseFile
from workflows.engine.opening import NewCase, open_case
from workflows.engine.parties import Caller, current_caller
from workflows.engine.party import Party
from workflows.engine.refusals import Refusal, as_members
from workflows.objection.grounds import Topic, grounds_on
from workflows.objection.matter import NATURAL_PERSON, Matter, find
from workflows.objection.problems import ObjectionNotPossible
from workflows.objection.standing import standing_refusals

CASE_TYPES = {
    Topic.record: "record_objection",
    Topic.check: "check_objection",
    Topic.repair: "repair_objection",
}
TOPICS = {case_type: topic for topic, case_type in CASE_TYPES.items()}
SUBMIT = "submit"
GROUND, STATEMENT, WANTED = "ground", "statement", "wanted"
AUTHORISATION, ID_SHOWN, BY_AGENT = "authorisation_reference", "id_shown", "by_agent"
"""Names of fields of a case: what is objected to and why; at the window who came, with what."""


@dataclass(frozen=True)
class Objection:
    """What somebody, or a clerk on a visitor's behalf, objects to."""

    topic: Topic
    reference: str
    """A record's id, the number of a check, or the number of a repair."""
    ground: str
    statement: str
    """What is wrong, in the objector's words."""
    wanted: str = ""
    authorisation: str | None = None
    """At the window: the authorisation of the visitor, or that it is the subject itself."""
    id_shown: bool = False
    """At the window: the clerk saw the visitor's document."""
    by_agent: bool = False


def open_objection(wish: Objection, *, channel: str = "api") -> CaseFile:
    """Take an objection in and mark what it is about, in one transaction.

    Raises `RecordUnknown`, `NotFound` or `CaseUnknown` (also for somebody else's),
    `ObjectionNotPossible` with all reasons, or `NotOpenable` naming the open objection.
    """
    caller = current_caller()
    party = _party(caller)
    with transaction() as session:
        matter = find(session, wish.topic, wish.reference, caller)
        if refusals := [*_of_wish(wish, party), *standing_refusals(matter)]:
            raise ObjectionNotPossible(refusals[0].message, refusals=as_members(refusals))
        case = open_case(
            _new_case(wish, matter, "window" if party is Party.window else channel), party=party
        )
        case = fire(case.number, Firing(SUBMIT))
        _log(matter, case, wish, party)
    return case


def _party(caller: Caller) -> Party:
    parties = {
        Role.enterprise: Party.applicant,
        Role.person: Party.applicant,
        Role.clerk: Party.window,
    }
    party = parties.get(Role(caller.actor.role)) if caller.actor.id else None
    if party is None:
        raise NotAllowed(msg("异议由信息主体本人（本单位）提出，或由窗口受托代为提出。"))
    return party


def _of_wish(wish: Objection, party: Party) -> Iterator[Refusal]:
    """What is missing from the wish itself."""
    if wish.ground not in {one.code for one in grounds_on(clock.today(), wish.topic)}:
        yield Refusal("ground-unfit", msg("这一理由不适用于所选的事项。"), field="ground")
    if party is Party.window:
        if not wish.authorisation:
            yield Refusal(
                "authorisation-missing",
                msg("窗口代为提出的，须登记授权。"),
                msg("填写授权委托书编号；本人或者法定代表人到场的，填写“本人”。"),
                field="authorisation",
            )
        if not wish.id_shown:
            yield Refusal(
                "id-not-seen",
                msg("尚未确认已核对来人的身份证件。"),
                msg("请核对证件原件后勾选。"),
                field="id_shown",
            )


def _new_case(wish: Objection, matter: Matter, channel: str) -> NewCase:
    said: dict[str, Any] = {GROUND: wish.ground, STATEMENT: wish.statement, WANTED: wish.wanted}
    if wish.authorisation:
        said |= {AUTHORISATION: wish.authorisation, BY_AGENT: wish.by_agent}
        said[ID_SHOWN] = wish.id_shown
    of_person = matter.index[1] == NATURAL_PERSON
    return NewCase(
        case_type=CASE_TYPES[wish.topic],
        subject_id=None if matter.subject is None else matter.subject.id,
        record_ids=tuple(record.id for record in matter.records),
        authority=matter.authority,
        channel=channel,
        fields=said,
        relates_to_id=None if matter.repair is None else matter.repair.id,
        title=matter.title,
        check_id=None if matter.check is None else matter.check.id,
        code="" if of_person else matter.code,
    )


def _log(matter: Matter, case: CaseFile, wish: Objection, party: Party) -> None:
    """What is objected to was looked at, at the window on the visitor's authorisation."""
    index, kind = matter.index
    window = party is Party.window
    audit.log_query(
        QueryRead(
            basis_kind="authorisation",
            basis_reference=(wish.authorisation or "") if window else "self",
            purpose="objection",
            subject_index=index,
            subject_kind=kind,
            fields=(str(wish.topic),),
            channel=case.channel,
            object_ref=case.number,
        )
    )
