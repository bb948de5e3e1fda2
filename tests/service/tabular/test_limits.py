"""Every limit lets n through and refuses n + 1."""

import dataclasses
import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pytest

from service.tabular import LimitExceeded, Limits
from service.tabular.limits import CSV_FIELD_CHARS_MAX, SHEET_COLUMNS_MAX
from tests.service.tabular.hostile import parts, sheet, text_row, workbook, zipped


@dataclass(frozen=True)
class Case:
    """`make(n)` is content that uses a limit up to exactly n."""

    limit: str
    make: Callable[[int], bytes]
    n: int
    name: str = "a.xlsx"
    others: tuple[tuple[str, int], ...] = ()


def csv_rows(n: int) -> bytes:
    return b"a,b\n" + b"1,2\n\n" * n


def xlsx_rows(n: int) -> bytes:
    return workbook(sheet("".join(text_row(at + 1, "a", "b") for at in range(n + 1))))


def csv_bytes(n: int) -> bytes:
    return b"a,b\n1,".ljust(n, b"2")


def padded_zip(n: int) -> bytes:
    data = workbook()
    comment = n - len(data)
    return data[:-2] + comment.to_bytes(2, "little") + b" " * comment


def part_bytes(n: int) -> bytes:
    content = parts()
    content["xl/styles.xml"] = "<styleSheet/>".ljust(n)
    return zipped(content)


def unpacked(n: int) -> bytes:
    content = parts()
    used = sum(len(data.encode()) for data in content.values() if isinstance(data, str))
    return zipped(content | {"docProps/app.xml": "x" * (n - used)})


def entries(n: int) -> bytes:
    content = parts()
    return zipped(content | {f"x/{at}": "" for at in range(n - len(content))})


def many_columns(n: int) -> bytes:
    cells = "".join(f"<c><v>{at}</v></c>" for at in range(n))
    return workbook(sheet(text_row(1, "a", "b") + f'<row r="2">{cells}<c/><c/></row>'))


def shared_string(n: int) -> bytes:
    row = '<row><c t="s"><v>0</v></c></row>'
    return workbook(sheet(row * 2), strings=f"<si><t>{'x' * n}</t></si>")


def inline_string(n: int) -> bytes:
    return workbook(sheet(text_row(1, "a", "b") + text_row(2, "_x000A_" * n, "b")))


def pointed_at(n: int) -> bytes:
    cells = '<row><c t="s"><v>0</v></c></row>' * (n // 10 + 1) + text_row(
        n // 10 + 2, "x" * (n % 10)
    )
    return workbook(sheet(cells), strings=f"<si><t>{'x' * 10}</t></si>")


def expanding(n: int) -> bytes:
    content = parts()
    content["xl/worksheets/s1.xml"] = sheet().encode().ljust(n)
    return zipped(content)


def many_sheets(n: int) -> bytes:
    return workbook(sheets=tuple((f"s{at}", "visible") for at in range(n)))


def deep(n: int) -> bytes:
    return workbook(sheet(after="<a>" * (n - 1) + " " * 65_536 + "</a>" * (n - 1)))


def after(markup: Iterable[str]) -> bytes:
    return workbook(sheet(after="".join(markup)))


CASES = [
    Case("rows_max", csv_rows, 7, "a.csv"),
    Case("rows_max", xlsx_rows, 7),
    Case("columns_max", lambda n: b"a,b\n" + b",".join([b"1"] * n) + b",,,\n", 9, "a.csv"),
    Case("columns_max", many_columns, 9),
    Case("cell_chars_max", lambda n: b"a,b\n1," + b"x" * n, 50, "a.csv"),
    Case("cell_chars_max", shared_string, 50),
    Case("cell_chars_max", inline_string, 50),
    Case("record_chars_max", lambda n: b"a,b\n" + b"1" * (n - 1) + b"\n", 90, "a.csv"),
    Case("text_chars_max", lambda n: b"a\n" + b"x" * 10 + b"\n" + b"y" * (n - 10), 25, "a.csv"),
    Case("text_chars_max", pointed_at, 105),
    Case("compressed_bytes_max", padded_zip, 9_000),
    Case("uncompressed_bytes_max", csv_bytes, 100, "a.csv"),
    Case("uncompressed_bytes_max", unpacked, 9_000),
    Case("expansion_free_bytes", expanding, 90_000, others=(("expansion_ratio_max", 2),)),
    Case("zip_entries_max", entries, 30),
    Case("part_bytes_max", part_bytes, 3_000),
    Case("sheets_max", many_sheets, 5),
    Case(
        "shared_strings_max",
        lambda n: workbook(strings="<si><t>a</t></si>" * n),
        20,
    ),
    Case("markup_depth_max", deep, 40),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.limit}-{case.name}")
def test_n_passes_and_one_more_is_refused(read, opened, case: Case):
    limits = Limits(**{case.limit: case.n}, **dict(case.others))
    rows = read(case.make(case.n), case.name, limits)
    assert opened(case.make(case.n), case.name, limits).count() == len(rows)
    with pytest.raises(LimitExceeded) as refusal:
        read(case.make(case.n + 1), case.name, limits)
    with pytest.raises(LimitExceeded):
        opened(case.make(case.n + 1), case.name, limits).count()
    shown = "expansion_ratio_max" if case.limit == "expansion_free_bytes" else case.limit
    assert refusal.value.limit == shown
    assert refusal.value.status == 413


def test_a_part_may_expand_up_to_the_ratio(read):
    content = expanding(200_000)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        info = file.getinfo("xl/worksheets/s1.xml")
    needed = -(-info.file_size // info.compress_size)
    read(content, limits=Limits(expansion_ratio_max=needed, expansion_free_bytes=0))
    with pytest.raises(LimitExceeded):
        read(content, limits=Limits(expansion_ratio_max=needed - 1, expansion_free_bytes=0))


@pytest.mark.parametrize(
    ("limit", "content"),
    [
        ("markup_bytes_max", workbook(sheet(before=f'<x y="{"z" * 300_000}"/>'))),
        ("markup_names_max", after(f"<x{n}/>" for n in range(3_000))),
        (
            "markup_names_max",
            after(f"<x xmlns:p{n}='u'/>" for n in range(3_000)),
        ),
    ],
)
def test_markup_out_of_proportion_is_refused(read, limit: str, content: bytes):
    read(content, limits=Limits(**{limit: 400_000}))
    with pytest.raises(LimitExceeded) as refusal:
        read(content, limits=Limits(**{limit: 1_000}))
    assert refusal.value.limit == limit


def test_every_limit_is_tested():
    tested = {case.limit for case in CASES} | {
        "expansion_ratio_max", "markup_bytes_max", "markup_names_max",
    }  # fmt: skip
    assert tested == {field.name for field in dataclasses.fields(Limits)}


@pytest.mark.parametrize(
    ("limit", "n"),
    [("cell_chars_max", CSV_FIELD_CHARS_MAX), ("columns_max", SHEET_COLUMNS_MAX)],
)
def test_a_limit_the_readers_could_not_keep_is_a_mistake(limit: str, n: int):
    Limits(**{limit: n})
    with pytest.raises(ValueError, match=limit):
        Limits(**{limit: n + 1})
