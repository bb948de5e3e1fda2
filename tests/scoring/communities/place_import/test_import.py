"""Rows in = rows accounted for, whatever is in the file; the same file again changes nothing."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.communities.models import Level, Place
from scoring.communities.place_import.lines import COLUMNS
from scoring.communities.place_import.plan import Outcome
from scoring.communities.place_import.service import import_places
from scoring.communities.placing import retire_place
from scoring.communities.problems import ColumnsMissing
from service.database import db
from service.files import FileTooLarge
from service.tabular import write_csv, write_xlsx
from service.tabular.problems import LimitExceeded, UnreadableFile
from tests.examples import some
from tests.scoring.communities.conftest import CODE
from tests.scoring.communities.test_placing import find, misplaced

HEADER = [names[0] for names in COLUMNS.values()]
DATA = Path(__file__).parents[3] / "data"
NAUGHTY = json.loads((DATA / "hostile" / "naughty_strings.json").read_text(encoding="utf-8"))
VILLAGE = [
    ["户", "2-1-101", "101室", "2-1"],
    ["单元", "2-1", "一单元", "2"],
    ["楼幢", "2", "2 幢", "1", "2", "3", "4"],
    ["网格", "1", "第一网格"],
    ["户", "9-1-101", "101室", "9-1"],
]


@pytest.fixture
def bring_in(community, tmp_path):
    def run(rows, header=HEADER, name="places.csv", **options):
        path = tmp_path / name
        write = write_csv if name.endswith("csv") else write_xlsx
        write(path, header, rows)
        return import_places(community, io.BytesIO(path.read_bytes()), name, **options)

    return run


def counts(done) -> tuple[int, ...]:
    return tuple(done.counts[outcome] for outcome in Outcome)


@pytest.mark.parametrize("name", ["places.csv", "places.xlsx"])
def test_rows_may_come_in_any_order_and_good_ones_are_taken(bring_in, name):
    done = bring_in(VILLAGE, name=name)
    assert (done.rows, counts(done)) == (5, (3, 1, 0, 1))
    assert (done.faults[0].row, done.faults[0].column) == (6, "上级编号")
    house = find(Level.building, "2")
    assert (house.map_column, house.map_row, house.order) == (3, 4, 2)
    assert find(Level.household, "2-1-101").building_id == house.id
    assert misplaced() == []


def test_a_trial_tells_the_same_and_writes_nothing(bring_in):
    before = db.session.query(Place).count()
    trial = bring_in(VILLAGE, dry_run=True)
    assert db.session.query(Place).count() == before
    real = bring_in(VILLAGE)
    assert trial.summary() | {"dry_run": False} == real.summary()


def test_the_same_again_changes_nothing(bring_in):
    bring_in(VILLAGE)
    assert counts(bring_in(VILLAGE)) == (0, 0, 4, 1)


def test_refused_rows_are_corrected_and_sent_as_they_come(bring_in, community):
    done = bring_in([*VILLAGE[4:], ["城市", "=1+1", "", ""]], header=[*HEADER[:4], "备注"])
    content = done.refused_csv(str)
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.splitlines()[0] == "层级,编号,名称,上级编号,备注,原行号,出错的列,问题,如何改正"
    assert "没有编号为“9-1”的上级" in text
    again = import_places(
        community, io.BytesIO(text.replace("9-1,", "1-1,", 1).encode()), "refused.csv"
    )
    assert (again.rows, counts(again)) == (2, (1, 0, 0, 1))
    assert again.refused_csv(str).decode("utf-8-sig").count("原行号") == 1


def test_a_file_moves_a_whole_building(bring_in):
    bring_in([*VILLAGE, ["网格", "2", "第二网格"]])
    assert counts(bring_in([["楼幢", "2", "", "2"]])) == (0, 1, 0, 0)
    house = find(Level.building, "2")
    assert (house.grid_id, house.name, house.map_column) == (find(Level.grid, "2").id, "2 幢", 3)
    assert misplaced() == []


def test_a_row_restores_what_was_retired_and_nothing_lies_in_what_still_is(bring_in, community):
    retire_place(community, find(Level.household, "1-1-101").id)
    retire_place(community, find(Level.unit, "1-1").id)
    assert counts(bring_in([["户", "1-1-101"]])) == (0, 0, 0, 1)
    assert counts(bring_in([["户", "1-1-102", "", "1-1"]])) == (0, 0, 0, 1)
    assert counts(bring_in([["户", "1-1-101"], ["单元", "1-1"]])) == (0, 2, 0, 0)
    assert find(Level.household, "1-1-101").retired_at is None


def test_what_depends_on_a_refused_row_names_it(bring_in):
    done = bring_in([["单元", "8-1", "", "8"], ["户", "8-1-1", "", "8-1"]])
    assert counts(done) == (0, 0, 0, 2)
    assert "第 2 行" in str(done.faults[1].message)


def test_a_code_twice_in_a_file_is_refused_the_second_time(bring_in):
    done = bring_in([["网格", "7", "甲"], ["网格", "７", "乙"]])
    assert counts(done) == (1, 0, 0, 1)
    assert find(Level.grid, "7").name == "甲"


def test_a_file_without_the_columns_is_refused_whole(bring_in):
    with pytest.raises(ColumnsMissing) as refused:
        bring_in([["1", "2"]], header=["楼", "房"])
    assert {error.field for error in refused.value.errors} == {"level", "code"}


def test_limits_hold_at_n_and_not_at_n_and_one(bring_in, monkeypatch, community):
    module = "scoring.communities.place_import.service."
    rows = [["网格", str(number)] for number in range(2, 5)]
    from service.tabular import Limits

    monkeypatch.setattr(module + "_LIMITS", Limits(rows_max=3))
    assert bring_in(rows, dry_run=True).rows == 3
    with pytest.raises(LimitExceeded):
        bring_in([*rows, ["网格", "9"]])
    monkeypatch.setattr(module + "PLACE_FILE_BYTES_MAX", 10)
    with pytest.raises(FileTooLarge):
        bring_in(rows)


LEVELS = st.sampled_from(["网格", "楼幢", "单元", "户", "社区", ""])
CODES = st.sampled_from(["1", "2", "1-1", "2-1", "1-1-101", "3月2日", ""]) | st.sampled_from(
    NAUGHTY
)
SMALL = st.sampled_from(["", "1", "60", "61", "x"])
ROWS = st.lists(st.tuples(LEVELS, CODES, CODES, CODES, SMALL, SMALL, SMALL), max_size=12)


@settings(
    max_examples=some(15),
)
@given(ROWS)
def test_every_row_of_every_file_is_accounted_for(bring_in, rows):
    filled = sum(bool("".join(row).strip()) for row in rows)
    try:
        done = bring_in(rows)
    except UnreadableFile:
        return  # refused whole, before any row
    assert done.rows == filled
    assert len({fault.row for fault in done.faults}) == done.counts[Outcome.refused]
    assert misplaced() == []
    again = bring_in(rows)
    assert again.counts[Outcome.accepted] == again.counts[Outcome.updated] == 0
    assert again.counts[Outcome.refused] <= done.counts[Outcome.refused]
    assert {place.community_code for place in db.session.query(Place)} <= {CODE, None}
