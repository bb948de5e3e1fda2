"""What people call each type of number, whom it names, and the doubts about one."""

from collections.abc import Sequence
from types import MappingProxyType

from credit.subjects.identifiers.kinds import Flag, IdType, SubjectKind
from service.messages import Message, msg

TYPE_NAMES = MappingProxyType(
    {
        IdType.USCC: msg("统一社会信用代码"),
        IdType.RESIDENT_ID: msg("居民身份证"),
        IdType.HMT_RESIDENCE_PERMIT: msg("港澳台居民居住证"),
        IdType.FOREIGN_PERMANENT_RESIDENCE: msg("外国人永久居留身份证"),
        IdType.HM_TRAVEL_PERMIT: msg("港澳居民来往内地通行证"),
        IdType.TW_TRAVEL_PERMIT: msg("台湾居民来往大陆通行证"),
        IdType.PASSPORT: msg("护照"),
    }
)
KIND_NAMES = MappingProxyType(
    {
        SubjectKind.ORGANISATION: msg("法人及非法人组织"),
        SubjectKind.INDIVIDUAL_BUSINESS: msg("个体工商户"),
        SubjectKind.NATURAL_PERSON: msg("自然人"),
    }
)
FLAG_NAMES = MappingProxyType(
    {
        Flag.CHECK_DIGIT_FAILED: msg("统一社会信用代码的校验位不符"),
        Flag.ORGANISATION_CODE_FAILED: msg("统一社会信用代码中的组织机构代码校验位不符"),
    }
)
"""The doubts that a person must settle: those of `NEEDS_CONFIRMATION`."""


def any_of(id_types: Sequence[IdType]) -> Message:
    """The names joined by "or"; at least one type is needed."""
    first, *others = id_types
    if not others:
        return TYPE_NAMES[first]
    return msg("{one}或{other}", one=TYPE_NAMES[first], other=any_of(others))
