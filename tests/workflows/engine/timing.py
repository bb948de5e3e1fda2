"""Cases with clocks for tests of time: rows as the engine leaves them, without people."""

from datetime import datetime
from itertools import count
from typing import Any

from service import clock
from service.clock import OFFICE_ZONE
from service.database import db, transaction
from tests.factories.cases import SubjectRow
from workflows.engine import clocks
from workflows.engine.models import CaseClock, CaseFile
from workflows.engine.registry import definition

_NUMBERS = count(1)


def at(text: str) -> datetime:
    """A moment of office time."""
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE)


def working_case(begun: str, **values: Any) -> CaseFile:
    """A probe case at work, whose clock began at a moment of office time."""
    return _case("working", ["work"], begun, values)


def waiting_case(begun: str, **values: Any) -> CaseFile:
    """A probe case that waits for its applicant, whose own clock runs."""
    return _case("waiting", ["work", "reply"], begun, values)


def _case(state: str, kinds: list[str], begun: str, values: dict[str, Any]) -> CaseFile:
    found, moment = definition("probe"), at(begun)
    with transaction() as session:
        subject = SubjectRow()
        case = CaseFile(
            **{
                "number": f"T{next(_NUMBERS)}",
                "case_type": "probe",
                "definition_version": 1,
                "state": state,
                "version": 2,
                "open": True,
                "owner": found.states[state].owner,
                "subject_id": subject.id,
                "subject_code": subject.code,
                "subject_name": subject.name,
                "authority": "测试单位",
                "channel": "api",
                "fields": {},
                "created_by": "test",
                "created_at": moment,
                "updated_at": moment,
                **values,
            }
        )
        session.add(case)
        session.flush()
        with clocks.held(session, case, moment) as live:
            for kind in kinds:
                live.start(found.clocks[kind])
            if state == "waiting":
                live.pause(found)
            live.refresh(clock.at_office(moment).date())
    return case


def the_clock(case: CaseFile, kind: str = "work") -> CaseClock:
    """The case's clock as the database has it now."""
    db.session.expire_all()
    return next(one for one in clocks.clocks_of(case.id) if one.kind == kind)
