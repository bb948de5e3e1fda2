"""The same file once more changes nothing, whatever its rows say of one another."""

import pytest

from tests.factories.identifiers import make_uscc
from tests.factories.records import EnterpriseRow, PenaltyRow


@pytest.fixture
def told_twice() -> list[dict[str, str]]:
    """One decision told in two ways, the later row being right, and an ordinary row between."""
    first = PenaltyRow(CF_NR="罚款2000元", CF_NR_FK="0.2")
    return [first, PenaltyRow(), first | {"CF_NR": "罚款3000元", "CF_NR_FK": "0.3"}]


@pytest.mark.parametrize("block_rows", [1, 1000])
def test_a_decision_told_in_two_ways_stays_as_it_is(importer, tally, told_twice, block_rows):
    how = {"block_rows": block_rows}
    assert tally(importer.bring_in(told_twice, **how)) == {"accepted": 2, "updated": 1}
    before = importer.history()
    assert tally(importer.bring_in(told_twice, **how)) == {"unchanged": 3}
    assert importer.history() == before
    assert 3000 in {record.fine for record in importer.records()}


def test_another_file_with_the_overridden_row_is_news(importer, tally, told_twice):
    importer.bring_in(told_twice)
    assert tally(importer.bring_in(told_twice[:1])) == {"updated": 1}
    # What that file changed is not the first file's any more: its rows are news again.
    assert tally(importer.bring_in(told_twice)) == {"unchanged": 2, "updated": 1}


def test_a_trial_run_leaves_nothing_that_could_be_overridden(importer, tally, told_twice):
    importer.bring_in(told_twice[:1])
    importer.bring_in(told_twice, dry_run=True)
    assert tally(importer.bring_in(told_twice)) == {"unchanged": 1, "accepted": 1, "updated": 1}


@pytest.mark.parametrize("block_rows", [1, 1000])
def test_an_organisation_told_in_two_ways_keeps_its_names(importer, tally, block_rows):
    code = make_uscc(7)
    rows = [EnterpriseRow(name=name, code=code) for name in ("甲有限公司", "乙有限公司")]
    how = {"feed": "enterprises", "block_rows": block_rows}
    assert tally(importer.bring_in(rows, **how)) == {"accepted": 1, "updated": 1}
    for _ in range(2):
        assert tally(importer.bring_in(rows, **how)) == {"unchanged": 2}
    (subject,) = importer.subjects()
    assert subject.name == "乙有限公司"
    assert [one["name"] for one in subject.profile["former_names"]] == ["甲有限公司"]
    assert tally(importer.bring_in(rows[:1], **how)) == {"updated": 1}
