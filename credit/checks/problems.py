"""What can be refused about a check."""

from service.messages import msg
from service.problems import Conflict, InvalidInput


class MinorSubject(InvalidInput):
    """The subject has not reached full civil capacity; check the parent or guardian instead.

    Zhejiang Public Credit Information Regulation Art. 2.
    """

    code = "minor-subject"
    title = msg("不对未成年人进行核查")


class AlreadyDecided(Conflict):
    """The check has been reviewed or superseded since it was looked at."""

    code = "already-decided"
    title = msg("该核查已有结论")


class SameHands(Conflict):
    """Whoever made a check does not confirm it."""

    code = "same-hands"
    title = msg("须由他人复核")


class FactsChanged(Conflict):
    """What is on file has changed since the question was put; check anew."""

    code = "facts-changed"
    title = msg("在册信息已变化")


class CorrectionUnderWay(Conflict):
    """A correction of this check already waits for its reviewer."""

    code = "correction-under-way"
    title = msg("更正正在复核")


class NotIssuable(Conflict):
    """There is no certificate for a result that is not final, or too long for one paper."""

    code = "not-issuable"
    title = msg("尚不能出具证明")


class IdentityErased(Conflict):
    """The name and number of an old check are gone; it cannot be made anew from itself."""

    code = "identity-erased"
    title = msg("核查的姓名和号码已到期删除")
