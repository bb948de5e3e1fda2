"""Oversight in the demonstration: records near their last day, a colleague looked up, assessments."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import func, select

from credit.demo.bringing import bring_in
from credit.demo.district import PENALTY_HEADER, District, small_district
from service import clock
from service.accounts.demo import actor
from service.accounts.models import Account
from service.audit import SYSTEM, acting_as
from service.database import db
from service.demo import Scale
from service.identities.models import AccountIdentity
from service.identities.service import Seen, verify
from service.months import add_months
from service.oversight.assessments import NewAssessment, record_assessment
from service.oversight.models import ImpactAssessment, LookupAlarm
from service.oversight.watching import watch

KEPT_MONTHS = 60
OLD_FROM = 100_000
"""Numbers of the old records begin here, apart from all others of the demonstration."""
LONG_PAST = (400, 90, 30)
"""Days since the last day of records that go with the first run."""
NEAR = 5
"""Records whose last day is in what is left of this month."""
ASSESSMENTS = (
    NewAssessment(
        title="积分入学、积分落户核查",
        occasions=("sensitive", "automated"),
        purpose="依申请人授权，以证件号码查找在册的不良信息，按公布的评分表得出结果，供窗口办理积分事项。",
        necessity="依《浙江省公共信用信息管理条例》第十八条、第十九条办理；只读取评分表所需的字段，姓名不参与判定。",
        risks="同名误判、更正前的错误信息影响结果、工作人员越权查询。",
        safeguards="同名由人认定，不利结果须复核员确认，每次查询留痕封存，本人可查、可异议、可要求人工处理。",
        level="medium",
        assessed_on=date(2026, 3, 16),
        assessed_by="个人信息保护负责人",
    ),
    NewAssessment(
        title="向部门提供公共信用信息查询",
        occasions=("entrusted", "sensitive"),
        purpose="部门依法定职责或当事人授权，逐件或按名单查询，只告知该用途所需的字段。",
        necessity="用途、依据和字段逐项列入用途表；不设综合评分，不提供名单以外的个人信息。",
        risks="批量查询被用于其他目的；接口凭证泄露。",
        safeguards="按单位限定范围，逐条记入查询日志，大量、夜间、本人和同事查询自动预警，每月抽样审计。",
        level="high",
        assessed_on=date(2026, 5, 8),
        assessed_by="个人信息保护负责人",
    ),
)


def load_oversight_demo(_scale: Scale) -> Mapping[str, int]:
    """Records, a look-up and assessments; loading again adds nothing."""
    today = clock.today()
    district = small_district(today)
    days = _decided(today)
    rows = district.penalty_rows(len(LONG_PAST) + NEAR, begin=OLD_FROM, decided=lambda: next(days))
    with acting_as(SYSTEM):
        bring_in("shuanggongshi-penalty", PENALTY_HEADER, rows, name="old-penalties")
    _know_the_reviewer(district)
    if not db.session.scalar(select(ImpactAssessment.id).limit(1)):
        with acting_as(actor("admin")):
            for one in ASSESSMENTS:
                record_assessment(one)
    with acting_as(SYSTEM):
        watch()
    return {"alarms": db.session.scalar(select(func.count()).select_from(LookupAlarm)) or 0}


def _decided(today: date) -> Iterator[date]:
    for ago in LONG_PAST:
        yield add_months(today, -KEPT_MONTHS) - timedelta(days=ago)
    last = (today.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    for place in range(NEAR):
        near = min(today + timedelta(days=place), last)
        yield add_months(near, -KEPT_MONTHS)


def _know_the_reviewer(district: District) -> None:
    """The reviewer is somebody the clerk has checked: an alarm that turns out to be justified."""
    reviewer = db.session.scalars(select(Account).where(Account.name == "reviewer")).one()
    known = select(AccountIdentity.id).where(AccountIdentity.account_id == reviewer.id).limit(1)
    if db.session.scalar(known) is not None:
        return
    party = next(one for one in district.people if one.id_type == "resident_id")
    with acting_as(actor("clerk")):
        verify("reviewer", Seen(party.name, party.id_type, party.number, document_seen=True))
