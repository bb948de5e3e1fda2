"""What the window may be refused when it ties an identity to an account."""

from service.messages import Message, msg
from service.problems import Conflict, FieldError, InvalidInput, NotAllowed


class AlreadyTied(Conflict):
    """The person has an account already, or the account belongs to somebody."""

    code = "already-tied"
    title = msg("已经核验过")


class OwnIdentity(NotAllowed):
    """Nobody verifies the own identity, and nobody the own kinship."""

    code = "own-identity"
    title = msg("不能核验自己的身份")


class NotSeen(InvalidInput):
    """The clerk did not confirm having seen the document."""

    code = "not-seen"
    title = msg("尚未核对证件")


def faulty(field: str, code: str, sentence: Message, remedy: Message | None = None) -> InvalidInput:
    """A refusal of one field."""
    return InvalidInput(sentence, errors=[FieldError(field, code, sentence, remedy)])
