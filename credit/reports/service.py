"""Use cases of reports: issue one, hand it out again, list those one may see."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, defer

from credit.checks.present import verify_url
from credit.queries.answering import Answered, Denied, answer_block
from credit.queries.calls import Asked, Call
from credit.queries.models import Channel
from credit.queries.service import asked, denied, record_single
from credit.reports.compose import Registration, Told, compose, legend
from credit.reports.content import REPORT, ReportContent, ReportSubject
from credit.reports.grounds import PURPOSE, Wish, call_for
from credit.reports.models import CreditReport
from credit.reports.numbers import REPORTS
from credit.reports.problems import NotOnFile, ReportOutdated, ReportUnknown
from credit.reports.sections import all_sections, not_collected, texts_on
from credit.reports.standing import Standing, standing, told_of
from credit.reports.today import told_today
from credit.reports.wording import BASES
from credit.subjects.identifiers import IdType, InvalidIdentifier, parse
from credit.subjects.models import Subject
from service import audit, clock, signing
from service.access import Scope, current_account, scope_of
from service.api.paging import page_of
from service.audit import QueryRead
from service.database import db, transaction
from service.messages import msg
from service.papers.content import Bilingual
from service.papers.envelope import Envelope, from_json, seal, to_json
from service.private import blind_index
from service.settings import Settings

ISSUE, READ = "reports.issue", "reports.read"


def issue(wish: Wish, channel: Channel) -> CreditReport:
    """Issue a report on a ground; the query is logged whatever comes of it.

    Raises `InvalidInput`, `QueryDenied`, or `NotOnFile`, also for an enterprise that asks about
    another. Call it outside of any other transaction, else a refusal would not be logged.
    """
    account = current_account()
    scope = scope_of(account, ISSUE)
    one = asked_about(wish.code, clock.today())
    if scope is Scope.own and (account is None or account.subject_code != one.identifier.number):
        raise _not_on_file()
    return issue_on(call_for(wish, scope, channel), one)


def issue_on(call: Call, one: Asked) -> CreditReport:
    """Issue a report on a call that is stated in full. Errors as `issue`."""
    with transaction() as session:
        result = answer_block(session, call, [one])[0]
        assert isinstance(result, Answered | Denied)
        record_single(session, call, result)
        report = _write(session, call, result) if isinstance(result, Answered) else None
    if isinstance(result, Denied):
        raise denied(call, result.reason)
    if report is None:
        raise _not_on_file()
    return report


def asked_about(code: str, today: date) -> Asked:
    """The organisation of a code. Raises `NotOnFile` where it cannot be one."""
    try:
        return asked(0, parse(IdType.USCC, code, today=today))
    except InvalidIdentifier as error:
        raise _not_on_file() from error


def _not_on_file() -> NotOnFile:
    return NotOnFile(
        msg(
            "没有找到这个统一社会信用代码的档案，不能出具报告。请核对代码是否为 18 位、有无错字；"
            "无误的，说明本地没有可供您查看的档案。"
        )
    )


def _write(session: Session, call: Call, answer: Answered) -> CreditReport | None:
    if answer.found is None:
        return None
    subject = session.get_one(Subject, answer.found.id)
    envelope = seal(REPORT, _content(call, answer, subject), signing)
    report = CreditReport(
        number=envelope.number,
        query_number=call.number,
        subject_id=subject.id,
        code=answer.asked.identifier.number,
        basis_kind=str(call.basis),
        basis_reference=call.reference,
        channel=str(call.channel),
        account_id=call.actor.id or None,
        operator_name=call.actor.name,
        unit=call.actor.unit,
        asker=str(call.asker),
        issued_at=call.at,
        as_of=call.day,
        adverse=answer.adverse,
        told=told_of(answer),
        envelope=json.loads(to_json(envelope)),
    )
    session.add(report)
    session.flush()
    audit.record(
        "reports.issued", "credit_report", report.number,
        {"query": call.number, "adverse": report.adverse, "key_id": envelope.key_id},
    )  # fmt: skip
    return report


def _content(call: Call, answer: Answered, subject: Subject) -> ReportContent:
    settings: Settings = current_app.config["SETTINGS"]
    code, number = answer.asked.identifier.number, REPORTS.new(call.day)
    registration = Registration(
        subject.name, code, subject.kind, subject.registered_on, subject.profile or {}
    )
    told = Told(registration, answer.records, answer.honours, answer.measures, call.day)
    rows = all_sections()
    return ReportContent(
        number=number,
        query=call.number,
        issued_at=clock.at_office(call.at).replace(microsecond=0),
        as_of=call.day,
        issuer=Bilingual(settings.issuer_zh, settings.issuer_en),
        subject=ReportSubject(subject.name, code, subject.kind),
        basis=BASES[call.basis],
        adverse=str(answer.adverse),
        sections=compose(told, rows),
        legend=legend(told),
        remedies=texts_on("remedy", call.day),
        notes=(*texts_on("note", call.day), *filter(None, [not_collected(rows)])),
        verify_url=verify_url(number),
    )


def envelope_of(report: CreditReport) -> Envelope[ReportContent]:
    """The signed content."""
    return from_json(REPORT, json.dumps(report.envelope).encode())


def read_report(number: str, *, channel: str) -> tuple[CreditReport, Standing]:
    """A report the caller may see, to be handed out again; the look is logged on its own ground.

    Raises `ReportUnknown`, or `ReportOutdated` where it tells what may not be told any more.
    """
    tidy = REPORTS.tidy(number)
    found = db.session.scalar(_visible().where(CreditReport.number == tidy)) if tidy else None
    if found is None:
        raise ReportUnknown(msg("没有编号为“{number}”的报告，请检查编号。", number=number[:40]))
    return found, _hand_out(found, channel)


def latest_report(code: str, *, channel: str) -> tuple[CreditReport, Standing]:
    """The latest report on a code that the caller may see. Errors as `read_report`."""
    wanted = code.strip().upper()
    found = db.session.scalar(
        _visible().where(CreditReport.code == wanted).order_by(CreditReport.id.desc()).limit(1)
    )
    if found is None:
        raise ReportUnknown(
            msg("还没有可供您查看的报告。请先出具：POST 到同一地址，写明查询依据。")
        )
    return found, _hand_out(found, channel)


def list_reports(
    *, cursor: str | None = None, limit: int
) -> tuple[Sequence[CreditReport], str | None]:
    """Reports the caller may see, newest first, without what they say."""
    statement = _visible().options(defer(CreditReport.envelope), defer(CreditReport.told))
    return page_of(statement, CreditReport.id, cursor=cursor, limit=limit)


def _visible() -> Select[CreditReport]:
    """An enterprise sees reports about itself, a department those of its unit."""
    account = current_account()
    scope = scope_of(account, READ)
    statement = select(CreditReport)
    if scope is Scope.own:
        return statement.where(CreditReport.code == (account.subject_code if account else None))
    if scope is Scope.unit:
        unit = account.unit if account else ""
        return statement.where(CreditReport.unit == unit, CreditReport.unit != "")
    return statement


def standing_of(report: CreditReport) -> Standing:
    """How a report stands to what is on record today."""
    index = blind_index(IdType.USCC, report.code)
    return standing(report.told, told_today(db.session(), index, report.code))


def _hand_out(report: CreditReport, channel: str) -> Standing:
    stands = standing_of(report)
    if stands is Standing.outdated:
        raise ReportOutdated(
            msg("报告 {number} 所列信息已有变化，不再提供。请重新出具。", number=report.number)
        )
    with transaction():
        audit.log_query(_read_of(report, channel))
    return stands


def _read_of(report: CreditReport, channel: str) -> QueryRead:
    told: dict[str, Any] = report.envelope["content"]["subject"]
    return QueryRead(
        basis_kind=report.basis_kind,
        basis_reference=report.basis_reference,
        purpose=PURPOSE,
        subject_index=blind_index(IdType.USCC, report.code),
        subject_kind=told["kind"],
        fields=("credit_report",),
        channel=channel,
        object_ref=report.number,
    )
