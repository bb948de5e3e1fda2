"""What the doctor says of the runs."""

from datetime import timedelta

from credit.retention import service
from credit.retention.shell import look_at_runs
from service import clock
from tests.credit.retention.conftest import days_ago, noted_run


def kinds() -> list[str]:
    return [one.kind for one in look_at_runs()]


def test_the_doctor_sees_when_nothing_is_let_go_any_more(app):
    assert kinds() == ["info"]
    noted_run(days_ago(2))
    [found] = look_at_runs()
    assert (found.kind, str(days_ago(2)) in str(found.text)) == ("bad", True)
    noted_run(days_ago(-39))
    to_come, last = look_at_runs()
    assert (to_come.kind, last.kind, last.text) == ("warn", "bad", found.text)
    assert str(days_ago(-39)) in str(to_come.text)
    assert "校准" in str(to_come.remedy)
    service.run()
    assert kinds() == ["warn", "ok"]
    with clock.standing_at(clock.now() + timedelta(days=40)):
        assert kinds() == ["warn", "ok"], "the clock of a host does not make it look late or early"
