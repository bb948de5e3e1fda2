"""REST of the year in figures."""

from typing import Any

from service import clock
from service.access import allow
from service.api.errors import say
from service.api.shell import api_blueprint
from service.database.planning import plan_anew
from service.database.replica import from_replica
from service.statistics.period import period
from service.statistics.present import present_report
from service.statistics.registry import report
from service.statistics.schemas import PeriodArguments, StatisticsAnswer

blueprint = api_blueprint("statistics_api", __name__, "年度统计 The year in figures")


@blueprint.get("/statistics")
@allow("statistics.read")
@blueprint.arguments(PeriodArguments, location="query")
@blueprint.response(200, StatisticsAnswer)
@from_replica
def read(asked: dict[str, Any]) -> Any:
    """Reviews, queries, repairs, participation: each beside the year before; nobody is named."""
    plan_anew()
    return present_report(report(period(asked["from_"], asked["to"], clock.today())), say)
