"""Use case of personal rights: take a request in, so that its time runs."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.checks.models import Check
from credit.checks.numbers import tidy_number
from credit.records.models import Record
from credit.rights.records import own_subjects
from service import audit
from service.audit import QueryRead
from service.database import transaction
from service.messages import msg
from service.problems import NotFound
from service.settings import Settings
from workflows.engine.fire import Firing, fire
from workflows.engine.models import CaseFile
from workflows.engine.opening import NewCase, open_case
from workflows.engine.party import Party
from workflows.engine.refusals import Refusal, as_members
from workflows.rights.asking import Asking
from workflows.rights.kinds import Kind, case_type_of
from workflows.rights.models import RightsRequest
from workflows.rights.problems import RequestNotPossible

SUBMIT = "submit"
PURPOSE = "rights_request"


@dataclass(frozen=True)
class Wish:
    """What is asked for."""

    kind: Kind
    statement: str
    check_number: str = ""
    record_id: int | None = None

    def __repr__(self) -> str:
        return f"<Wish {self.kind}>"


def open_request(asking: Asking, wish: Wish, *, channel: str = "api") -> CaseFile:
    """Take a request in and hand it to whoever answers, in one transaction.

    Raises `NotFound` for a check or record that is not the person's, `RequestNotPossible` with
    all reasons, `NotOpenable` where one about the same check is open.
    """
    settings: Settings = current_app.config["SETTINGS"]
    with transaction() as session:
        check = _own_check(session, asking, wish.check_number) if wish.check_number else None
        if wish.record_id is not None:
            _refuse_foreign_record(session, asking, wish.record_id)
        if refusals := list(_against(wish, asking, check)):
            raise RequestNotPossible(refusals[0].message, refusals=as_members(refusals))
        case = open_case(
            NewCase(
                case_type=case_type_of(wish.kind),
                subject_id=None,
                record_ids=(),
                authority=settings.issuer_zh,
                channel="window" if asking.party is Party.window else channel,
                title=asking.asker_mask,
                check_id=check.id if check and wish.kind is Kind.human_decision else None,
                code=asking.code,
            ),
            party=asking.party,
        )
        session.add(_row(case, asking, wish, check))
        session.flush()
        case = fire(case.number, Firing(SUBMIT))
        _log(case, asking, wish)
    return case


def _row(case: CaseFile, asking: Asking, wish: Wish, check: Check | None) -> RightsRequest:
    return RightsRequest(
        case_id=case.id,
        kind=wish.kind.value,
        asker_index=asking.asker_index,
        asker_mask=asking.asker_mask,
        person_index=asking.person_index,
        person_kind=asking.person_kind,
        person_mask=asking.person_mask,
        kin_id=asking.kin.id if asking.kin else None,
        check_number=check.number if check and wish.kind is Kind.human_decision else None,
        record_id=wish.record_id,
        statement_sealed=wish.statement.strip(),
    )


def _own_check(session: Session, asking: Asking, number: str) -> Check:
    """The person's own check, locked. Raises `NotFound`, also for somebody else's."""
    tidy = tidy_number(number)
    check = session.scalar(
        select(Check)
        .where(Check.number == (tidy or ""), Check.id_index == asking.person_index)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if check is None:
        raise NotFound(msg("没有编号为“{number}”的核查，请检查编号。", number=number[:40]))
    return check


def _refuse_foreign_record(session: Session, asking: Asking, record_id: int) -> None:
    ids = own_subjects(session, asking.person_index)
    own = session.scalar(
        select(Record.id)
        .where(Record.id == record_id, Record.subject_id.in_(ids))
        .with_for_update(read=True, key_share=True)  # it does not leave while it is asked about
    )
    if own is None:
        raise NotFound(msg("没有找到这条记录。"))


def _against(wish: Wish, asking: Asking, check: Check | None) -> Iterator[Refusal]:
    if not wish.statement.strip():
        yield Refusal("statement-missing", msg("请写明您要求什么。"), field="statement")
    if wish.kind is not Kind.human_decision:
        return
    if asking.kin is not None:
        yield Refusal("not-for-kin", msg("近亲属可以要求复制、更正、删除，不能代为拒绝自动决定。"))
    if check is None:
        yield Refusal("check-missing", msg("请选择哪一次核查。"), field="check")
    elif check.superseded_by_id is not None:
        yield Refusal("superseded", msg("这次核查已由新的核查取代，请对新的核查提出。"))
    elif not check.final:
        yield Refusal(
            "with-a-human",
            msg("这次核查正在由复核员人工核对，还没有结果，不必另外提出。"),
        )


def _log(case: CaseFile, asking: Asking, wish: Wish) -> None:
    window = asking.party is Party.window
    audit.log_query(
        QueryRead(
            basis_kind="authorisation",
            basis_reference=asking.kin.number if asking.kin else "window" if window else "self",
            purpose=PURPOSE,
            subject_index=asking.person_index,
            subject_kind=asking.person_kind,
            fields=(wish.kind.value,),
            channel=case.channel,
            object_ref=case.number,
        )
    )
