"""A trial run tells the same numbers and leaves nothing behind but the list of faults."""

import pytest
from sqlalchemy import text

from credit.records.importing.refused import issues_of
from service.database import db
from tests.credit.records.importing.conftest import counts
from tests.factories.records import EnterpriseRow, PenaltyRow


@pytest.mark.parametrize("block_rows", [2, 1000])
def test_a_trial_run_reports_what_the_import_will(importer, block_rows):
    row = PenaltyRow()
    importer.bring_in([row])
    changed = row | {"CF_NR": "罚款人民币1万元", "CF_NR_FK": "1"}
    new = PenaltyRow()
    rows = [row, changed, new, new, PenaltyRow(CF_WSH="")]
    trial = importer.bring_in(rows, dry_run=True, block_rows=block_rows)
    assert trial.done == trial.total == 5
    assert len(importer.records()) == 1
    assert importer.history() == [(1, "created")]
    assert [issue.row for issue in issues_of(trial.id, limit=10)] == [6]
    real = importer.bring_in(rows, block_rows=block_rows)
    assert counts(real) == counts(trial)


def test_a_trial_run_adds_no_subject(importer):
    trial = importer.bring_in(EnterpriseRow.build_batch(2), feed="enterprises", dry_run=True)
    assert counts(trial) == {"accepted": 2}
    assert db.session.scalar(text("SELECT count(*) FROM subject")) == 0
