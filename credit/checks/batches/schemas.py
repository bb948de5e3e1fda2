"""What the API and the forms take and give about batches."""

import json
from collections.abc import Mapping
from typing import Any

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    post_load,
    pre_load,
    validate,
    validates_schema,
)

from credit.checks.limits import NOTE_CHARS_MAX, REFERENCE_CHARS_MAX
from credit.checks.models import BasisKind, BatchState
from credit.checks.schemas import BasisSchema, Line, not_blank
from credit.rules.vocabulary import Purpose
from service.api.bodies import storable

BASIS_CHARS_MAX = 1000
SELECTED_MAX = 1000
NESTED = {
    "basis.kind": "basis_kind",
    "basis.reference": "basis_reference",
    "basis[kind]": "basis_kind",
    "basis[reference]": "basis_reference",
}
"""How clients write a nested field in a form, which has none, and the field it is here."""


class BatchForm(Schema):
    """The fields beside the file: purpose, and the basis as JSON or as two fields."""

    purpose = fields.Enum(Purpose, by_value=True, required=True)
    basis = fields.String(
        validate=validate.Length(max=BASIS_CHARS_MAX),
        metadata={
            "description": '依据，JSON 文本：{"kind": "authorisation", "reference": "…"}；'
            "也可分作 basis.kind、basis.reference 两项"
        },
    )
    basis_kind = fields.Enum(
        BasisKind, by_value=True, metadata={"description": "依据种类；给出 basis 时不必再给"}
    )
    basis_reference = Line(
        validate=[validate.Length(min=1, max=REFERENCE_CHARS_MAX), not_blank],
        metadata={"description": "授权书编号或共享依据文号"},
    )
    preview = fields.Boolean(
        load_default=False, metadata={"description": "true 时只检查名单，不开始核查"}
    )

    @pre_load
    def plain_names(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """The fields by the names they have here."""
        return {NESTED.get(name, name): data[name] for name in data}

    @validates_schema
    def require_basis(self, data: dict[str, Any], **_: Any) -> None:
        """A batch without a basis does not happen."""
        if "basis" not in data and not {"basis_kind", "basis_reference"} <= data.keys():
            raise ValidationError("Missing data for required field.", "basis")

    @post_load
    def one_basis(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The basis as a kind and a reference, however it was given."""
        if "basis" in data:
            basis = _basis(data.pop("basis"), data)
            data["basis_kind"], data["basis_reference"] = basis["kind"], basis["reference"]
        return data


def _basis(text: str, data: dict[str, Any]) -> dict[str, Any]:
    """`basis` as JSON, or as the bare kind beside `basis_reference`."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError):
        raw = {"kind": text.strip(), "reference": data.get("basis_reference")}
    try:
        loaded: dict[str, Any] = BasisSchema().load(raw)
    except ValidationError as error:
        raise ValidationError({"basis": error.messages}) from error
    if not storable(loaded["reference"]):
        raise ValidationError({"basis": {"reference": ["Not a valid string."]}})
    return loaded


class BatchFile(Schema):
    """The list itself."""

    file = fields.Raw(
        required=True, metadata={"type": "string", "format": "binary", "description": "XLSX 或 CSV"}
    )


class PageForm(Schema):
    """The form of the page."""

    purpose = fields.Enum(Purpose, by_value=True, required=True)
    basis_kind = fields.Enum(BasisKind, by_value=True, required=True)
    basis_reference = Line(
        required=True, validate=[validate.Length(min=1, max=REFERENCE_CHARS_MAX), not_blank]
    )
    file = fields.Raw(required=True)


class ReviewForm(Schema):
    """Which negative results a reviewer confirms."""

    numbers = fields.List(
        fields.String(), load_default=list, validate=validate.Length(max=SELECTED_MAX)
    )
    note = fields.String(load_default="", validate=validate.Length(max=NOTE_CHARS_MAX))


class RefusedRowSchema(Schema):
    """One refused row; the first data row of a file is row 2."""

    row = fields.Integer(required=True)
    field = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)
    remedy = fields.String(required=True)


class BatchFailureSchema(Schema):
    """Why a batch failed."""

    code = fields.String(required=True)
    message = fields.String(required=True)


class BatchAnswer(Schema):
    """Where a batch stands: total = passed + negative + held + refused once it is done."""

    id = fields.UUID(required=True)
    purpose = fields.Enum(Purpose, by_value=True, required=True)
    basis = fields.Nested(BasisSchema, required=True)
    as_of = fields.Date(required=True)
    filename = fields.String(required=True)
    state = fields.Enum(BatchState, by_value=True, required=True)
    done = fields.Integer(required=True)
    total = fields.Integer(allow_none=True)
    passed = fields.Integer(required=True)
    negative = fields.Integer(required=True)
    held = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    seconds_left = fields.Float(allow_none=True)
    errors = fields.List(
        fields.Nested(RefusedRowSchema),
        required=True,
        metadata={"description": "被拒绝的行，最多列出 200 行，refused 为总数；完成后给出"},
    )
    failure = fields.Nested(BatchFailureSchema, allow_none=True)
    result_url = fields.String(allow_none=True)
    created_by = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(allow_none=True)


class BatchPreviewAnswer(Schema):
    """What a look at a list found: total = good + refused. Nothing was started."""

    filename = fields.String(required=True)
    total = fields.Integer(required=True)
    good = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    errors = fields.List(fields.Nested(RefusedRowSchema), required=True)
    notes = fields.List(fields.String(), required=True)


class BatchPage(Schema):
    """A page of batches, newest first."""

    items = fields.List(fields.Nested(BatchAnswer), required=True)
    next_cursor = fields.String(allow_none=True)
