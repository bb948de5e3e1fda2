"""What the API and the form take and give about previews."""

from typing import Any

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    pre_load,
    validate,
    validates_schema,
)

from credit.checks.preview.compare import Direction
from credit.checks.preview.limits import LAST_DEFAULT, LAST_MAX
from credit.checks.preview.models import PreviewState
from credit.rules.limits import CODE_LENGTH_MAX
from credit.rules.vocabulary import Outcome, Purpose
from service.api.paging import PageArguments

RULE_SET_MAX = 2**31 - 1


class PreviewForm(Schema):
    """The fields beside the draft file, or instead of it the number of a stored version."""

    purpose = fields.Enum(
        Purpose,
        by_value=True,
        load_default=None,
        metadata={"description": "文件中有几种用途的规则表时须指明"},
    )
    rule_set = fields.Integer(
        load_default=None,
        validate=validate.Range(min=1, max=RULE_SET_MAX),
        metadata={"description": "已导入的规则表版本编号；与 file 二选一"},
    )
    last = fields.Integer(
        load_default=LAST_DEFAULT,
        validate=validate.Range(min=1, max=LAST_MAX),
        metadata={"description": "重算最近多少件已出结果的核查"},
    )

    @pre_load
    def empty_is_none(self, data: Any, **_: Any) -> dict[str, Any]:
        """A field of a form left empty counts as not given."""
        return {name: value for name, value in data.items() if value != ""}


class PreviewFile(Schema):
    """The draft."""

    file = fields.Raw(
        load_default=None,
        metadata={"type": "string", "format": "binary", "description": "规则表草案（YAML）"},
    )


class PageForm(PreviewForm, PreviewFile):
    """The form of the page."""

    @validates_schema
    def require_table(self, data: dict[str, Any], **_: Any) -> None:
        """There is a table to try."""
        if (data.get("file") is None) == (data.get("rule_set") is None):
            raise ValidationError("Missing data for required field.", "file")


class ChangeFilter(PageArguments):
    """Which changes."""

    direction = fields.Enum(Direction, by_value=True, load_default=None)
    item = fields.String(load_default=None, validate=validate.Length(max=CODE_LENGTH_MAX))


class ChangeQuery(Schema):
    """The filter of the page."""

    direction = fields.Enum(Direction, by_value=True, load_default=None)
    item = fields.String(load_default=None, validate=validate.Length(max=CODE_LENGTH_MAX))
    cursor = fields.String(load_default=None, validate=validate.Length(max=64))


class PreviewTableSchema(Schema):
    """The table that was tried."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    district = fields.String(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(allow_none=True)
    digest = fields.String(required=True)
    rule_set = fields.Integer(allow_none=True)
    filename = fields.String(required=True)


class PreviewFlowSchema(Schema):
    """How many checks went from one outcome to another."""

    before = fields.Enum(Outcome, by_value=True, required=True)
    after = fields.Enum(Outcome, by_value=True, required=True)
    checks = fields.Integer(required=True)


class PreviewItemSchema(Schema):
    """How many checks change by one item; `item` is `*` for the score as a whole."""

    item = fields.String(required=True)
    name = fields.String(required=True)
    worse = fields.Integer(required=True)
    better = fields.Integer(required=True)
    points = fields.Integer(required=True)


class PreviewAnswer(Schema):
    """Where a preview stands: done = same + worse + better + points."""

    id = fields.UUID(required=True)
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    table = fields.Nested(PreviewTableSchema, required=True)
    last = fields.Integer(required=True)
    state = fields.Enum(PreviewState, by_value=True, required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(required=True)
    same = fields.Integer(required=True)
    worse = fields.Integer(required=True)
    better = fields.Integer(required=True)
    points = fields.Integer(required=True, metadata={"description": "结果不变、分数改变的件数"})
    outside = fields.Integer(
        required=True,
        metadata={"description": "基准日不在该表有效期内的件数，按该表当日有效试算"},
    )
    flow = fields.List(fields.Nested(PreviewFlowSchema), required=True)
    items = fields.List(fields.Nested(PreviewItemSchema), required=True)
    warnings = fields.List(
        fields.String(), required=True, metadata={"description": "按现状导入该文件会被拒绝的原因"}
    )
    seconds_left = fields.Float(allow_none=True)
    created_by = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(allow_none=True)


class PreviewPage(Schema):
    """A page of previews, newest first."""

    items = fields.List(fields.Nested(PreviewAnswer), required=True)
    next_cursor = fields.String(allow_none=True)


class PreviewSubjectSchema(Schema):
    """Whom a check is about; persons are masked."""

    name = fields.String(required=True)
    id_number = fields.String(required=True)
    kind = fields.String(required=True)


class PreviewResultSchema(Schema):
    """One of the two results."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    points = fields.Float(required=True)
    total = fields.Float(required=True)


class PreviewCauseSchema(Schema):
    """One item that does otherwise."""

    item = fields.String(required=True)
    name = fields.String(required=True)
    points_before = fields.Float(required=True)
    points_after = fields.Float(required=True)
    explanation = fields.String(required=True)


class PreviewChangeAnswer(Schema):
    """One check that would come out otherwise."""

    number = fields.String(required=True)
    subject = fields.Nested(PreviewSubjectSchema, required=True)
    as_of = fields.Date(required=True)
    direction = fields.Enum(Direction, by_value=True, required=True)
    before = fields.Nested(PreviewResultSchema, required=True)
    after = fields.Nested(PreviewResultSchema, required=True)
    causes = fields.List(fields.Nested(PreviewCauseSchema), required=True)


class PreviewChangePage(Schema):
    """A page of changes, newest check first."""

    items = fields.List(fields.Nested(PreviewChangeAnswer), required=True)
    next_cursor = fields.String(allow_none=True)
