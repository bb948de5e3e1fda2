"""Each row of a sheet ends in one way, as if a manager had typed it in."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from scoring.catalogue.models import Catalogue
from scoring.communities.erasing import erase_due
from scoring.communities.leaving import leave
from scoring.ledger.importing.books import current
from scoring.ledger.importing.forgetting import forget_refused
from scoring.ledger.importing.limits import REFUSED_KEPT
from scoring.ledger.importing.problems import ColumnsMissing
from scoring.ledger.importing.refused import write_refused
from scoring.ledger.importing.run import run_import
from scoring.ledger.models import Balance, EntryImportIssue
from service import clock
from service.database import db
from service.files.models import StoredPiece
from service.packed import unpack
from tests.factories.points import SMALL_CATALOGUE, CatalogueRow, a_community, a_member
from tests.scoring.ledger.conftest import CODE
from tests.scoring.ledger.importing.conftest import HEADER, Importer


def today() -> str:
    """Asked for when it is needed, for a run may go on past midnight."""
    return clock.today().isoformat()


def row(who: str, item: str = "cleaning", quantity: object = 1, day: str | None = None,
        evidence="清扫", event: str = "", chosen: object = "") -> tuple[object, ...]:  # fmt: skip
    return (who, item, quantity, today() if day is None else day, evidence, event, chosen)


def test_what_needs_nobody_else_is_in_the_ledger_at_once(importer: Importer):
    member = importer.world.member
    done = importer.bring_in([row(member.number), row(member.public_name, "公共区域清洁", 2)])
    assert importer.counts(done) == (2, 0, 0, 0)
    claims, entries = importer.ledger()
    assert sorted((one.honour, one.spendable, one.source) for one in entries) == [
        (3, 3, "spreadsheet"),
        (6, 6, "spreadsheet"),
    ]
    assert {one.id for one in claims} == {one.id for one in entries}
    assert claims[0].evidence == "清扫"
    assert (entries[0].entered_by_id, entries[0].approved_by_id) == (importer.sender.id, None)
    assert importer.world.sums() == (9, 9)


def test_it_is_written_as_the_page_would_have_written_it(importer: Importer):
    member = importer.world.member
    importer.bring_in([row(member.number, "volunteer", 3, evidence="楼道\t清扫\\n\n是的")])
    importer.world.enter("volunteer", 3, by=importer.actor, evidence="楼道\t清扫\\n\n是的")
    claims, entries = importer.ledger()
    for one in (claims, entries):
        sheet, page = ({key: value for key, value in vars(got).items() if key not in
                        {"id", "source", "_sa_instance_state", "entered_at", "decided_at",
                         "posted_at"}} for got in one)  # fmt: skip
        assert sheet == page


def test_items_for_two_people_wait(importer: Importer):
    done = importer.bring_in([row(importer.world.member.number, "returned", 1, chosen=10)])
    assert importer.counts(done) == (0, 1, 0, 0)
    (claim,), entries = importer.ledger()
    assert (claim.state, claim.two_person, claim.points, entries) == ("pending", True, 10, [])
    importer.world.approve(claim)
    assert importer.world.sums() == (10, 10)


def test_the_same_event_counts_once_for_a_member(importer: Importer):
    member, other = importer.world.member, importer.world.another()
    first = [row(member.number, event="E1"), row(member.number, event="E1"),
             row(other.number, event="E1")]  # fmt: skip
    assert importer.counts(importer.bring_in(first)) == (2, 0, 1, 0)
    again = [row(member.public_name, "volunteer", 9, event="E1"), row(member.number, event="E2")]
    assert importer.counts(importer.bring_in(again)) == (1, 0, 1, 0)


def test_the_same_file_again_changes_nothing_and_tries_what_was_refused(importer: Importer):
    rows = [row(importer.world.member.number), row("还没加入的人"), row("还没加入的人")]
    assert importer.counts(importer.bring_in(rows)) == (1, 0, 0, 2)
    assert importer.counts(importer.bring_in(rows)) == (0, 0, 1, 2)
    importer.world.another(public_name="还没加入的人")
    assert importer.counts(importer.bring_in(rows)) == (2, 0, 1, 0)
    assert importer.counts(importer.bring_in(rows)) == (0, 0, 3, 0)


def test_caps_hold_across_rows_and_what_was_there(importer: Importer):
    """40 points of volunteering a month: 5 an hour."""
    importer.world.enter("volunteer", 3)
    number = importer.world.member.number
    done = importer.bring_in([row(number, "volunteer", 4)] * 3)
    assert importer.counts(done) == (2, 0, 0, 1)
    assert importer.world.sums() == (40, 40)
    claims, _ = importer.ledger()
    assert sorted((one.points, one.worth, one.capped_by) for one in claims) == [
        (5, 20, "month"),
        (15, 15, None),
        (20, 20, None),
    ]
    issue = db.session.query(EntryImportIssue).one()
    assert (issue.row, issue.column) == (4, "数量")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"who": "查无此人"}, "成员编号/公开名"),
        ({"item": "没有这一项"}, "项目"),
        ({"quantity": "1.5"}, "数量"),
        ({"day": (clock.today() + timedelta(days=2)).isoformat()}, "日期"),
        ({"day": "2020-01-01"}, "日期"),
        ({"item": "returned"}, "分值"),
        ({"item": "volunteer", "evidence": ""}, "证明"),
        ({"event": "E" * 65}, "活动编号"),
    ],
)
def test_what_the_ledger_refuses_is_refused_by_the_column(importer: Importer, change, column):
    given = {"who": importer.world.member.number} | change
    assert importer.counts(importer.bring_in([row(**given)])) == (0, 0, 0, 1)
    assert db.session.query(EntryImportIssue).one().column == column
    assert importer.ledger() == ([], [])


def test_nobody_brings_in_points_of_their_own_or_of_who_has_left(importer: Importer):
    own = importer.world.another(account_id=importer.sender.id)
    away = importer.world.another(state="left")
    stranger = a_member(a_community("ELSEWHERE"))
    db.session.commit()
    rows = [row(own.number), row(away.number), row(stranger.number), row(stranger.public_name)]
    assert importer.counts(importer.bring_in(rows)) == (0, 0, 0, 4)
    assert importer.ledger() == ([], [])


def test_who_has_not_yet_agreed_is_not_told_to_have_left(importer: Importer):
    invited = importer.world.another(state="invited")
    assert importer.counts(importer.bring_in([row(invited.number)])) == (0, 0, 0, 1)
    assert "还没有同意" in str(unpack(db.session.query(EntryImportIssue).one().message))


def test_points_that_are_taken_away_are_picked_in_the_sheet_too(importer: Importer):
    litter = SMALL_CATALOGUE["items"][1] | {"code": "litter", "name": "乱扔", "two_person": False,
                                            "points": {"from": -5, "to": -1}}  # fmt: skip
    content = SMALL_CATALOGUE | {"items": [*SMALL_CATALOGUE["items"], litter]}
    CatalogueRow(community_code=CODE, version=2, content=content, digest=b"2")
    db.session.commit()
    done = importer.bring_in([row(importer.number, "litter", chosen="-3")])
    assert importer.counts(done) == (1, 0, 0, 0)
    assert importer.world.sums() == (-3, 0)


def test_a_slip_in_a_quantity_stops_its_own_row_alone(importer: Importer):
    dear = SMALL_CATALOGUE["items"][2] | {"code": "dear", "name": "重奖", "points": 5_000}
    content = SMALL_CATALOGUE | {"items": [*SMALL_CATALOGUE["items"], dear]}
    CatalogueRow(community_code=CODE, version=2, content=content, digest=b"2")
    db.session.commit()
    done = importer.bring_in([row(importer.number, "dear", 500_000), row(importer.number)])
    assert importer.counts(done) == (1, 0, 0, 1)
    assert db.session.query(EntryImportIssue).one().column == "数量"


def test_a_number_beside_another_ones_name_is_refused(importer: Importer):
    member, other = importer.world.member, importer.world.another()
    header = ("成员编号", "公开名", "项目", "数量", "日期")
    rows = [(member.number, member.public_name, "cleaning", 1, today()),
            (member.number, other.public_name, "cleaning", 1, today())]  # fmt: skip
    assert importer.counts(importer.bring_in(rows, header)) == (1, 0, 0, 1)


def test_refused_rows_come_back_as_sent_and_can_be_sent_again(importer: Importer, tmp_path):
    header = (*HEADER, "备注", "问题")
    rows = [(*row("林中鸟", evidence="=1+1"), "见群", "旧的"), (*row("林中鸟"), "", "")]
    done = importer.bring_in(rows, header)
    assert importer.counts(done) == (0, 0, 0, 2)
    target = tmp_path / "refused.csv"
    assert write_refused(target, done, str) == 2
    text = target.read_text("utf-8-sig")
    again = list(csv.reader(io.StringIO(text)))
    assert again[0] == [*HEADER, "备注", "原行号", "出错的列", "问题", "如何改正"]
    assert again[1][:8] == ["林中鸟", "cleaning", "1", today(), "'=1+1", "", "", "见群"]
    assert again[1][8:10] == ["2", "成员编号/公开名"]
    importer.world.another(public_name="林中鸟")
    assert importer.counts(importer.bring_in(again[1:], again[0])) == (2, 0, 0, 0)


def test_a_header_without_the_columns_is_refused_before_anything_is_kept(importer: Importer):
    with pytest.raises(ColumnsMissing) as refused:
        importer.take([], ("公开名", "项目"))
    assert [error.field for error in refused.value.errors] == ["quantity", "done_on"]


def test_a_day_no_catalogue_covers_is_refused(importer: Importer):
    before = db.session.scalars(select(Catalogue.valid_from)).one() - timedelta(days=1)
    member = importer.world.another(joined_on=before - timedelta(days=200))
    done = importer.bring_in([row(member.number, day=before.isoformat())])
    assert importer.counts(done) == (0, 0, 0, 1)


def test_balances_are_those_of_the_database(importer: Importer):
    members = [importer.world.another() for _ in range(3)]
    importer.bring_in([row(member.number) for member in members for _ in range(3)])
    db.session.rollback()
    kept = {one.member_id: one.honour for one in db.session.query(Balance)}
    assert [kept[member.id] for member in members] == [9, 9, 9]


def test_an_import_that_has_ended_is_not_run_again(importer: Importer):
    done = importer.bring_in([row(importer.world.member.number)])
    run_import(done.id)
    assert importer.counts(current(done.id)) == (1, 0, 0, 0)
    assert len(importer.ledger()[1]) == 1


def test_a_sheet_is_erased_when_it_is_in_and_refused_rows_when_their_time_is_over(
    importer: Importer,
):
    rows = [row(importer.number), row("查无此人")]
    done = importer.bring_in(rows)
    assert db.session.query(StoredPiece).count() == 0
    ended = done.ended_at
    assert forget_refused(ended + REFUSED_KEPT) == 0
    assert forget_refused(ended + REFUSED_KEPT + timedelta(seconds=1)) == 1
    assert forget_refused(ended + REFUSED_KEPT + timedelta(seconds=1)) == 0
    db.session.rollback()
    db.session.expire_all()
    assert db.session.query(EntryImportIssue).one().cells_sealed == "[]"
    assert importer.counts(importer.bring_in(rows)) == (0, 0, 1, 1)


def test_refused_rows_about_somebody_who_has_left_are_erased_with_the_member(importer: Importer):
    member = importer.world.another(name_sealed="林秋月")
    importer.bring_in([
        row(member.number, quantity="两"), row(member.public_name, quantity="两"),
        row("某人", evidence="林 秋月替她签的"), row(importer.number, quantity="两"),
    ])  # fmt: skip
    assert erase_due(leave(member).erase_by) == 1
    db.session.expire_all()
    kept = db.session.query(EntryImportIssue).order_by(EntryImportIssue.row).all()
    assert [one.cells_sealed == "[]" for one in kept] == [True, True, True, False]
