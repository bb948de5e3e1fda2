"""One day of the trails is verified by itself."""

from datetime import timedelta

from service import clock
from service.audit.findings import Kind
from service.audit.verify import verify


def test_a_day_is_verified_by_itself(app, write, seal_everything, tamper):
    before, today = clock.now() - timedelta(days=3), clock.today()
    with clock.standing_at(before):
        write(2, "A")
    seal_everything()
    write(3, "B")
    seal_everything()
    tamper("UPDATE audit_entry SET action = 'x' WHERE object_ref = 'A0'")
    report = verify(day=today)
    assert report.is_clean
    assert [(one.blocks, one.intact) for one in report.trails] == [(1, 3), (1, 3)]
    [finding] = verify(day=clock.at_office(before).date()).findings
    assert (finding.kind, finding.block) == (Kind.entry_altered, 1)
    tamper("DELETE FROM audit_leaf WHERE block_number = 2 AND trail = 'query'")
    assert {one.kind for one in verify(day=today).findings} == {Kind.leaf_removed}
    assert verify(day=today - timedelta(days=9)).is_clean
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "verify", "--day", today.isoformat()]).exit_code == 1
    assert "默认分区" in runner.invoke(args=["audit", "parts", "--keep"]).output
