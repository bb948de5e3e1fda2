"""Whatever the bytes, the answer is rows or a refusal, never another exception."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.tabular import Limits, UnreadableFile, open_table
from tests.examples import some
from tests.service.tabular import hostile

LIMITS = Limits(rows_max=1000, uncompressed_bytes_max=1_000_000, compressed_bytes_max=100_000)
STRINGS = "<si><t>甲</t></si><si><r><t>乙</t></r><rPh><t>x</t></rPh></si>"
CELLS = (
    '<row r="2" hidden="1"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>46106</v></c>'
    '<c r="C2"><f>1+1</f><v>2E+17</v></c></row>'
)
SHEET = hostile.sheet(hostile.HEADER + CELLS, after="<mergeCells><mergeCell/></mergeCells>")
VALID = {
    "stored": hostile.zipped(
        hostile.parts(SHEET, strings=STRINGS, styles=hostile.date_styles((14, None))), 0
    ),
    "deflated": hostile.workbook(SHEET, strings=STRINGS),
    "utf-8": '姓名,号码\r\n"张\n三",1\r\n李四,"2""3"\r\n'.encode(),
    "gb18030": "姓名;号码\n张三;㐂𠮷\n".encode("gb18030"),
    "utf-16": "姓名\t号码\n张三\t1\n".encode("utf-16"),
}
EDITS = st.lists(
    st.tuples(
        st.integers(0, 1_000_000),
        st.sampled_from(["flip", "cut", "drop", "double"]),
        st.binary(min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=4,
)


def mutated(data: bytes, edits: list[tuple[int, str, bytes]]) -> bytes:
    for place, edit, patch in edits:
        at = place % (len(data) + 1)
        if edit == "flip":
            data = data[:at] + patch + data[at + len(patch) :]
        elif edit == "cut":
            data = data[:at]
        elif edit == "drop":
            data = data[:at] + data[at + 1 :]
        else:
            data = data[:at] + data[at // 2 :]
    return data


def rows_or_refusal(data: bytes, name: str = "a.xlsx") -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        path.write_bytes(data)
        with suppress(UnreadableFile):
            table = open_table(path, name, LIMITS)
            for row in table.rows():
                assert len(row.cells) == len(table.header)
                "".join(row.cells).encode()


@pytest.mark.parametrize("kind", VALID)
def test_the_files_to_mutate_are_valid(read, kind):
    assert read(VALID[kind])


@pytest.mark.parametrize("kind", VALID)
@settings(max_examples=some(150))
@given(edits=EDITS)
def test_damaged_files_give_rows_or_a_refusal(kind, edits):
    rows_or_refusal(mutated(VALID[kind], edits))


@settings(max_examples=some(150))
@given(edits=EDITS)
def test_damaged_markup_gives_rows_or_a_refusal(edits):
    rows_or_refusal(hostile.workbook(mutated(SHEET.encode(), edits), strings=STRINGS))


@settings(max_examples=some(150))
@given(data=st.binary(max_size=200))
def test_any_bytes_give_rows_or_a_refusal(data):
    rows_or_refusal(data, "a.csv")
    rows_or_refusal(b"PK\x03\x04" + data)


@settings(max_examples=some(150))
@given(text=st.text(alphabet="a,;\"\n\r\t'= 甲\ue000", max_size=40))
def test_any_csv_text_gives_rows_or_a_refusal(text):
    rows_or_refusal(text.encode(), "a.csv")


@pytest.mark.parametrize("step", range(0, 100, 7))
def test_a_workbook_cut_anywhere_is_refused(read, step):
    data = VALID["deflated"]
    with pytest.raises(UnreadableFile):
        read(data[: len(data) * step // 100])
