"""Registers with the ground floor what credit answers a subject about itself."""

from flask import Flask

from credit.rights.checks import checks_held
from credit.rights.file import file_held, measures_held, reports_held
from credit.rights.numbers import PERSONAL_TYPES, read_personal_number
from credit.rights.queries import authorisations_held, given_authorisations, withdraw
from credit.rights.records import records_held
from service.identities.numbers import read_numbers_with
from service.messages import msg
from service.rights.consents import Kind, register_consents
from service.rights.holdings import Holding, register_holding
from service.rights.wording import name_fields

FIELDS = {
    "on_file": msg("是否在册"),
    "records": msg("信用记录"),
    "outcome": msg("核查结果"),
    "decision_number": msg("决定书文号"),
    "authority": msg("认定单位"),
    "tier": msg("档次"),
    "dates": msg("各项日期"),
    "status": msg("状态"),
    "facts": msg("所依据的事实"),
    "kind": msg("种类"),
    "title": msg("名称"),
    "violation": msg("违法事实"),
    "content": msg("决定内容"),
    "penalty_kinds": msg("处罚种类"),
    "fine": msg("罚款"),
    "confiscated": msg("没收"),
    "decided_on": msg("决定日期"),
    "published_until": msg("公示期限"),
    "repairable_from": msg("可申请修复"),
    "checks": msg("核查"),
    "authorisations": msg("查询授权"),
    "file": msg("主体信息"),
    "reports": msg("信用报告"),
    "honours": msg("守信荣誉"),
    "measures": msg("激励和约束措施"),
    "name": msg("名称"),
    "name_mask": msg("遮盖后的姓名"),
    "id_mask": msg("遮盖后的证件号码"),
    "name_on_file": msg("在册的名称"),
    "points": msg("分值变动"),
    "subject": msg("主体信息"),
    "certificate": msg("证明"),
    "credit_report": msg("信用报告"),
}
"""What credit logs as told of a subject."""


def init_rights(app: Flask) -> None:
    """Say how identity numbers are read, what is held, and which consents stand."""
    read_numbers_with(app, PERSONAL_TYPES, read_personal_number)
    register_holding(app, Holding("file", msg("主体信息"), file_held, order=15, by_identity=True))
    register_holding(
        app, Holding("records", msg("信用记录"), records_held, order=20, by_identity=True)
    )
    register_holding(
        app, Holding("checks", msg("信用核查"), checks_held, order=30, by_identity=True)
    )
    register_holding(
        app,
        Holding("authorisations", msg("查询授权"), authorisations_held, order=40, by_identity=True),
    )
    register_holding(
        app, Holding("measures", msg("激励与约束措施"), measures_held, order=25, by_identity=True)
    )
    register_holding(app, Holding("reports", msg("信用报告"), reports_held, order=45))
    register_consents(app, Kind("authorisations", msg("查询授权"), given_authorisations, withdraw))
    name_fields(app, FIELDS)
