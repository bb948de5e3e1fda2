"""What the API and the forms take about measures; what they give is in `answer_schemas`."""

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from credit.measures import limits
from credit.measures.drafts import Basis, NewMeasure
from credit.measures.happening import Happened
from credit.measures.target import Target
from credit.measures.vocabulary import ApplicationState, BasisLevel, MeasureKind, MeasureState
from credit.rules.vocabulary import FactKind, Tier
from credit.subjects.identifiers import SubjectKind
from service.api.paging import PageArguments

NUMBER_CHARS_MAX = 64
_WORDS = validate.Length(min=1, max=limits.NAME_CHARS_MAX)


def _names(description: str) -> fields.List[str]:
    one = fields.String(validate=validate.Length(min=1, max=limits.UNIT_CHARS_MAX))
    return fields.List(
        one,
        load_default=list,
        validate=validate.Length(max=limits.TITLES_MAX),
        metadata={"description": description},
    )


class MeasureBasisSchema(Schema):
    """One legal basis."""

    level = fields.Enum(
        BasisLevel, by_value=True, required=True,
        metadata={"description": "法律；行政法规或地方性法规；党中央、国务院政策文件"},
    )  # fmt: skip
    doc = fields.String(required=True, validate=validate.Length(min=1, max=limits.DOC_CHARS_MAX))
    article = fields.String(
        required=True, validate=validate.Length(min=1, max=limits.ARTICLE_CHARS_MAX)
    )

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Basis:
        """The basis itself."""
        return Basis(**data)


class TargetWords(Schema):
    """The parts of a target that are words of closed lists."""

    subject_kinds = fields.List(fields.Enum(SubjectKind, by_value=True), load_default=list)
    kinds = fields.List(
        fields.Enum(FactKind, by_value=True),
        load_default=list,
        metadata={"description": "由哪类记录引起；激励措施只能是 honour"},
    )
    tiers = fields.List(fields.Enum(Tier, by_value=True), load_default=list)
    without = fields.List(
        fields.Enum(FactKind, by_value=True),
        load_default=list,
        metadata={"description": "主体有此类有效记录的，不予激励"},
    )


class MeasureTargetSchema(TargetWords):
    """Which records of whom a measure is for."""

    titles = _names("荣誉或名单的名称；不写则不限")
    authorities = _names("认定单位；不写则不限")

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Target:
        """The target itself."""
        return Target(**{name: frozenset(map(str, values)) for name, values in data.items()})


class NewMeasureSchema(Schema):
    """A measure as it is drawn up."""

    kind = fields.Enum(MeasureKind, by_value=True, required=True)
    name = fields.String(required=True, validate=_WORDS)
    name_en = fields.String(load_default=None, validate=_WORDS, allow_none=True)
    content = fields.String(
        required=True, validate=validate.Length(min=1, max=limits.CONTENT_CHARS_MAX)
    )
    legal_basis = fields.List(
        fields.Nested(MeasureBasisSchema),
        load_default=list,
        validate=validate.Length(max=limits.BASES_MAX),
        metadata={"description": "约束措施生效前必须有"},
    )
    published_url = fields.Url(
        load_default=None, allow_none=True, schemes={"http", "https"},
        validate=validate.Length(max=limits.URL_CHARS_MAX),
        metadata={"description": "公布网址；约束措施生效前必须有"},
    )  # fmt: skip
    catalogue_item = fields.String(load_default=None, allow_none=True, validate=_WORDS)
    target = fields.Nested(MeasureTargetSchema, required=True)
    department = fields.String(
        required=True, validate=validate.Length(min=1, max=limits.UNIT_CHARS_MAX),
        metadata={"description": "确认并实施的部门"},
    )  # fmt: skip
    term_months = fields.Integer(
        load_default=None, allow_none=True,
        validate=validate.Range(min=1, max=limits.TERM_MONTHS_MAX),
        metadata={"description": "每次实施最长几个月；不写则随记录"},
    )  # fmt: skip
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(load_default=None, allow_none=True)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> NewMeasure:
        """The measure itself."""
        return NewMeasure(**data | {"legal_basis": tuple(data["legal_basis"])})


class RevisedMeasureSchema(Schema):
    """A draft as it is to be, and the version it was changed from."""

    version = fields.Integer(required=True, validate=validate.Range(min=1))
    measure = fields.Nested(NewMeasureSchema, required=True)


class MeasureArguments(PageArguments):
    """Filters of the register."""

    kind = fields.Enum(MeasureKind, by_value=True, load_default=None)
    state = fields.Enum(MeasureState, by_value=True, load_default=None)
    department = fields.String(
        load_default=None, validate=validate.Length(max=limits.UNIT_CHARS_MAX)
    )


class PeriodOfMeasures(Schema):
    """Of which days; without both, of all."""

    from_ = fields.Date(load_default=None, data_key="from")
    to = fields.Date(load_default=None)

    @validates_schema
    def together(self, data: dict[str, date | None], **_: Any) -> None:
        """Both days or none."""
        left_out = [name for name, day in (("from", data["from_"]), ("to", data["to"])) if not day]
        if len(left_out) == 1:
            raise ValidationError("Missing data for required field.", left_out[0])


class ApplicationArguments(PageArguments, PeriodOfMeasures):
    """Filters of proposals and applications."""

    kind = fields.Enum(MeasureKind, by_value=True, load_default=None)
    happened = fields.Enum(
        Happened, by_value=True, load_default=None,
        metadata={"description": "在所给日期内有这一步的"},
    )  # fmt: skip
    state = fields.Enum(ApplicationState, by_value=True, load_default=None)
    measure = fields.String(load_default=None, validate=validate.Length(max=NUMBER_CHARS_MAX))


class MeasureReasonSchema(Schema):
    """Why."""

    reason = fields.String(
        required=True, validate=validate.Length(min=1, max=limits.REASON_CHARS_MAX)
    )


class MeasureFeedbackSchema(Schema):
    """What was done and what came of it."""

    text = fields.String(
        required=True, validate=validate.Length(min=1, max=limits.FEEDBACK_CHARS_MAX)
    )
