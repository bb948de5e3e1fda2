"""What auditors and operators see of credit: names for its codes, and its last import."""

from flask import Flask
from sqlalchemy import select

from credit.checks.rules_standing import look_at_rules
from credit.checks.wording import PURPOSES
from credit.page_words import JOB_NAMES
from credit.queries.purposes import names
from credit.records.feeds import feed_label
from credit.records.models import ImportState, RecordImport
from credit.subjects.identifiers import TYPE_NAMES
from credit.subjects.identifiers.names import KIND_NAMES
from service import clock
from service.audit.naming import name_audit_terms
from service.database import db
from service.doctor.registry import Finding, Kind, add_check
from service.messages import msg
from service.observability.board import name_jobs

ACTIONS = {
    "batch.chunk_done": msg("完成批量核查的一段"),
    "batch.done": msg("批量核查办结"),
    "batch.failed": msg("批量核查未完成"),
    "batch.result_read": msg("下载批量核查结果"),
    "batch.resumed": msg("继续批量核查"),
    "batch.started": msg("发起批量核查"),
    "certificate.issued": msg("出具证明"),
    "check.confirmed": msg("确认核查结果"),
    "check.made": msg("办理核查"),
    "check.not_rechecked": msg("未能重新核查"),
    "check.searched": msg("按号码查找核查"),
    "check.superseded": msg("以新核查取代"),
    "queries.authorised": msg("登记查询授权"),
    "queries.withdrawn": msg("撤回查询授权"),
    "records.decide_tier": msg("人工认定档次"),
    "records.import_ended": msg("导入结束"),
    "records.import_started": msg("发起导入"),
    "records.refused_read": msg("下载未导入的行"),
    "reports.issued": msg("出具信用报告"),
    "rules.import": msg("导入规则表"),
    "rules.touched_read": msg("下载规则涉及的核查"),
    "rules.preview_done": msg("规则试算完成"),
    "rules.preview_failed": msg("规则试算未完成"),
    "rules.preview_read": msg("下载规则试算明细"),
    "rules.preview_started": msg("发起规则试算"),
    "subjects.confirm_flag": msg("确认代码无误"),
    "subjects.match": msg("认定同名主体"),
    "subjects.renamed": msg("主体更名"),
}
OBJECTS = {
    "check": msg("核查"),
    "check_batch": msg("批量核查"),
    "query_authorisation": msg("查询授权"),
    "record": msg("记录"),
    "record_import": msg("导入"),
    "credit_report": msg("信用报告"),
    "rule_preview": msg("规则试算"),
    "rule_set": msg("规则表"),
    "subject": msg("主体"),
}
TERMS = {
    "certificate": msg("证明"),
    "cli": msg("命令行"),
    "command": msg("命令行"),
    "records.read": msg("依职责查看"),
    "records.import": msg("依职责导入"),
    "rules.preview": msg("依职责试算规则表"),
    "import": msg("导入"),
    "own_records": msg("本企业查看自己的记录"),
    "record_keeping": msg("查看信用记录"),
    "publicity": msg("依法公示"),
    "window": msg("窗口"),
}


def init_operations(app: Flask) -> None:
    """Name credit's codes for auditors and put its last import on the board."""
    terms = TERMS | names()
    terms |= {str(code): name for code, name in (PURPOSES | TYPE_NAMES | KIND_NAMES).items()}
    name_audit_terms(actions=ACTIONS, objects=OBJECTS, terms=terms)
    name_jobs(JOB_NAMES)
    add_check(app, "credit.rules", look_at_rules)
    add_check(app, "credit.last_import", _last_import)


def _last_import() -> list[Finding]:
    last = db.session.scalar(select(RecordImport).order_by(RecordImport.sequence.desc()).limit(1))
    if last is None:
        return []
    when = last.finished_at or last.created_at
    text = msg(
        "{feed}，{day}，{rows} 行",
        feed=feed_label(last.feed),
        day=f"{clock.at_office(when):%Y-%m-%d %H:%M}",
        rows=last.done,
    )
    failed = last.state == ImportState.failed
    remedy = msg("在“导入记录”页查看原因，改正后重新导入。") if failed else None
    return [Finding(msg("最近一次导入"), Kind.bad if failed else Kind.ok, text, remedy)]
