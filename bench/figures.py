"""Figures of one bench as a table: printed as markdown, kept as JSON."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

Cell = str | float | int


@dataclass
class Table:
    """One table of figures; the first column says what was measured."""

    title: str
    header: Sequence[str]
    rows: list[Sequence[Cell]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        """One row, with a cell for every column."""
        assert len(cells) == len(self.header), "a cell for every column"
        self.rows.append(cells)

    def markdown(self) -> str:
        """The table as it goes into the documentation."""
        rule = ["---", *("---:" for _ in self.header[1:])]
        lines = [f"### {self.title}", "", _line(self.header), _line(rule)]
        lines += [_line([_text(cell) for cell in row]) for row in self.rows]
        lines += ["", *(f"{note}" for note in self.notes)]
        return "\n".join(lines).rstrip() + "\n"

    def to_json(self) -> dict[str, object]:
        """The same for a program."""
        rows = [dict(zip(self.header, row, strict=True)) for row in self.rows]
        return {"title": self.title, "rows": rows, "notes": self.notes}


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1))]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int) or abs(cell) >= 100:
        return f"{cell:,.0f}"
    return f"{cell:.2f}"
