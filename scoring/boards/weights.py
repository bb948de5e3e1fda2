"""The dated table of the neighbourhood score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from scoring.boards.period import PeriodKind
from service.messages import msg
from service.problems import Problem
from service.yaml_file import read_yaml

TABLE = Path(__file__).parent / "tables" / "score.yaml"
FULL = 100


class NoScoreCovers(Problem):
    """No row of the table of scores, or more than one, is in force on the day asked about."""

    code = "no-score-covers"
    status = 422
    title = msg("没有适用的邻里信用分算法")


@dataclass(frozen=True, slots=True)
class Weights:
    """One row: what each part can bring and when it brings all of it."""

    code: str
    source: str
    evidence: str
    valid_from: date
    valid_to: date | None
    weights: Mapping[str, int]
    """Points of 100 for participation, points, breadth and trend."""
    participation_target: Mapping[PeriodKind, int]
    """Percent of all households."""
    points_target: Mapping[PeriodKind, int]
    """Points of a household that takes part."""
    breadth_share: int
    """Percent of the households that take part."""
    trend_full: int
    """Percent of growth."""

    def __post_init__(self) -> None:
        assert sum(self.weights.values()) == FULL
        assert set(self.participation_target) == set(self.points_target) == set(PeriodKind)
        assert min(self.participation_target.values()) > 0 < min(self.points_target.values())
        assert self.trend_full > 0


def weights_on(day: date) -> Weights:
    """The row in force on a day. Raises `NoScoreCovers`."""
    found = [
        row
        for row in all_weights()
        if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
    ]
    if len(found) != 1:
        raise NoScoreCovers(msg("{day}没有唯一适用的邻里信用分算法。", day=day.isoformat()))
    return found[0]


@cache
def all_weights() -> tuple[Weights, ...]:
    """All rows of the table."""
    rows = read_yaml(TABLE)["scores"]
    return tuple(
        Weights(
            **{
                **row,
                **{
                    name: {PeriodKind(kind): value for kind, value in row[name].items()}
                    for name in ("participation_target", "points_target")
                },
            }
        )
        for row in rows
    )
