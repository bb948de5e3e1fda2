"""Which types a number fits beyond reasonable chance, told by check digits and dates."""

from credit.subjects.identifiers import organisation, personal
from credit.subjects.identifiers.kinds import IdType


def certain_types(number: str) -> tuple[IdType, ...]:
    """The types whose every built-in check the normalised number passes; usually one or none.

    A mistyped person's number passes the checks of a credit code once in some 700 times, so
    one that resembles a person's is never surely an organisation's.
    """
    if (
        personal.LAYOUT.fullmatch(number)
        and personal.birth_date(number) is not None
        and personal.has_right_check(number)
    ):
        return (personal.type_by_prefix(number),)
    if is_clean_code(number) and not personal.resembles_person(number):
        return (IdType.USCC,)
    return ()


def is_clean_code(number: str) -> bool:
    """Whether the normalised number is a credit code without any flag."""
    return organisation.LAYOUT.fullmatch(number) is not None and not organisation.flags_of(number)
