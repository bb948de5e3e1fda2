"""What the pages and addresses of communities take and give."""

from marshmallow import Schema, fields, validate

from scoring.communities import limits
from scoring.communities.ancestry import BELOW_COMMUNITY
from scoring.communities.models import AgeBand, Level, MemberState
from service.api.paging import PageArguments

_NAME = validate.Length(max=limits.NAME_CHARS_MAX)
_CODE = validate.Length(max=limits.CODE_CHARS_MAX)
_SIDE = validate.Range(min=1, max=limits.MAP_SIDE_MAX)


def _yes() -> fields.Boolean:
    return fields.Boolean(load_default=False)


class FoundForm(Schema):
    """The form that founds a community."""

    code = fields.String(required=True, validate=_CODE)
    name = fields.String(required=True, validate=_NAME)
    district = fields.String(load_default="", validate=_NAME)
    subdistrict = fields.String(load_default="", validate=_NAME)


class SettleForm(Schema):
    """What a community settles."""

    members_min = fields.Integer(
        required=True,
        validate=validate.Range(min=limits.MEMBERS_MIN_LEAST, max=limits.MEMBERS_MIN_MOST),
    )
    minus_basis = fields.String(
        load_default="", validate=validate.Length(max=limits.BASIS_CHARS_MAX)
    )
    minus_resolution = fields.String(
        load_default="", validate=validate.Length(max=limits.BASIS_CHARS_MAX)
    )


class MemberFilter(PageArguments):
    """What the list of members may be narrowed to."""

    state = fields.Enum(MemberState, by_value=True, load_default=None)


class FindMemberForm(Schema):
    """Looks a member up; posted, so that no name stands in an address."""

    wanted = fields.String(required=True, validate=validate.Length(max=limits.SEARCH_CHARS_MAX))


class NewMemberForm(Schema):
    """What a manager writes down of a new member."""

    name = fields.String(required=True, validate=_NAME)
    public_name = fields.String(required=True, validate=_NAME)
    household = fields.String(required=True, validate=_CODE)
    phone = fields.String(load_default="", validate=validate.Length(max=limits.PHONE_CHARS_MAX))
    age = fields.String(
        required=True, validate=validate.OneOf([str(AgeBand.adult), str(AgeBand.teen), "child"])
    )
    guardian = fields.String(load_default="", validate=_NAME)
    consent = fields.String(required=True, validate=validate.OneOf(["paper", "self"]))
    take_part = _yes()
    on_boards = _yes()
    guardian_agreed = _yes()
    paper = fields.Raw(load_default=None)
    open_account = _yes()


class EditMemberForm(Schema):
    """What a manager corrects."""

    name = fields.String(required=True, validate=_NAME)
    public_name = fields.String(required=True, validate=_NAME)
    household = fields.String(required=True, validate=_CODE)
    phone = fields.String(load_default="", validate=validate.Length(max=limits.PHONE_CHARS_MAX))
    of_age = _yes()


class ActForm(Schema):
    """One act about a membership."""

    act = fields.String(
        required=True,
        validate=validate.OneOf(["boards_yes", "boards_no", "open_account", "password", "leave"]),
    )


class AcceptForm(Schema):
    """The yes of somebody invited."""

    public_name = fields.String(required=True, validate=_NAME)
    take_part = _yes()
    on_boards = _yes()


class PublicNameForm(Schema):
    """Another public name."""

    public_name = fields.String(required=True, validate=_NAME)


class BoardsForm(Schema):
    """Yes or no to standing on boards."""

    given = fields.Boolean(required=True)


class LeaveForm(Schema):
    """Leaving for good; the box guards against a slip of the finger."""

    sure = _yes()


class PlaceForm(Schema):
    """What is said of a place."""

    name = fields.String(required=True, validate=_NAME)
    order = fields.Integer(load_default=0, validate=validate.Range(min=0, max=limits.ORDER_MAX))
    map_column = fields.Integer(load_default=None, validate=_SIDE)
    map_row = fields.Integer(load_default=None, validate=_SIDE)


class NewPlaceForm(PlaceForm):
    """A place to be added below another."""

    level = fields.Enum(Level, by_value=True, required=True)
    code = fields.String(required=True, validate=_CODE)


class MovePlaceForm(Schema):
    """Where a place goes, by level and code."""

    to_level = fields.Enum(Level, by_value=True, required=True)
    to_code = fields.String(required=True, validate=_CODE)


class PlaceFileForm(Schema):
    """A file of places."""

    file = fields.Raw(required=True)


class ConfirmForm(Schema):
    """The trial that is to become real."""

    file = fields.UUID(required=True)


class PlaceArguments(PageArguments):
    """What the list of places may be narrowed to."""

    level = fields.Enum(
        Level,
        by_value=True,
        load_default=None,
        validate=validate.OneOf(BELOW_COMMUNITY),
        metadata={"description": "层级 / level"},
    )


class PlaceAnswer(Schema):
    """One place."""

    level = fields.String(required=True, validate=validate.OneOf([str(one) for one in Level]))
    code = fields.String(required=True)
    name = fields.String(required=True)
    parent_level = fields.String(required=True, allow_none=True)
    parent_code = fields.String(required=True, allow_none=True)
    order = fields.Integer(required=True)
    map_column = fields.Integer(required=True, allow_none=True)
    map_row = fields.Integer(required=True, allow_none=True)
    retired = fields.Boolean(required=True)
    households = fields.Integer(required=True, metadata={"description": "在用的户数"})
    members = fields.Integer(required=True, metadata={"description": "参加积分的人数"})


class PlacesAnswer(Schema):
    """One page of places, the newest first."""

    items = fields.List(fields.Nested(PlaceAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
