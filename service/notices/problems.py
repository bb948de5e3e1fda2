"""What can be refused about messages."""

from service.messages import msg
from service.problems import InvalidInput


class BadAddress(InvalidInput):
    """An address no message could arrive at."""

    code = "bad-address"
    title = msg("联系方式有误")
