"""A roster with one row a household: missing places are made, and every row is accounted for."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.communities.models import Level, Place
from scoring.communities.place_import.homes import COLUMNS
from scoring.communities.place_import.plan import Outcome
from scoring.communities.place_import.service import import_places
from scoring.communities.placing import retire_place
from scoring.communities.problems import ColumnsMissing
from service.database import db
from service.tabular import write_csv, write_xlsx
from tests.examples import some
from tests.scoring.communities.test_placing import find, misplaced

HEADER = [names[0] for names in COLUMNS.values()]
ROSTER = [
    ["测试社区", "第1网格", "3幢", "2单元", "501室"],
    ["", "1", "3", "2", "502"],
    ["翠苑新村", "", "3幢", "", "101"],
    ["", "1", "4号楼", "", "4-201"],
    ["", "1", "", "2", "503"],
    ["", "1", "3", "2", "501"],
]


@pytest.fixture
def bring_in(community, tmp_path):
    def run(rows, header=HEADER, name="roster.csv", **options):
        path = tmp_path / name
        (write_csv if name.endswith("csv") else write_xlsx)(path, header, rows)
        return import_places(community, io.BytesIO(path.read_bytes()), name, **options)

    return run


def counts(done) -> tuple[int, ...]:
    return tuple(done.counts[outcome] for outcome in Outcome)


@pytest.mark.parametrize("name", ["roster.csv", "roster.xlsx"])
def test_missing_places_are_made_and_bad_rows_come_back(bring_in, name, community):
    before = db.session.query(Place).count()
    trial = bring_in(ROSTER, name=name, dry_run=True)
    assert db.session.query(Place).count() == before
    done = bring_in(ROSTER, name=name)
    assert trial.summary() | {"dry_run": False} == done.summary()
    assert (done.rows, counts(done), done.made) == (6, (4, 0, 0, 2), 4)
    assert db.session.query(Place).count() == before + 4 + 4
    assert [(fault.row, fault.column) for fault in done.faults] == [(6, "楼幢"), (7, "户")]
    home = find(Level.household, "3-2-501")
    assert (home.name, home.unit_id) == ("501室", find(Level.unit, "3-2").id)
    assert find(Level.household, "3-2-502").name == "502 室"
    assert (find(Level.unit, "3-2").name, find(Level.building, "3").name) == ("2单元", "3幢")
    assert find(Level.building, "3").grid_id == find(Level.grid, "1").id
    assert (
        find(Level.household, "翠苑新村-3-101").building_id == find(Level.building, "翠苑新村-3").id
    )
    assert find(Level.building, "翠苑新村-3").name == "翠苑新村3幢"
    assert find(Level.household, "4-201").unit_id is None
    assert misplaced() == []
    again = bring_in(ROSTER, name=name)
    assert (counts(again), again.made) == ((0, 0, 4, 2), 0)


def test_refused_rows_are_corrected_and_sent_as_they_come(bring_in, community):
    text = bring_in(ROSTER).refused_csv(str).decode("utf-8-sig")
    assert text.splitlines()[0] == "小区,网格,楼幢,单元,户,原行号,出错的列,问题,如何改正"
    mended = text.replace(",1,,2,503,", ",1,3,2,503,")
    again = import_places(community, io.BytesIO(mended.encode()), "refused.csv")
    assert (again.rows, counts(again), again.made) == (2, (1, 0, 1, 0), 0)


def test_a_roster_moves_nothing_and_wakes_nothing(bring_in, community):
    retire_place(community, find(Level.household, "1-1-101").id)
    retire_place(community, find(Level.unit, "1-1").id)
    done = bring_in([
        ["", "2", "1", "", "9"], ["", "", "1", "1", "102"], ["", "", "1", "3", "102"],
        ["", "5", "7", "", "1"], ["", "6", "7", "", "2"], ["", "", "7", "", "3"],
        ["", "", "1", "", "1-1-101"],
    ])  # fmt: skip
    assert [(fault.row, fault.column) for fault in done.faults] == [
        (2, "楼幢"), (3, "单元"), (6, "楼幢"), (8, "户"),
    ]  # fmt: skip
    assert (counts(done), done.made) == ((3, 0, 0, 4), 3)
    assert db.session.query(Place).filter_by(level=Level.grid, code="2").count() == 0
    assert find(Level.building, "1").grid_id == find(Level.grid, "1").id


def test_what_a_spreadsheet_made_a_date_or_is_too_long_is_told(bring_in):
    done = bring_in([["", "", "3月2日", "", "1"], ["小区" * 10, "", "1", "1", "1" * 12]])
    assert [(fault.row, fault.column) for fault in done.faults] == [(2, "楼幢"), (3, "户")]
    with pytest.raises(ColumnsMissing):
        bring_in([["1", "2"]], header=["单元", "户"])


CELLS = st.sampled_from(
    ["", "1", "2", "3幢", "1单元", "501室", "3月2日", "x" * 33, "一", "1-1-101"]
)


@settings(
    max_examples=some(25),
)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=10))
def test_every_row_of_every_roster_is_accounted_for(bring_in, rows):
    done = bring_in(rows)
    assert done.rows == sum(any(row) for row in rows)
    assert len({fault.row for fault in done.faults}) == done.counts[Outcome.refused]
    assert all(fault.row > 0 for fault in done.faults)
    assert misplaced() == []
    again = bring_in(rows)
    assert again.counts[Outcome.accepted] == again.counts[Outcome.updated] == again.made == 0
