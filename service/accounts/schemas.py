"""What the API and the forms take and give about accounts and tokens."""

from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from service.access.account import Role
from service.accounts.administration import Reason
from service.accounts.limits import (
    CODE_CHARS_MAX,
    LABEL_CHARS_MAX,
    NAME_CHARS_MAX,
    PASSWORD_CHARS_MAX,
    TEXT_CHARS_MAX,
)
from service.accounts.register import AccountState
from service.api.paging import PageArguments
from service.messages import msg

NO_SESSION = msg("请选择要结束的登录。")
NO_DEED = msg("请选择要办的操作。")


class TokenRequest(Schema):
    """What a caller may say about the token it asks for."""

    label = fields.String(
        load_default="api",
        validate=validate.Length(max=LABEL_CHARS_MAX),
        metadata={"description": "用途说明 What the token is for"},
    )


class TokenAnswer(Schema):
    """A new token; its text is shown only here."""

    token = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class SignInForm(Schema):
    """The sign-in form."""

    name = fields.String(required=True, validate=validate.Length(max=NAME_CHARS_MAX))
    password = fields.String(
        required=True, load_only=True, validate=validate.Length(max=PASSWORD_CHARS_MAX)
    )


class CodeForm(Schema):
    """The second step of signing in."""

    code = fields.String(
        required=True, load_only=True, validate=validate.Length(max=CODE_CHARS_MAX)
    )


class OwnProofForm(Schema):
    """What somebody proves before changing what opens the own account."""

    own_password = fields.String(
        required=True, load_only=True, validate=validate.Length(max=PASSWORD_CHARS_MAX)
    )
    code = fields.String(
        load_default="", load_only=True, validate=validate.Length(max=CODE_CHARS_MAX)
    )


class ConfirmFactorForm(Schema):
    """The first code of a new authenticator."""

    code = fields.String(
        required=True, load_only=True, validate=validate.Length(max=CODE_CHARS_MAX)
    )
    revoke_tokens = fields.Boolean(load_default=False)


class FactorDeed(StrEnum):
    """What somebody may do to the own second factor."""

    exchange = "exchange"
    recovery_codes = "recovery-codes"
    remove = "remove"


class FactorDeedForm(OwnProofForm):
    """The form that changes an existing second factor."""

    deed = fields.Enum(
        FactorDeed, by_value=True, required=True, error_messages={"required": NO_DEED.template}
    )


class PasswordForm(Schema):
    """The form that changes a password."""

    old_password = fields.String(
        required=True, load_only=True, validate=validate.Length(max=PASSWORD_CHARS_MAX)
    )
    new_password = fields.String(
        required=True, load_only=True, validate=validate.Length(max=PASSWORD_CHARS_MAX)
    )
    new_password_again = fields.String(required=True, load_only=True)
    revoke_tokens = fields.Boolean(load_default=False)

    @validates_schema
    def same_twice(self, data: dict[str, Any], **_: Any) -> None:
        """A slip of the finger must not lock the person out."""
        if data.get("new_password") != data.get("new_password_again"):
            raise ValidationError("两次填写的新密码不一致。", "new_password_again")


class TokenForm(Schema):
    """The form that issues a token."""

    label = fields.String(required=True, validate=validate.Length(min=1, max=LABEL_CHARS_MAX))
    own_password = fields.String(
        required=True, load_only=True, validate=validate.Length(max=PASSWORD_CHARS_MAX)
    )


class EndSessionForm(Schema):
    """The form that ends other sessions of the caller."""

    which = fields.String(
        required=True,
        validate=validate.Regexp(r"(others|[0-9a-f]{64})\Z", error=NO_SESSION.template),
        error_messages={"required": NO_SESSION.template},
    )
    session_password = fields.String(
        required=True, load_only=True, validate=validate.Length(max=PASSWORD_CHARS_MAX)
    )


class AccountFilter(PageArguments):
    """What the list of accounts may be narrowed to."""

    role = fields.Enum(Role, by_value=True, load_default=None)
    state = fields.Enum(AccountState, by_value=True, load_default=None)


class FindAccountForm(Schema):
    """Looks an account up by its exact name."""

    name = fields.String(required=True, validate=validate.Length(max=NAME_CHARS_MAX))


NAME_RULE = msg("账号名以小写字母开头，只用小写字母、数字、点和短横线，2 至 64 个字符。")
SUBJECT_CODE_RULE = msg("统一社会信用代码是 18 位数字和大写字母，不含 I、O、S、V、Z。")
NO_REASON = msg("请选择原因，原因会写入审计日志。")
_TEXT = validate.Length(max=TEXT_CHARS_MAX)
_SUBJECT_CODE = validate.Regexp(r"[0-9A-HJ-NPQRTUWXY]{18}\Z", error=SUBJECT_CODE_RULE.template)


class NewAccountForm(Schema):
    """The form that opens an account."""

    name = fields.String(
        required=True,
        validate=validate.Regexp(r"[a-z][a-z0-9.-]{1,63}\Z", error=NAME_RULE.template),
    )
    role = fields.Enum(Role, by_value=True, required=True)
    display_name = fields.String(required=True, validate=_TEXT)
    unit = fields.String(load_default="", validate=_TEXT)
    subject_code = fields.String(load_default=None, validate=_SUBJECT_CODE)
    community_code = fields.String(load_default=None, validate=validate.Length(max=32))


class Deed(StrEnum):
    """What an administrator may do to another's account."""

    disable = "disable"
    enable = "enable"
    reset_password = "reset-password"  # noqa: S105 - the name of a deed
    reset_second_factor = "reset-second-factor"
    end_sessions = "end-sessions"
    revoke_tokens = "revoke-tokens"


class AdministerForm(Schema):
    """The form that acts on an account."""

    deed = fields.Enum(
        Deed,
        by_value=True,
        required=True,
        error_messages={"required": NO_DEED.template},
    )
    reason = fields.Enum(
        Reason,
        by_value=True,
        required=True,
        error_messages={"required": NO_REASON.template},
    )
