"""Numbers stored as numbers and failed formulas are refused with advice, never guessed."""

import io

import pytest
import xlsxwriter

from credit.records.importing.limits import EXACT_DIGITS_MAX
from credit.records.importing.refused import issues_of
from tests.credit.records.importing.conftest import counts
from tests.factories.identifiers import make_resident_id
from tests.factories.records import PenaltyRow


def workbook(row: dict[str, object], *, formula: str | None = None) -> bytes:
    """An XLSX of one row; the content column is a formula when one is given."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for at, (name, value) in enumerate(row.items()):
        sheet.write_string(0, at, name)
        if formula is not None and name == "CF_NR":
            sheet.write_formula(1, at, formula, value="#N/A")
        elif isinstance(value, int):
            sheet.write_number(1, at, value)
        else:
            sheet.write_string(1, at, str(value))
    book.close()
    return stream.getvalue()


def test_a_workbook_comes_in_like_a_csv_file(importer):
    done = importer.bring_in(workbook(PenaltyRow()), name="rows.xlsx")
    assert counts(done) == {"accepted": 1}
    assert importer.record().import_row == 2


def test_an_identity_number_stored_as_a_number_is_refused_with_advice(importer):
    row = PenaltyRow(
        CF_XDR_LB="自然人", CF_XDR_SHXYM="", CF_XDR_ZJLX="身份证",
        CF_XDR_ZJHM=int(make_resident_id(1)[:17] + "0"),
    )  # fmt: skip
    done = importer.bring_in(workbook(row), name="rows.xlsx")
    assert counts(done) == {"refused": 1}
    [issue] = issues_of(done.id, limit=1)
    assert (issue.errors[0]["field"], issue.errors[0]["code"]) == (
        "CF_XDR_ZJHM", "stored-as-number",
    )  # fmt: skip
    assert "文本" in issue.errors[0]["remedy"][0]


@pytest.mark.parametrize(
    ("digits", "code"), [(EXACT_DIGITS_MAX, None), (EXACT_DIGITS_MAX + 1, "stored-as-number")]
)
def test_a_number_with_no_more_digits_than_are_exact_is_read(importer, digits, code):
    row = PenaltyRow(CF_XDR_SHXYM=int("9" * digits))
    done = importer.bring_in(workbook(row), name="rows.xlsx")
    codes = {error["code"] for error in issues_of(done.id, limit=1)[0].errors}
    assert ("stored-as-number" in codes) == (code is not None)


def test_a_formula_without_a_result_is_refused_with_advice(importer):
    done = importer.bring_in(workbook(PenaltyRow(), formula="=NA()"), name="rows.xlsx")
    assert counts(done) == {"refused": 1}
    assert issues_of(done.id, limit=1)[0].errors[0]["code"] == "formula-without-value"
