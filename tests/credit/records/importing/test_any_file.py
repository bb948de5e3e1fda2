"""Invariant: rows in = rows accounted for, whatever is in them, however often they are sent."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.records.importing.limits import BLOCK_ROWS, ISSUE_ERRORS_MAX
from credit.records.importing.packing import pack, pack_faults, unpack
from service.messages import Message, msg
from service.problems import FieldError
from service.tabular import UnreadableFile
from tests.credit.records.importing.conftest import counts
from tests.examples import some
from tests.factories.identifiers import make_flawed_uscc, make_resident_id
from tests.factories.records import PenaltyRow, csv_of

COLUMNS = tuple(PenaltyRow())
BASE = PenaltyRow.build_batch(4)
DATA = Path(__file__).parents[3] / "data"
NAUGHTY = json.loads((DATA / "hostile" / "naughty_strings.json").read_text(encoding="utf-8"))

cells = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40),
    st.sampled_from(["", "0", "1", "2", "-1", "2026-02-30", "自然人", "罚款", "撤销", "1e5",
                     make_flawed_uscc(1), make_resident_id(1)]),
)  # fmt: skip
mutations = st.lists(
    st.tuples(st.integers(0, len(BASE) - 1), st.sampled_from(COLUMNS), cells), max_size=12
)


@settings(
    max_examples=some(10),
)
@given(st.lists(mutations, min_size=1, max_size=3), st.integers(1, 5))
def test_every_row_of_every_file_is_accounted_for(importer, files, block_rows):
    for changes in files:
        rows = [dict(row) for row in BASE]
        for at, column, cell in changes:
            rows[at][column] = cell
        for _again in range(2):
            try:
                done = importer.bring_in(csv_of(rows), block_rows=block_rows)
            except UnreadableFile:
                continue  # refused whole, before any row
            assert done.state == "done", done.failure
            assert done.total == done.done == sum(counts(done).values())


@settings(
    max_examples=some(10),
)
@given(mutations)
def test_whatever_is_in_a_file_sending_it_again_adds_nothing(importer, changes):
    rows = [dict(row) for row in BASE]
    for at, column, cell in changes:
        rows[at][column] = cell
    try:
        importer.bring_in(csv_of(rows))
        before = [one.natural_key for one in importer.records()]
        again = importer.bring_in(csv_of(rows))
    except UnreadableFile:
        return
    assert again.accepted == 0
    assert [one.natural_key for one in importer.records()] == before


@pytest.mark.parametrize("column", ["CF_XDR_MC", "CF_WSH", "CF_SY", "CF_CFJG", "BZ"])
def test_naughty_strings_end_as_rows_like_any_other(importer, column):
    rows = [PenaltyRow(**{column: text}) for text in NAUGHTY if "\x00" not in text]
    done = importer.bring_in(csv_of(rows))
    assert (done.state, done.done) == ("done", len(rows))
    assert counts(done)


@pytest.mark.parametrize("rows", [BLOCK_ROWS - 1, BLOCK_ROWS, BLOCK_ROWS + 1])
def test_blocks_end_where_they_end_and_no_row_is_lost(importer, rows):
    done = importer.bring_in(csv_of(PenaltyRow.build_batch(rows)))
    assert counts(done) == {"accepted": rows}


def test_the_regulators_list_comes_in_whole_and_twice_changes_nothing(importer):
    content = (DATA / "penalties" / "nfra_sample.csv").read_bytes()
    first = importer.bring_in(content, feed="nfra-penalty")
    assert first.done == first.total == sum(counts(first).values()) == 169
    assert first.refused == 0
    assert counts(importer.bring_in(content, feed="nfra-penalty")) == {"unchanged": 169}


@pytest.mark.parametrize(
    ("name", "outcome"), [("valid_30", "accepted"), ("bad_checksum_20", "flagged")]
)
def test_really_issued_codes_come_in_flagged_where_their_check_fails(importer, name, outcome):
    content = (DATA / "enterprises" / f"{name}.csv").read_bytes()
    done = importer.bring_in(content, feed="enterprises")
    assert counts(done) == {outcome: done.total}
    assert counts(importer.bring_in(content, feed="enterprises")) == {"unchanged": done.total}


def test_a_file_in_gb18030_reads_the_same(importer):
    rows = PenaltyRow.build_batch(3)
    importer.bring_in(csv_of(rows))
    assert counts(importer.bring_in(csv_of(rows, encoding="gb18030"))) == {"unchanged": 3}


@pytest.mark.parametrize("faults", [ISSUE_ERRORS_MAX, ISSUE_ERRORS_MAX + 1])
def test_no_more_faults_of_a_row_are_kept_than_the_limit(faults):
    fault = FieldError("f", "c", msg("问题"))
    assert len(pack_faults([fault] * faults)) == ISSUE_ERRORS_MAX


def test_a_message_comes_back_from_json_with_the_messages_inside_it():
    message = msg("处罚种类：{kinds}，{count}", kinds=Message("{a}", {"a": msg("罚款")}), count=3)
    packed = json.loads(json.dumps(pack(message)))
    assert str(unpack(packed)) == str(message)
