"""REST of the figures of cases."""

from typing import Any

from service import clock
from service.access import allow
from service.api.errors import say
from service.api.shell import api_blueprint
from service.database.replica import from_replica
from service.statistics.period import period
from service.statistics.schemas import PeriodArguments
from workflows.figures.figures import Step, figures
from workflows.figures.schemas import CaseFiguresAnswer

blueprint = api_blueprint("figures_api", __name__, "办件统计 Case figures")


@blueprint.get("/case-figures")
@allow("cases.figures")
@blueprint.arguments(PeriodArguments, location="query")
@blueprint.response(200, CaseFiguresAnswer)
@from_replica
def read(asked: dict[str, Any]) -> Any:
    """Load, punctuality, days a step takes and reasons for refusal; no subject is named."""
    today = clock.today()
    found = figures(period(asked["from_"], asked["to"], today), today)
    return {
        "from_": found.period.first,
        "to": found.period.last,
        "received": found.received,
        "granted": found.granted,
        "on_time": found.on_time,
        "months": found.months,
        "open_now": found.load,
        "steps": [_step(one) for one in found.steps],
        "reasons": [{"reason": say(reason), "count": count} for reason, count in found.reasons],
    }


def _step(one: Step) -> dict[str, Any]:
    return {
        "case_type": one.case_type,
        "clock": one.kind,
        "met": one.met,
        "missed": one.missed,
        "on_time": one.on_time,
        "median_days": one.median_days,
        "days_given": one.days_given,
    }
