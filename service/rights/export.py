"""Everything held about the caller in one answer, for the API and to be taken along as a file."""

import json
from typing import Any

from service.api.errors import say
from service.rights.holdings import everything_about
from service.rights.limits import EXPORT_ITEMS_MAX
from service.rights.looking import log_own_look
from service.rights.me import Me
from service.rights.present import present_all


def exported(caller: Me, channel: str) -> dict[str, Any]:
    """Everything held, and the look at it logged."""
    told = everything_about(caller, EXPORT_ITEMS_MAX)
    answer = present_all(caller, told, say)
    fields = [one.holding.code for one in told]
    log_own_look(caller, fields, json.dumps(answer["parts"], ensure_ascii=False), channel)
    return answer
