"""Reads the identity numbers that the window ties to accounts."""

from credit.checks.lookup import index_of
from credit.subjects.identifiers import TYPE_NAMES, IdType, parse
from service import clock
from service.identities.numbers import ReadNumber
from service.messages import Message, msg
from service.private import mask_number
from service.problems import FieldError, InvalidInput

PERSONAL_TYPES: dict[str, Message] = {
    kind.value: name for kind, name in TYPE_NAMES.items() if kind is not IdType.USCC
}
"""The documents of natural persons."""


def read_personal_number(id_type: str, text: str, field: str) -> ReadNumber:
    """A personal number as what is on file is found by. Raises `InvalidInput`."""
    if id_type not in PERSONAL_TYPES:
        sentence = msg("请选择个人证件的类型。")
        raise InvalidInput(sentence, errors=[FieldError("id_type", "unknown", sentence)])
    identifier = parse(IdType(id_type), text, today=clock.today(), field=field)
    return ReadNumber(index_of(identifier), mask_number(identifier.number), identifier.birth_date)
