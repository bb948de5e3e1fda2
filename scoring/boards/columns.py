"""The columns of a board, each described once: page, workbook and API are drawn from here.

A new column is one line of `COLUMNS`; one without a label is told by the API alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields, validate

from scoring.boards.ranking import Move
from scoring.boards.reading import Board, Line
from scoring.boards.scores import PlaceScore
from scoring.boards.wording import move_words
from service.messages import Message, msg


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds of a line, and what it is called."""

    code: str
    """Its name in an answer of the API."""
    value: Callable[[Line], Any]
    field: fields.Field[Any]
    """How the API writes it."""
    label: Message | None = None
    label_of_places: Message | None = None
    """Where a board of places calls it otherwise."""
    words: Callable[[Line], Message] | None = None
    """What people read in its cells, where the value alone tells them nothing."""
    places_only: bool = False


def _place(read: Callable[[PlaceScore], Any]) -> Callable[[Line], Any]:
    """Read from the place a line is about."""
    return lambda line: read(line.where) if line.where else None


def _told(kind: type[fields.Field[Any]], description: str = "", **more: Any) -> fields.Field[Any]:
    return kind(metadata={"description": description} if description else {}, **more)


_ALWAYS: dict[str, Any] = {"required": True}
_MOVES = validate.OneOf([str(one) for one in Move])

COLUMNS = (
    Column("place", lambda line: line.standing.place, _told(fields.Integer, **_ALWAYS),
           msg("名次")),
    Column("name", lambda line: line.name,
           _told(fields.String, "公开名称或地点", **_ALWAYS), msg("公开名称"), msg("地点")),
    Column("points", lambda line: line.standing.points, _told(fields.Integer, **_ALWAYS),
           msg("积分")),
    Column("points_before", lambda line: line.standing.before,
           _told(fields.Integer, "上一时段到同一进度时的积分", **_ALWAYS), msg("上期同期积分")),
    Column("place_before", lambda line: line.standing.place_before,
           _told(fields.Integer, allow_none=True, **_ALWAYS)),
    Column("movement", lambda line: line.standing.move,
           _told(fields.String, validate=_MOVES, **_ALWAYS), msg("名次变化"),
           words=lambda line: move_words(line.standing)),
    Column("moved_by", lambda line: line.standing.steps, _told(fields.Integer, **_ALWAYS)),
    Column("code", _place(lambda where: where.code),
           _told(fields.String, "地点代码；合并时为第一处的"), places_only=True),
    Column("joined", _place(lambda where: where.joined),
           _told(fields.Boolean, "人数少，与邻近几处合并"), places_only=True),
    Column("households", _place(lambda where: where.score.facts.households),
           _told(fields.Integer), msg("总户数"), places_only=True),
    Column("participating", _place(lambda where: where.score.facts.participating),
           _told(fields.Integer), msg("参与户数"), places_only=True),
    Column("score", _place(lambda where: where.score.value),
           _told(fields.Decimal, "0 到 100", as_string=True), msg("邻里信用分"), places_only=True),
)  # fmt: skip


def columns_of(places: bool) -> list[Column]:
    """Every column of a board, of places or of people."""
    return [one for one in COLUMNS if places or not one.places_only]


def label_of(column: Column, places: bool) -> Message | None:
    """What people call a column; None for one that they are not shown."""
    return (column.label_of_places if places else None) or column.label


def cell(column: Column, line: Line) -> Any:
    """What people read: a number, a name or words."""
    return column.words(line) if column.words else column.value(line)


def table(board: Board) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Columns and rows as `macros/tables.html` draws them, people's columns alone."""
    places = about_places(board.lines)
    shown = [(one, label) for one in columns_of(places) if (label := label_of(one, places))]
    heads: list[Mapping[str, Any]] = [
        {
            "key": one.code,
            "label": label,
            "kind": "number" if isinstance(one.field, fields.Number) else "text",
            "head": one.code == "name",
        }
        for one, label in shown
    ]
    return heads, [{one.code: cell(one, line) for one, _ in shown} for line in board.lines]


def about_places(lines: Sequence[Line]) -> bool:
    """True for a board of places."""
    return any(line.where for line in lines)


OwnPlaceAnswer = Schema.from_dict(
    {one.code: one.field for one in COLUMNS if not one.places_only}, name="OwnPlaceAnswer"
)
"""One line. Ties share a place and the next place is skipped."""
BoardLineAnswer = Schema.from_dict({one.code: one.field for one in COLUMNS}, name="BoardLineAnswer")
"""One line of a board; what follows the movement only on boards of places."""
