"""Credit reports of the demonstration: one by the enterprise itself, one by a department."""

from sqlalchemy import exists, select

from credit.queries.models import Basis, Channel
from credit.reports.grounds import Wish, call_for
from credit.reports.models import CreditReport
from credit.reports.service import asked_about, issue_on
from service import clock
from service.access import Scope
from service.audit import Actor, acting_as
from service.database import db

DUTY = "演示：民办学校办学许可审批"


def issue_reports(code: str, enterprise: Actor, department: Actor) -> None:
    """Issue both, unless there are some."""
    if db.session.scalar(select(exists().where(CreditReport.code == code))):
        return
    with acting_as(enterprise):
        _issue(Wish(code), Scope.own, Channel.self)
    with acting_as(department):
        _issue(Wish(code, Basis.sharing, DUTY), Scope.unit, Channel.page)


def _issue(wish: Wish, scope: Scope, channel: Channel) -> None:
    issue_on(call_for(wish, scope, channel), asked_about(wish.code, clock.today()))
