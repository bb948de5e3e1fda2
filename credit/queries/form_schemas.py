"""What the pages of queries take."""

from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from credit.checks.limits import NAME_CHARS_MAX, NUMBER_CHARS_MAX, REFERENCE_CHARS_MAX
from credit.checks.schemas import Line, not_blank
from credit.queries.limits import CODE_CHARS_MAX, PASTED_CHARS_MAX
from credit.queries.models import Basis
from credit.queries.schemas import names_a_ground
from credit.subjects.identifiers import IdType
from service.messages import msg

_NUMBER = validate.Length(max=NUMBER_CHARS_MAX)
_REFERENCE = validate.And(validate.Length(min=1, max=REFERENCE_CHARS_MAX), names_a_ground)


class GroundForm(Schema):
    """What for and on which ground."""

    purpose = fields.String(required=True, validate=validate.Length(min=1, max=CODE_CHARS_MAX))
    basis_kind = fields.Enum(Basis, by_value=True, required=True)
    basis_reference = Line(required=True, validate=_REFERENCE)


class OneForm(GroundForm):
    """A query about one subject."""

    name = Line(load_default=None, validate=validate.Length(max=2 * NAME_CHARS_MAX))
    id_number = fields.String(load_default="", validate=_NUMBER)


class Format(StrEnum):
    """The kind of file that answers a list."""

    XLSX = "xlsx"
    CSV = "csv"


class ListForm(GroundForm):
    """A query about a list, pasted or as a file."""

    pasted = fields.String(load_default="", validate=validate.Length(max=PASTED_CHARS_MAX))
    file = fields.Raw(load_default=None)
    format = fields.Enum(Format, by_value=True, load_default=Format.XLSX)


class Bringing(StrEnum):
    """What a walk-in brings."""

    IN_PERSON = "in_person"
    RECORDED = "recorded"
    NEW = "new"


class WindowForm(Schema):
    """A walk-in."""

    name = Line(required=True, validate=[validate.Length(min=1, max=2 * NAME_CHARS_MAX), not_blank])
    id_number = fields.String(required=True, validate=_NUMBER)
    paper = fields.Enum(IdType, by_value=True, required=True)
    id_shown = fields.Boolean(load_default=False)
    brings = fields.Enum(Bringing, by_value=True, required=True)
    authorisation = fields.String(load_default="", validate=_NUMBER)
    bearer = Line(load_default=None, validate=validate.Length(max=NAME_CHARS_MAX))
    valid_until = fields.Date(load_default=None)
    file = fields.Raw(load_default=None)

    @validates_schema(skip_on_field_errors=False)
    def complete(self, data: dict[str, Any], **_: Any) -> None:
        """All that is missing is said at once, with what the way of asking calls for."""
        brings, missing = data.get("brings"), {}
        if not data.get("id_shown"):
            missing["id_shown"] = msg("请先核对申请人的有效身份证件。")
        if brings is Bringing.RECORDED and not data.get("authorisation"):
            missing["authorisation"] = msg("请填写授权书编号。")
        if brings is Bringing.NEW and not data.get("bearer"):
            missing["bearer"] = msg("请填写受托人姓名。")
        if missing:
            raise ValidationError({name: [told] for name, told in missing.items()})


class PublicForm(Schema):
    """The public's search: a code, or a full name with the end of the code."""

    code = fields.String(load_default="", validate=_NUMBER)
    name = Line(load_default="", validate=validate.Length(max=NAME_CHARS_MAX))
    tail = fields.String(load_default="", validate=_NUMBER)


class GrantForm(Schema):
    """A signed authorisation."""

    name = Line(required=True, validate=[validate.Length(min=1, max=2 * NAME_CHARS_MAX), not_blank])
    id_type = fields.Enum(IdType, by_value=True, load_default=None)
    id_number = fields.String(load_default="", validate=_NUMBER)
    granted_to_unit = Line(load_default=None, validate=validate.Length(max=NAME_CHARS_MAX))
    purposes = fields.List(fields.String(validate=validate.Length(max=CODE_CHARS_MAX)),
                           required=True)  # fmt: skip
    categories = fields.List(fields.String(validate=validate.Length(max=CODE_CHARS_MAX)),
                             required=True)  # fmt: skip
    valid_from = fields.Date(required=True)
    valid_until = fields.Date(required=True)
    bearer = Line(load_default=None, validate=validate.Length(max=NAME_CHARS_MAX))
    file = fields.Raw(load_default=None)
