"""What somebody asks for, and every reason against it, found in one look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.records.authorities import canonical_authority
from credit.records.models import Record
from credit.subjects.models import Subject
from service import clock
from service.messages import listed, msg, named
from service.problems import FieldError
from workflows.engine.models import CaseFile, CaseItem
from workflows.engine.parties import Caller
from workflows.engine.party import Party
from workflows.engine.refusals import Refusal, as_members
from workflows.engine.registry import definition
from workflows.repair.ban import ban_of, ban_refusal
from workflows.repair.dated_tables import scope_on
from workflows.repair.eligibility import Eligibility, judge
from workflows.repair.facts import facts_of
from workflows.repair.problems import RepairNotPossible
from workflows.repair.scope import applicants, wanted_records


@dataclass(frozen=True)
class Application:
    """What an applicant, or a clerk on a visitor's behalf, asks for."""

    record_ids: tuple[int, ...]
    case_type: str | None = None
    """None: the ordinary one of the first record."""
    authorisation: str | None = None
    """At the window: the reference of the visitor's authorisation."""
    by_agent: bool = False
    """At the window: somebody else than the legal representative came."""
    by_administrator: bool = False
    """The administrator of a bankruptcy applies for the debtor."""
    performed_on: date | None = None


@dataclass(frozen=True)
class Look:
    """What was found out about an application before it is opened."""

    records: Sequence[Record]
    subjects: Sequence[Subject]
    answers: Sequence[Eligibility]
    refusals: tuple[Refusal, ...]


def look_at(session: Session, application: Application, caller: Caller, party: Party) -> Look:
    """The records with every reason against a repair of them. Raises `RecordUnknown`."""
    records = wanted_records(session, application.record_ids, caller)
    subjects = applicants(session, records)
    today = clock.today()
    scope = scope_on(today)
    case_type = application.case_type
    if case_type is None:
        ordinary = scope.type_of(records[0].kind)
        case_type = ordinary.code if ordinary else None
    answers = [judge(facts_of(record), scope, today, case_type) for record in records]
    refusals = [refusal for answer in answers for refusal in answer.refusals]
    refusals += _together(records, subjects, case_type)
    refusals += _busy(session, records)
    for subject in subjects:
        ban = ban_of(session, subject.id, today)
        if ban is not None:
            refusals.append(ban_refusal(ban))
    if party is Party.window and not application.authorisation:
        refusals.append(_unauthorised())
    return Look(records, subjects, answers, tuple(refusals))


def _together(
    records: Sequence[Record], subjects: Sequence[Subject], case_type: str | None
) -> Iterator[Refusal]:
    """Reasons that lie in the records as a set."""
    if not subjects:
        yield Refusal(
            "no-organisation",
            msg("该记录的当事人不是有统一社会信用代码的组织，或尚未认定是哪一个。"),
            msg("请持营业执照到窗口认定后再申请。"),
            field="records",
        )
    if len(subjects) > 1:
        yield Refusal(
            "several-subjects",
            msg("所选记录属于不同的企业。"),
            msg("请分别提出申请。"),
            field="records",
        )
    several = case_type is not None and _takes_several(case_type)
    if len(records) > 1 and not several:
        yield Refusal(
            "one-record-each",
            msg("这类修复每条记录提出一件申请。"),
            msg("请逐条提出；材料可以分别上传。"),
            field="records",
        )
    authorities = sorted({authority_of(record) for record in records})
    if len(authorities) > 1:
        names = listed(named(name, name) for name in authorities)
        yield Refusal(
            "several-authorities",
            msg("所选记录由不同单位认定：{names}。", names=names),
            msg("谁认定、谁修复：请按认定单位分别提出申请。"),
            field="records",
        )


def _takes_several(case_type: str) -> bool:
    """Whether one case of the type may be about several records."""
    try:
        return definition(case_type).many_records
    except KeyError:
        return False


def _busy(session: Session, records: Sequence[Record]) -> Iterator[Refusal]:
    for record_id, number in open_repairs(session, [record.id for record in records]).items():
        yield Refusal(
            "case-open",
            msg("这条记录已有未办结的申请 {number}。", number=number),
            msg("请在该申请中继续办理。"),
            field=str(record_id),
        )


def open_repairs(session: Session, record_ids: Sequence[int]) -> dict[int, str]:
    """Record -> number of the open repair it is in."""
    rows = session.execute(
        select(CaseItem.record_id, CaseFile.number)
        .join(CaseFile, CaseFile.id == CaseItem.case_id)
        .where(CaseItem.open, CaseItem.purpose == "repair", CaseItem.record_id.in_(record_ids))
        .order_by(CaseItem.record_id)
    )
    return {row.record_id: row.number for row in rows}


def _unauthorised() -> Refusal:
    return Refusal(
        "authorisation-missing",
        msg("窗口代为提出申请，须登记来人的授权。"),
        msg("请填写授权委托书编号；法定代表人本人到场的，填写“法定代表人本人”。"),
        field="authorisation",
    )


def authority_of(record: Record) -> str:
    """The one spelling of the unit that determined a record: it decides on its repair."""
    return canonical_authority(record.authority, clock.today())


def not_possible(look: Look) -> RepairNotPossible:
    """The problem that tells all reasons, and the first possible day where it is known."""
    days = [answer.possible_from for answer in look.answers]
    known = [day for day in days if day is not None]
    return RepairNotPossible(
        look.refusals[0].message,
        errors=[
            FieldError(one.field or "records", one.code, one.message, one.remedy)
            for one in look.refusals
        ],
        refusals=as_members(look.refusals),
        possible_from=max(known).isoformat() if known and len(known) == len(days) else None,
    )
