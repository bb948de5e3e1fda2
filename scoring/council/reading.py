"""Puts a month's pack together."""

from scoring.boards.dimensions import dimensions_on
from scoring.boards.period import Period, PeriodKind, parse_period, period_of
from scoring.communities.models import Community
from scoring.council import ledger_part, people_part
from scoring.council.pack import Pack
from service import clock
from service.database import db
from service.messages import msg
from service.problems import FieldError, InvalidInput


def month_asked(written: str | None) -> Period:
    """The month of an address; the present one where none is named. Raises `InvalidInput`."""
    today = clock.today()
    if not written:
        return period_of(PeriodKind.month, today)
    month = parse_period(written)
    if month.kind is not PeriodKind.month or month.first > today:
        told = msg("请选择一个已经开始的月份，例如 {month}。", month=f"{today:%Y-%m}")
        raise InvalidInput(told, errors=[FieldError("month", "bad-month", told)])
    return month


def read_pack(community: Community, month: Period) -> Pack:
    """Everything a council is told of a month; entries by the day they were posted on.

    What the ledger says of a month that is over stays as it is. Stock, claims that wait and
    how orders and objections stand are those of the moment, which the pack names.
    """
    session, code, today = db.session(), community.code, clock.today()
    days = (month.first, min(month.last, today))
    dimensions = {one.code: one.name for one in dimensions_on(code, days[1])}
    honour, spendable = ledger_part.sums_before(session, code, month.first)
    places, hidden = people_part.places(community, month, today, list(dimensions))
    return Pack(
        community_code=code,
        community=community.name,
        demonstration=community.demonstration,
        month=month,
        made_at=clock.now(),
        over=today > month.last,
        honour_before=honour,
        spendable_before=spendable,
        movements=ledger_part.movements(session, code, *days),
        items=ledger_part.items(session, code, *days, dimensions),
        reversals=ledger_part.reversals(session, code, *days),
        objections=people_part.objections(session, code, month),
        places=[] if hidden else places,
        hidden=hidden,
        goods=people_part.goods(session, code, month),
        stock=people_part.stock(session, code),
        waiting=ledger_part.waiting(session, code),
        erasures=people_part.erasures(session, code, month, today),
    )
