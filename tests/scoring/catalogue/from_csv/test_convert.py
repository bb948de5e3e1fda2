"""Every row of a table of rules ends in the draft or in the account, with its reason."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.catalogue import limits
from scoring.catalogue.award import Earned, award
from scoring.catalogue.check import check_catalogue
from scoring.catalogue.files import read_file
from scoring.catalogue.from_csv.convert import Conversion, convert
from scoring.catalogue.from_csv.rows import COLUMNS, Outcome, read_row
from scoring.catalogue.parse import parse_catalogue
from scoring.catalogue.problems import UnreadableRules
from scoring.catalogue.table import Caps
from scoring.communities.models import Community
from service.tabular import UnreadableFile, write_xlsx
from tests.examples import some
from tests.factories.points import a_community

DAY = date(2026, 11, 27)
HEADER = ["规范", "领域", "类别", "信息层级", "评价标准", "信用赋分", "备注"]
SAMPLE = Path(__file__).parents[3] / "data" / "rules-of-legal-persons.csv"
PLUS_ONLY = Community(code="CY1", name="翠苑一区")
WITH_MINUS = Community(code="CY1", name="翠苑一区", minus_basis="条例", minus_resolution="决议")


def row(standard: str, score: str, note: str = "", **cells: str) -> list[str]:
    named = {"规范": "某规范", "领域": "善", "类别": "互助", "信息层级": ""} | cells
    return [*(named[name] for name in HEADER[:4]), standard, score, note]


def converted(tmp_path, rows, community=PLUS_ONLY, header=HEADER) -> Conversion:
    path = tmp_path / "rules.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return convert(path, "rules.csv", community, DAY, date(2026, 12, 4))


def outcomes(done: Conversion) -> list[str]:
    return [str(line.outcome) for line in done.lines]


def test_every_row_of_a_table_is_accounted_for(tmp_path):
    done = converted(
        tmp_path,
        [
            row("调解邻里纠纷的", "+1/+3/+5"),
            row("调解邻里纠纷的", "+1/+3/+5"),
            row("楼道堆物的", "-10"),
            row("越级上访的", "-50"),
            row("垃圾不分类的", "-5"),
            row("垃圾分类合格的", "+2"),
            row("参加无偿献血的", "+10/次"),
            row("其他", "-10至50"),
            row("", "+5"),
            row("没有分值的", ""),
        ],
    )
    assert outcomes(done) == [
        "taken", "repeated", "minus", "sensitive", "sensitive", "taken", "taken",
        "unreadable", "unreadable", "unreadable",
    ]  # fmt: skip
    assert sum(done.count(outcome) for outcome in Outcome) == len(done.lines)
    assert (done.items, done.left_out) == (3, 6)
    assert all(line.remedy for line in done.lines if line.outcome is Outcome.unreadable)
    table = parse_catalogue(done.draft)
    assert [item.name for item in table.items] == ["调解邻里纠纷", "垃圾分类合格", "参加无偿献血"]
    assert [one.name for one in table.dimensions] == ["善"]
    assert str(table.evidence) == "M"
    assert table.items[0].two_person


def test_minus_rows_are_in_the_draft_where_the_community_adopted_them(tmp_path):
    rows = [row("楼道堆物的", "-10"), row("违规的", "-10至-50"), row("遛狗不牵绳", "-5")]
    done = converted(tmp_path, rows, WITH_MINUS)
    assert outcomes(done) == ["minus", "minus", "sensitive"]
    assert (done.items, done.left_out) == (2, 1)
    assert parse_catalogue(done.draft).items[1].points.low == -50
    assert converted(tmp_path, rows).draft is None


def test_a_row_flagged_as_sensitive_is_refused_whatever_it_says(tmp_path):
    rows = [
        [*row("做好事的", "+5"), "Y"],
        [*row("做好事的", "+5"), "是"],
        [*row("做好事的", "+5"), "N"],
        [*row("做好事的", "不清楚"), "Y"],
    ]
    done = converted(tmp_path, rows, header=[*HEADER, "敏感项"])
    assert outcomes(done) == ["sensitive", "sensitive", "taken", "sensitive"]


def test_amounts_hours_and_caps_are_taken_from_the_words(tmp_path):
    done = converted(
        tmp_path,
        [
            row("捐款1000—10000元的，每 1000 元加 1 分", "+10", "捐款每年最多加40分"),
            row("志愿服务每小时加5分", "+5", "每月上限40分"),
            row("义务维修", "+2/次", "最多加20分"),
        ],
    )
    donation, hours, repair = parse_catalogue(done.draft).items
    assert (donation.unit.code, donation.per, donation.points.low) == ("yuan", 1000, 1)
    assert donation.caps == Caps(year=10)
    assert (hours.unit.code, hours.points.low, hours.caps) == ("hours", 5, Caps(month=40))
    assert not repair.caps
    assert "期间" in str(done.lines[2].message)


def test_hours_cumulated_become_the_tiers_of_one_item(tmp_path):
    done = converted(
        tmp_path,
        [
            row("志愿服务累计达到20小时的", "+5"),
            row("志愿服务累计达到10小时的", "+2"),
            row("义务劳动累计达到10小时的", "+2", 类别="劳动/植树"),
        ],
    )
    assert outcomes(done) == ["taken"] * 3
    service, labour = parse_catalogue(done.draft).items
    assert [(tier.at, tier.points) for tier in service.tiers] == [(10, 2), (20, 5)]
    assert award(service, Decimal(30), None, Earned()).points == 5
    assert [service.name, labour.name] == ["互助", "劳动/植树"]
    assert len(labour.tiers) == 1


def test_names_that_are_alike_are_told_apart_and_long_ones_shortened(tmp_path):
    done = converted(
        tmp_path,
        [
            row("受到表彰的", "+60"),
            row("受到表彰的", "+30"),
            row("受到表彰的", "+1/+2"),
            row("受到表彰的", "+1至+9"),
            row("受到表彰的", "+5", 信息层级="市级"),
            row("很长的标准" * 30, "+5"),
        ],
    )
    names = [item.name for item in parse_catalogue(done.draft).items]
    ends = ["+60", "+30", "+1/+2", "+1/+9", "市级"]
    assert names[:5] == [f"受到表彰（{end}）" for end in ends]
    assert len(names[5]) == 60
    assert parse_catalogue(done.draft).items[5].description == "很长的标准" * 30


def test_an_item_that_cannot_be_is_unreadable_with_the_reason(tmp_path):
    done = converted(tmp_path, [row("视情节", "+10至+50", "每年最多加20分")])
    assert outcomes(done) == ["unreadable"]
    assert "上限" in str(done.lines[0].message)


def test_there_is_an_end_to_items_and_dimensions(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "ITEMS_MAX", 3)
    monkeypatch.setattr(limits, "DIMENSIONS_MAX", 2)
    done = converted(tmp_path, [row(f"好事{n}", "+1", 领域=f"领域{n}") for n in range(4)])
    assert outcomes(done) == ["taken", "taken", "taken", "unreadable"]
    table = parse_catalogue(done.draft)
    assert [one.name for one in table.dimensions] == ["领域0", "其他"]
    assert [item.dimension for item in table.items] == ["d1", "d2", "d2"]


def test_missing_columns_are_named(tmp_path):
    with pytest.raises(UnreadableRules) as refused:
        converted(tmp_path, [["x", "y"]], header=["规范", "备注"])
    assert [error.field for error in refused.value.errors] == ["standard", "score"]


def test_what_is_no_table_is_refused(tmp_path):
    path = tmp_path / "rules.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    with pytest.raises(UnreadableFile):
        convert(path, "rules.csv", PLUS_ONLY, DAY, DAY)


def test_a_workbook_is_read_as_well(tmp_path):
    path = tmp_path / "rules.xlsx"
    write_xlsx(path, HEADER, [row("做好事的", "+5")])
    assert outcomes(convert(path, "rules.xlsx", PLUS_ONLY, DAY, DAY)) == ["taken"]


def test_the_rules_of_a_real_district(tmp_path):
    done = convert(SAMPLE, SAMPLE.name, PLUS_ONLY, DAY, date(2026, 12, 4))
    counts = {str(outcome): done.count(outcome) for outcome in Outcome}
    assert counts == {"taken": 22, "minus": 103, "sensitive": 0, "repeated": 3, "unreadable": 2}
    assert [line.row for line in done.lines if line.outcome is Outcome.unreadable] == [51, 85]
    assert check_catalogue(done.draft, PLUS_ONLY, DAY)[1] == []
    with_minus = convert(SAMPLE, SAMPLE.name, WITH_MINUS, DAY, date(2026, 12, 4))
    assert with_minus.items == 125
    assert check_catalogue(with_minus.draft, WITH_MINUS, DAY)[1] == []


cells = st.fixed_dictionaries(
    {},
    optional={
        name: st.text(max_size=8)
        | st.sampled_from(["+5", "-5", "+1至+9", "每年最多加5分", "做好事"])
        for name in COLUMNS
    },
)


@settings(max_examples=some(150))
@given(cells)
def test_whatever_a_row_holds_it_has_one_outcome(row_cells):
    line = read_row(2, row_cells, DAY)
    assert (line.item is not None) == (line.outcome in {Outcome.taken, Outcome.minus})


def test_the_command_writes_a_draft_and_its_account(app, tmp_path):
    a_community("CY1", catalogue=False)
    out = tmp_path / "draft.yaml"
    command = [
        "scoring",
        "catalogue-from-csv",
        str(SAMPLE),
        "--community",
        "CY1",
        "--out",
        str(out),
    ]
    told = app.test_cli_runner().invoke(args=[*command, "--json"])
    summary = json.loads(told.stdout)
    assert told.exit_code == 1, "rows were left out"
    assert summary["rows"] == sum(summary[str(outcome)] for outcome in Outcome) == 130
    assert (summary["items"], summary["out"]) == (22, str(out))
    assert len(summary["details"]) == 130
    assert len(parse_catalogue(read_file(out)).items) == 22
    said = app.test_cli_runner().invoke(args=command)
    assert "行 130 = 采用 22 + 减分 103 + 敏感 0 + 重复 3 + 不能读取 2" in said.output


def test_the_command_ends_well_when_every_row_is_in_the_draft(app, tmp_path):
    a_community("CY1", catalogue=False)
    path = tmp_path / "rules.csv"
    path.write_text("评价标准,信用赋分\n做好事的,+5\n", encoding="utf-8")
    out = tmp_path / "draft.yaml"
    command = ["scoring", "catalogue-from-csv", str(path), "--community", "CY1", "--out", str(out)]
    assert app.test_cli_runner().invoke(args=command).exit_code == 0
    command[4] = "CY9"
    assert "CY9" in app.test_cli_runner().invoke(args=command).output
