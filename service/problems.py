"""What can go wrong and be told to the caller: the base of every refusal (RFC 9457).

One subclass per refusable thing. The API shell renders it as
`application/problem+json`, the page shell as a sentence (beside the field where it
names one), the command line as one line on standard error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from service.messages import Message


@dataclass(frozen=True)
class FieldError:
    """One thing wrong with one field, and what to do about it.

    `field` is the name the caller used; `row` is the row of a file, the first data row being 2.
    """

    field: str
    code: str
    message: Message
    remedy: Message | None = None
    row: int | None = None


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """A refusal with a stable code, an HTTP status and a sentence for the caller."""

    code: ClassVar[str] = "problem"
    status: ClassVar[int] = 400
    title: ClassVar[Message] = Message("请求无法办理")

    def __init__(
        self, detail: Message, *, errors: Sequence[FieldError] = (), **extra: object
    ) -> None:
        super().__init__(str(detail))
        self.detail = detail
        self.errors = tuple(errors)
        self.extra = extra
        """Further members of the problem document: JSON values and messages, which are told in
        the reader's language; never personal data."""


class InvalidInput(Problem):
    """The request is understood but a field does not hold what it must."""

    code = "invalid-input"
    status = 422
    title = Message("填写内容有误")


class NotFound(Problem):
    """The thing does not exist, or the caller may not know that it does."""

    code = "not-found"
    status = 404
    title = Message("没有找到")


class NotAllowed(Problem):
    """The caller is known but may not do this."""

    code = "not-allowed"
    status = 403
    title = Message("没有权限")


class Conflict(Problem):
    """The state has moved on; look again and decide anew."""

    code = "conflict"
    status = 409
    title = Message("状态已变化")
