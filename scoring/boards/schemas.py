"""What boards are asked by and how they are answered."""

from marshmallow import Schema, fields, validate

from scoring.boards.asking import ALL_DIMENSIONS, BoardLevel
from scoring.boards.columns import BoardLineAnswer, OwnPlaceAnswer
from scoring.catalogue.limits import CODE_CHARS_MAX

PERIOD_CHARS_MAX = 8


class BoardArguments(Schema):
    """Which board; without any, members by all points of this month so far."""

    level = fields.String(
        load_default=str(BoardLevel.member),
        validate=validate.OneOf([str(one) for one in BoardLevel]),
        metadata={"description": "成员、家庭、单元、楼幢、网格或社区"},
    )
    dimension = fields.String(
        load_default=ALL_DIMENSIONS,
        validate=validate.Length(max=CODE_CHARS_MAX),
        metadata={"description": "维度代码，all 为全部"},
    )
    period = fields.String(
        load_default=None,
        validate=validate.Length(max=PERIOD_CHARS_MAX),
        metadata={"description": "2026、2026-Q4、2026-11 或 2026-W48", "example": "2026-11"},
    )
    as_of = fields.Date(
        load_default=None, metadata={"description": "截至哪一天，不晚于今天；默认今天"}
    )


class BoardTotalsAnswer(Schema):
    """The community as a whole."""

    points = fields.Integer(required=True)
    households = fields.Integer(required=True)
    participating = fields.Integer(required=True)
    score = fields.Decimal(required=True, as_string=True)


class BoardAnswer(Schema):
    """A board."""

    community = fields.String(required=True)
    level = fields.String(required=True)
    dimension = fields.String(required=True)
    period = fields.String(required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True, metadata={"description": "计到的最后一天"})
    as_of = fields.Date(required=True)
    tie_rule = fields.String(required=True)
    lines = fields.List(fields.Nested(BoardLineAnswer), required=True)
    sharing_last = fields.Integer(
        required=True, metadata={"description": "另有多少与最后一行同分，未列出"}
    )
    own = fields.Nested(
        OwnPlaceAnswer,
        required=True,
        allow_none=True,
        metadata={"description": "本人或本人所在之处的名次，只有本人看得到"},
    )
    totals = fields.Nested(
        BoardTotalsAnswer,
        required=True,
        allow_none=True,
        metadata={"description": "参与成员太少时不显示"},
    )
