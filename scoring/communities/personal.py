"""What is written down of a person: by a name or a telephone number no identity number gets in.

Pure. The community promised to keep no identity number and no day of birth.
"""

import re

from scoring.communities.limits import PHONE_DIGITS_MAX
from scoring.communities.public_names import many_digits, tidy_name
from service.messages import msg
from service.problems import FieldError

_PHONE = re.compile(r"\+?[0-9()][0-9() -]*")


def faults_of_person(*, name: str = "", guardian: str = "", phone: str = "") -> list[FieldError]:
    """What is wrong with what is to be kept of somebody, each fault at its field."""
    found = [
        FieldError(field, "looks-like-a-number", msg("数字太多，可能是生日、电话或证件号码。"),
                   msg("请只写姓名或称呼；这些号码一律不收。"))
        for field, text in (("name", name), ("guardian", guardian))
        if many_digits(text)
    ]  # fmt: skip
    tidy = tidy_name(phone)
    digits = sum(char.isdigit() for char in tidy)
    if tidy and (_PHONE.fullmatch(tidy) is None or not 0 < digits <= PHONE_DIGITS_MAX):
        found.append(
            FieldError(
                "phone",
                "bad-phone",
                msg("联系电话只写数字、空格、括号和连字符，最多 {max} 位。", max=PHONE_DIGITS_MAX),
                msg("请核对号码；没有电话可以不填。"),
            )
        )
    return found
