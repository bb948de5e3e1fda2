"""What the catalogue's addresses take and give."""

from marshmallow import Schema, fields, validate

from scoring.catalogue.vocabulary import Basis, Entrant, Proof, Tiers


class OnArguments(Schema):
    """Which day; today by default."""

    on = fields.Date(
        load_default=None, metadata={"description": "哪一天的目录 / day", "example": "2026-11-27"}
    )


class CatalogueFile(Schema):
    """The form that takes a file."""

    file = fields.Raw(required=True)


class RulesFile(CatalogueFile):
    """The form that turns a table of rules into a draft."""

    keep = fields.Boolean(load_default=False)


class EditionForm(Schema):
    """A deed on the draft as it was seen."""

    edition = fields.Integer(required=True)


class DimensionAnswer(Schema):
    """A dimension."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)


class CapsAnswer(Schema):
    """Caps of each period; null without limit."""

    day = fields.Integer(required=True, allow_none=True)
    month = fields.Integer(required=True, allow_none=True)
    quarter = fields.Integer(required=True, allow_none=True)
    year = fields.Integer(required=True, allow_none=True)


class TierAnswer(Schema):
    """What the year's quantity earns when it reaches `at`."""

    at = fields.Decimal(required=True, as_string=True)
    points = fields.Integer(required=True)


class StarAnswer(Schema):
    """How many stars the honour of a calendar year makes."""

    stars = fields.Integer(required=True)
    points = fields.Integer(required=True)


class ItemAnswer(Schema):
    """An item; its points are for `per` units."""

    code = fields.String(required=True)
    dimension = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    description = fields.String(required=True)
    description_en = fields.String(required=True)
    basis = fields.String(required=True)
    minus = fields.Boolean(required=True)
    points_from = fields.Integer(required=True)
    points_to = fields.Integer(required=True)
    choices = fields.List(
        fields.Integer(), required=True, metadata={"description": "可选的几档，没有时为空"}
    )
    per = fields.Decimal(required=True, as_string=True)
    unit = fields.String(required=True)
    unit_name = fields.String(required=True)
    quantity_max = fields.Decimal(required=True, as_string=True, allow_none=True)
    caps = fields.Nested(CapsAnswer, required=True, metadata={"description": "分值上限"})
    caps_quantity = fields.Nested(CapsAnswer, required=True, metadata={"description": "数量上限"})
    tiers = fields.List(fields.Nested(TierAnswer), required=True)
    tiers_count = fields.String(required=True, validate=validate.OneOf([str(one) for one in Tiers]))
    evidence = fields.String(required=True, validate=validate.OneOf([str(one) for one in Proof]))
    expires_months = fields.Integer(
        required=True, allow_none=True, metadata={"description": "空为当年年底"}
    )
    entered_by = fields.List(
        fields.String(validate=validate.OneOf([str(one) for one in Entrant])), required=True
    )
    two_person = fields.Boolean(required=True)
    in_words = fields.String(required=True, metadata={"description": "如：每小时 +5分"})
    caps_in_words = fields.String(required=True)


class AlterationAnswer(Schema):
    """One thing an item will say otherwise."""

    label = fields.String(required=True)
    before = fields.String(required=True)
    after = fields.String(required=True)


class ChangeAnswer(Schema):
    """One item that comes, goes or is altered."""

    turn = fields.String(required=True, validate=validate.OneOf(["added", "altered", "ended"]))
    item = fields.String(required=True)
    name = fields.String(required=True)
    alterations = fields.List(fields.Nested(AlterationAnswer), required=True)


class AnnouncedAnswer(Schema):
    """A version that will take effect, and what it changes."""

    version = fields.Integer(required=True)
    valid_from = fields.Date(required=True)
    changes = fields.List(fields.Nested(ChangeAnswer), required=True)


class CatalogueAnswer(Schema):
    """The catalogue in force on a day."""

    community = fields.String(required=True)
    on = fields.Date(required=True)
    version = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True, allow_none=True)
    demonstration = fields.Boolean(required=True)
    source = fields.String(required=True)
    evidence = fields.String(required=True, validate=validate.OneOf([str(one) for one in Basis]))
    note = fields.String(required=True)
    dimensions = fields.List(fields.Nested(DimensionAnswer), required=True)
    stars = fields.List(fields.Nested(StarAnswer), required=True)
    items = fields.List(fields.Nested(ItemAnswer), required=True)
    announced = fields.List(fields.Nested(AnnouncedAnswer), required=True)
