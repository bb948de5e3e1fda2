"""The year in figures counts each objection once, by what it is about and what came of it."""

from service import clock
from service.statistics.beside import Beside
from service.statistics.period import period
from tests.workflows.objection.conftest import DELETE, Desk
from workflows.objection import yearly
from workflows.objection.grounds import Topic


def test_each_objection_is_counted_once(ruled: Desk):
    today = clock.today()
    asked = Beside(period(today, today, today))
    assert [str(one) for one in yearly.tell(*yearly.read(asked))] == ["本期没有收到异议"]
    ruled.do(ruled.objected(), "authority", "uphold", "有误", **DELETE)
    ruled.do(ruled.objected(), "authority", "reject", "无误")
    ruled.object_to(Topic.check, ruled.check().number)
    chapter, _ = yearly.read(asked)
    received = chapter.figure(yearly.RECEIVED)
    assert received.value == 3
    assert received.part("case_type", "record_objection") == 2
    ends = {code: received.part("outcome", code) for code in ("upheld", "rejected", "open")}
    assert ends == {"upheld": 1, "rejected": 1, "open": 1}
    for part in received.breakdowns:
        assert sum(one.value for one in part.slices) == received.value
    rate = chapter.rate(yearly.ON_TIME)
    assert (rate.met, rate.of) == (4, 4)
    by_type = {one.code: one.source.address for one in received.breakdowns[0].slices}
    assert ruled.page("auditor").get(by_type["check_objection"]).status_code == 200
    assert len([str(one) for one in yearly.tell(chapter, chapter)]) == 3
