"""A statement as a spreadsheet: the sums it begins and ends with, and every entry between."""

from collections.abc import Callable, Iterator

from scoring.catalogue.wording import name_of, plain, unit_name
from scoring.communities.called import called
from scoring.ledger.explain import KIND_NAMES
from scoring.ledger.lines import Line, Statement
from scoring.ledger.models import Kind
from scoring.statement.words import Rules, words_of
from service.files.spool import scratch
from service.messages import Message, msg
from service.tabular import write_csv, write_xlsx
from service.web.downloads import CSV_TYPE, XLSX_TYPE

HEADER = (
    msg("入账日期"), msg("类型"), msg("维度"), msg("项目"), msg("数量"), msg("计量单位"),
    msg("荣誉分"), msg("可用积分"), msg("说明"), msg("登记人"), msg("审核人"), msg("依据"),
)  # fmt: skip
WIDTHS = (12.0, 10.0, 10.0, 20.0, 8.0, 8.0, 10.0, 10.0, 60.0, 14.0, 14.0, 30.0)
TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
Say = Callable[[Message], str]


def sheet_of(
    form: str, told: Statement, rules: Rules, dimensions: dict[str, Message], say: Say
) -> bytes:
    """The file in one of `TYPES`, in the reader's language."""
    header = [say(name) for name in HEADER]
    rows = _rows(told, rules, dimensions, say)
    with scratch() as folder:
        path = folder / f"statement.{form}"
        if form == "csv":
            write_csv(path, header, rows)
        else:
            write_xlsx(path, header, rows, sheet=say(msg("积分明细")), column_widths=WIDTHS)
        return path.read_bytes()


def _rows(
    told: Statement, rules: Rules, dimensions: dict[str, Message], say: Say
) -> Iterator[list[str]]:
    before, after = told.before, told.after
    yield _sum(say(msg("开始时")), told.first.isoformat(), before.honour, before.spendable)
    for line in told.lines:
        yield _row(line, rules, dimensions, say)
    yield _sum(say(msg("结束时")), told.last.isoformat(), after.honour, after.spendable)


def _row(line: Line, rules: Rules, dimensions: dict[str, Message], say: Say) -> list[str]:
    entry, item = line.entry, line.item
    named = dimensions.get(entry.dimension)
    return [
        entry.posted_on.isoformat(),
        say(KIND_NAMES[Kind(entry.kind)]),
        say(named) if named else entry.dimension,
        say(name_of(item)) if item else "",
        "" if entry.quantity is None else plain(entry.quantity),
        say(unit_name(item.unit)) if item else "",
        str(entry.honour),
        str(entry.spendable),
        " ".join(say(sentence) for sentence in words_of(line, rules)),
        _named(entry.entered_by, say),
        _named(entry.approved_by, say),
        (line.claim.evidence or "") if line.claim else "",
    ]


def _sum(name: str, day: str, honour: int, spendable: int) -> list[str]:
    return [day, name, "", "", "", "", str(honour), str(spendable), "", "", "", ""]


def _named(name: str | None, say: Say) -> str:
    known = called(name) if name else ""
    return known if isinstance(known, str) else say(known)
