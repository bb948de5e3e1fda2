"""What the rules may refuse."""

from typing import ClassVar

from service.messages import Message
from service.problems import Problem


class InvalidRules(Problem):
    """A rule file does not describe tables that may be used; `errors` lists every fault."""

    code: ClassVar[str] = "invalid-rules"
    status: ClassVar[int] = 422
    title: ClassVar[Message] = Message("规则表有误")


class NoTableCovers(Problem):
    """No table of the purpose and district is in force on the day; `covered` names the ranges."""

    code: ClassVar[str] = "no-table-covers"
    status: ClassVar[int] = 422
    title: ClassVar[Message] = Message("没有适用的规则表")
