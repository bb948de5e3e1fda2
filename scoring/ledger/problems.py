"""What the ledger may refuse."""

from service.messages import msg
from service.problems import Conflict, InvalidInput, NotAllowed, NotFound


class ClaimUnknown(NotFound):
    """There is no such entry that waits, or the caller may not know that there is."""

    code = "claim-unknown"
    title = msg("没有找到这笔积分")


class EntryUnknown(NotFound):
    """There is no such entry, or the caller may not know that there is."""

    code = "entry-unknown"
    title = msg("没有找到这笔积分")


class EntryRefused(InvalidInput):
    """The item, the quantity, the day or the evidence is not as the catalogue asks."""

    code = "entry-refused"
    title = msg("这笔积分不能登记")


class NothingEarned(Conflict):
    """The caps are used up. `extra` holds `worth`, `capped_by` and `open_again_on`."""

    code = "nothing-earned"
    title = msg("已到积分上限")


class EventCounted(Conflict):
    """The member has had points for this event. `extra["entry"]` names the entry."""

    code = "event-counted"
    title = msg("同一活动已记过积分")


class OwnInterest(NotAllowed):
    """Nobody enters, approves or reverses points of their own."""

    code = "own-interest"
    title = msg("不能办理自己的积分")


class SamePerson(NotAllowed):
    """Whoever entered points does not approve or refuse them."""

    code = "same-person"
    title = msg("须由另一人审核")


class ClaimDecided(Conflict):
    """Somebody decided before. `extra["state"]` says how."""

    code = "claim-decided"
    title = msg("这笔积分已审核")


class MemberAway(Conflict):
    """The member has left, or has not said yes yet; points are neither earned nor spent."""

    code = "member-away"
    title = msg("该成员没有参加积分")


class NotReversible(Conflict):
    """Only awards are reversed."""

    code = "not-reversible"
    title = msg("这笔记录不能撤销")


class AlreadyReversed(Conflict):
    """An entry is reversed once. `extra["reversal"]` names the reversal."""

    code = "already-reversed"
    title = msg("这笔积分已撤销")


class NotEnoughPoints(Conflict):
    """Less can be spent than is asked for. `extra` holds `available` and `asked`."""

    code = "not-enough-points"
    title = msg("积分不足")


class NotRefundable(Conflict):
    """The entry is no redemption, or its points were given back before."""

    code = "not-refundable"
    title = msg("这笔积分不能退回")


class TooLong(InvalidInput):
    """A statement is asked for over too long a time or holds too many entries."""

    code = "statement-too-long"
    title = msg("查询范围太大")
