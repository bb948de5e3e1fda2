"""What the API and the forms take and give about accounts and tokens."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from service.accounts.limits import LABEL_CHARS_MAX, NAME_CHARS_MAX, PASSWORD_CHARS_MAX


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


class PasswordForm(Schema):
    """The form that changes a password."""

    old_password = fields.String(
        required=True, load_only=True, validate=validate.Length(max=PASSWORD_CHARS_MAX)
    )
    new_password = fields.String(
        required=True, load_only=True, validate=validate.Length(max=PASSWORD_CHARS_MAX)
    )
    new_password_again = fields.String(required=True, load_only=True)

    @validates_schema
    def same_twice(self, data: dict[str, Any], **_: Any) -> None:
        """A slip of the finger must not lock the person out."""
        if data.get("new_password") != data.get("new_password_again"):
            raise ValidationError("两次填写的新密码不一致。", "new_password_again")


class TokenForm(Schema):
    """The form that issues a token."""

    label = fields.String(required=True, validate=validate.Length(min=1, max=LABEL_CHARS_MAX))
