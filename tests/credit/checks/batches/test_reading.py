"""Rows of a list: accepted, or refused with the row, the column and what to do."""

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.checks.batches.columns import TYPES_BY_NAME, WANTED, find_columns, type_named
from credit.checks.batches.preview import check_file
from credit.checks.batches.problems import UnusableFile
from credit.checks.limits import BATCH_ERRORS_SHOWN_MAX, NAME_CHARS_MAX
from credit.subjects.identifiers import TYPE_NAMES, IdType
from service.problems import Problem
from tests.credit.checks.batches.conftest import HEADER, listing, number, people
from tests.examples import some
from tests.factories.identifiers import make_flawed_uscc, make_resident_id, make_uscc
from tests.service.tabular.hostile import (
    OLE,
    PDF,
    PNG,
    bomb,
    encrypted_zip,
    far_cell,
    huge_directory,
    lying_bomb,
    many_entities,
    old_workbook,
    outside_entity,
    password_protected,
    sheet,
    text_row,
    workbook,
)

TODAY = date(2026, 11, 23)


def report(tmp_path: Path, rows, header=HEADER, kind="xlsx"):
    path = tmp_path / "upload"
    path.write_bytes(listing(tmp_path, rows, header, kind))
    return check_file(path, f"list.{kind}", TODAY)


def refusal(tmp_path: Path, *row: str, header=HEADER):
    (error,) = report(tmp_path, [row], header).errors
    return error


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_good_list_has_no_fault(tmp_path, kind):
    found = report(tmp_path, people(5), kind=kind)
    assert (found.total, found.good, found.refused, found.errors) == (5, 5, 0, ())


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (("", "", number(1), ""), "name", "missing"),
        (("  　", "", number(1), ""), "name", "missing"),
        (("···", "", number(1), ""), "name", "missing"),
        (("张三", "", "", ""), "id_number", "missing"),
        (("张三", "", number(1)[:-1], ""), "id_number", "unrecognised"),
        (("张三", "居民身份证", number(1)[:-1], ""), "id_number", "wrong_length"),
        (("张三", "驾驶证", number(1), ""), "id_type", "unknown-type"),
        (("张三", "护照", number(1), ""), "id_number", "wrong_type"),
        (("张三", "", "3.30106E+17", ""), "id_number", "lost_digits"),
        (("张\uffff三", "", number(1), ""), "name", "wrong-character"),
        (("张\x07三", "", number(1), ""), "name", "wrong-character"),
    ],
)
def test_a_bad_row_is_refused_with_column_row_and_remedy(tmp_path, row, field, code):
    path = tmp_path / "upload"
    quoted = ",".join(f'"{cell}"' for cell in row)
    path.write_bytes(("姓名,证件类型,证件号码,备注\n" + quoted + "\n").encode())
    (error,) = check_file(path, "list.csv", TODAY).errors
    assert (error.row, error.field, error.code) == (2, field, code)
    assert error.remedy is not None


def test_the_first_data_row_is_row_two_and_rows_passed_over_count(tmp_path):
    rows = [*people(1), ("", "", "", ""), ("", "", number(2), "")]
    assert refusal_rows(report(tmp_path, rows)) == [4]


def refusal_rows(found):
    return [error.row for error in found.errors]


@pytest.mark.parametrize(("length", "refused"), [(NAME_CHARS_MAX, 0), (NAME_CHARS_MAX + 1, 1)])
def test_a_name_may_have_so_many_characters_and_no_more(tmp_path, length, refused):
    assert report(tmp_path, [("张" * length, "", number(1), "")]).refused == refused


def test_a_number_stored_as_a_quantity_is_refused_with_advice(tmp_path):
    rows = (
        '<row r="2"><c r="A2" t="inlineStr"><is><t>张三</t></is></c>'
        '<c r="B2"><v>330106198505170000</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>李四</t></is></c>'
        '<c r="B3"><v>3.30106198505E+17</v></c></row>'
    )
    path = tmp_path / "upload"
    path.write_bytes(workbook(sheet(text_row(1, "姓名", "证件号码", "备注") + rows)))
    errors = check_file(path, "list.xlsx", TODAY).errors
    assert [(error.row, error.code) for error in errors] == [(2, "number-cell"), (3, "number-cell")]
    assert "文本" in str(errors[0].remedy)


@pytest.mark.parametrize("column", ["A", "B"])
def test_a_formula_is_nobodys_statement(tmp_path, column):
    cells = {"A": "张三", "B": number(1)}
    drawn = "".join(
        f'<c r="{at}2" t="str">{"<f>A9</f>" if at == column else ""}<v>{text}</v></c>'
        for at, text in cells.items()
    )
    path = tmp_path / "upload"
    head = text_row(1, "姓名", "证件号码", "备注")
    path.write_bytes(workbook(sheet(f'{head}<row r="2">{drawn}</row>')))
    (error,) = check_file(path, "list.xlsx", TODAY).errors
    assert error.code == "formula-cell"


