"""What the pages of the trails take: closed filters, and what is looked for by a posted form."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from service.audit.limits import REFERENCE_CHARS_MAX
from service.audit.search import EntryFilter, Period, QueryFilter

ACCOUNT_ID_MAX = 2**63 - 1
BLOCKS_OFFERED = (10, 100, 1000)
"""How many blocks of each trail a verification may be asked for, beside all of them."""

_CODE = validate.Regexp(r"[a-z0-9_.-]{1,64}\Z")
_REFERENCE = validate.Length(max=REFERENCE_CHARS_MAX)


class _Filter(Schema):
    period = fields.Enum(Period, by_value=True, load_default=Period.week)
    actor = fields.Integer(
        load_default=None, validate=validate.Range(min=0, max=ACCOUNT_ID_MAX), strict=False
    )
    role = fields.String(load_default=None, validate=_CODE)


class EntryFilterForm(_Filter):
    """Filters of the audit entries that may stand in an address."""

    action = fields.String(load_default=None, validate=_CODE)
    object_kind = fields.String(load_default=None, validate=_CODE)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> EntryFilter:
        """The filter."""
        return EntryFilter(**data)


class EntrySearchForm(EntryFilterForm):
    """The same with an object's reference, which is only ever posted."""

    object_ref = fields.String(load_default=None, validate=_REFERENCE)


class QueryFilterForm(_Filter):
    """Filters of the query log that may stand in an address."""

    channel = fields.String(load_default=None, validate=_CODE)
    outcome = fields.String(load_default=None, validate=_CODE)
    purpose = fields.String(load_default=None, validate=_CODE)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> QueryFilter:
        """The filter."""
        return QueryFilter(**data)


class QuerySearchForm(QueryFilterForm):
    """The same with a number of a result or of an identity document, which are only ever posted."""

    object_ref = fields.String(load_default=None, validate=_REFERENCE)
    number = fields.String(load_default=None, load_only=True, validate=_REFERENCE)


class VerificationForm(Schema):
    """How much to verify: so many blocks at the end of each trail; 0 means all."""

    newest = fields.Integer(required=True, validate=validate.OneOf((0, *BLOCKS_OFFERED)))
