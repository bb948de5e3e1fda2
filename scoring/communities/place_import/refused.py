"""The refused rows as a file to correct and send again as it is."""

import io
from collections.abc import Callable, Mapping, Sequence

from scoring.communities.place_import.lines import Fault
from service.messages import Message
from service.tabular.csv_writer import write_csv_rows

ADDED_HEADERS = ("原行号", "出错的列", "问题", "如何改正")
"""Columns put behind those of the file; an import passes over them."""
Say = Callable[[Message], str]


def refused_csv(
    header: Sequence[str], rows: Mapping[int, Sequence[str]], faults: Sequence[Fault], say: Say
) -> bytes:
    """CSV of the rows that have faults, with their own columns and what is wrong with each."""
    kept = [at for at, name in enumerate(header) if name not in ADDED_HEADERS]
    by_row: dict[int, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(fault)
    lines = (
        [*(rows[row][at] for at in kept), str(row), *_told(by_row[row], say)]
        for row in sorted(by_row)
    )
    file = io.StringIO(newline="")
    write_csv_rows(file, [*(header[at] for at in kept), *ADDED_HEADERS], lines)
    return file.getvalue().encode("utf-8-sig", "replace")


def _told(faults: Sequence[Fault], say: Say) -> tuple[str, str, str]:
    columns = dict.fromkeys(fault.column for fault in faults)
    remedies = dict.fromkeys(say(fault.remedy) for fault in faults)
    messages = [f"{fault.column}：{say(fault.message)}" for fault in faults]
    return "、".join(columns), "；".join(messages), "；".join(remedies)