def test_the_same_number_twice_is_refused_and_names_the_first_row(tmp_path):
    wide = "".join(chr(ord(char) + 0xFEE0) for char in number(1))
    rows = [("张三", "", number(1), ""), ("李四", "", number(2), ""), ("张三", "身份证", wide, "")]
    (error,) = report(tmp_path, rows).errors
    assert (error.row, error.code) == (4, "duplicate")
    assert "2" in str(error.message)


def test_a_minor_is_never_checked_and_an_adult_of_today_is(tmp_path):
    eighteen = date(TODAY.year - 18, TODAY.month, TODAY.day)
    child = make_resident_id(1, eighteen + timedelta(days=1))
    adult = make_resident_id(1, eighteen)
    found = report(tmp_path, [("甲", "", child, ""), ("乙", "", adult, "")])
    assert [(error.row, error.code) for error in found.errors] == [(2, "minor-subject")]
    assert "父母" in str(found.errors[0].remedy)


def test_who_was_born_on_29_february_is_checked_from_1_march_on(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(listing(tmp_path, [("甲", "", make_resident_id(1, date(2008, 2, 29)), "")]))
    (refused,) = check_file(path, "list.xlsx", date(2026, 2, 28)).errors
    assert refused.code == "minor-subject"
    assert not check_file(path, "list.xlsx", date(2026, 3, 1)).errors


def test_a_code_that_fails_its_check_digit_is_not_refused(tmp_path):
    rows = [("甲公司", "营业执照", make_flawed_uscc(1), ""), ("乙公司", "", make_uscc(2), "")]
    assert report(tmp_path, rows).refused == 0


@pytest.mark.parametrize("id_type", list(IdType))
def test_a_type_is_known_by_its_code_and_by_its_name(id_type):
    assert type_named(id_type.value) is id_type
    assert type_named(f" {TYPE_NAMES[id_type]} ") is id_type


def test_no_name_means_two_types():
    assert len(TYPES_BY_NAME) > len(IdType)


@pytest.mark.parametrize("name", WANTED["name"])
@pytest.mark.parametrize(
    "label", ["证件号码", "身份证号（必填）", "统一社会信用代码", "3. 公民身份号码*"]
)
def test_columns_are_found_under_common_names_in_any_order(name, label):
    found = find_columns(("序号", label, name, "备注"))
    assert (found.name, found.id_number, found.id_type) == (2, 1, None)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (("姓名", "备注", "序号"), ["id_number"]),
        (("序号", "身份证号"), ["name"]),
        (("甲", "乙", "丙"), ["name", "id_number"]),
        (("姓名", "申请人", "身份证号"), ["name"]),
    ],
)
def test_a_missing_or_doubtful_column_refuses_the_whole_file(tmp_path, header, fields):
    with pytest.raises(UnusableFile) as caught:
        report(tmp_path, [tuple("甲" for _ in header)], header)
    assert [error.field for error in caught.value.errors] == fields
    assert all(error.remedy for error in caught.value.errors)


def test_a_list_without_rows_refuses_the_whole_file(tmp_path):
    with pytest.raises(UnusableFile) as caught:
        report(tmp_path, [])
    assert caught.value.errors[0].code == "no-rows"


def test_so_many_faults_are_listed_and_the_rest_is_counted(tmp_path):
    found = report(tmp_path, [("", "", "", "x")] * (BATCH_ERRORS_SHOWN_MAX + 1))
    assert (len(found.errors), found.refused) == (
        BATCH_ERRORS_SHOWN_MAX,
        BATCH_ERRORS_SHOWN_MAX + 1,
    )


@pytest.mark.parametrize(
    "content",
    [
        b"", PNG, PDF, OLE, far_cell(), bomb(64), lying_bomb(64), many_entities(),
        outside_entity(), encrypted_zip(), huge_directory(), old_workbook(), password_protected(),
        b"\x00" * 1000, "姓名,证件号码\n\"张三,1".encode(), workbook()[:400],
    ],
    ids=range(16),
)  # fmt: skip
def test_a_hostile_file_gives_a_problem_and_never_another_error(tmp_path, content):
    path = tmp_path / "upload"
    path.write_bytes(content)
    with suppress(Problem):
        found = check_file(path, "list.xlsx", TODAY)
        assert found.total == found.good + found.refused
        return
    with pytest.raises(Problem) as caught:
        check_file(path, "list.xlsx", TODAY)
    assert caught.value.status in (413, 422)
    assert caught.value.errors


ROWS = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(["张三", ""]), st.text(max_size=8)),
        st.sampled_from(["", "身份证", "护照", "驾驶证"]),
        st.one_of(st.integers(0, 20).map(number), st.text(max_size=20)),
        st.just("x"),
    ),
    max_size=30,
)


@settings(max_examples=some(60))
@given(rows=ROWS)
def test_every_row_is_accepted_or_refused_whatever_is_in_it(tmp_path_factory, rows):
    rows = [("张三", "", number(900), "x"), *rows]
    found = report(tmp_path_factory.mktemp("list"), rows)
    assert found.total == len(rows) == found.good + found.refused
    assert all(error.remedy is not None for error in found.errors)
    numbers = {row[2] for row in rows}
    assert not any(len(text) > 6 and text in str(error.message)
                   for error in found.errors for text in numbers)  # fmt: skip
