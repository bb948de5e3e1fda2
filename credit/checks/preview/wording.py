"""The words in which people read what a preview found. Pure."""

from types import MappingProxyType

from credit.checks.preview.compare import SCORE, Cause, Direction, Side
from credit.rules.reasons import SENTENCES
from credit.rules.table import Effect
from credit.rules.wording import effect
from service.messages import Message, msg

DIRECTIONS = MappingProxyType(
    {
        Direction.WORSE: msg("变差"),
        Direction.BETTER: msg("变好"),
        Direction.POINTS: msg("结果不变，分数变"),
    }
)
DIRECTION_KINDS = MappingProxyType(
    {Direction.WORSE: "bad", Direction.BETTER: "ok", Direction.POINTS: "info"}
)
"""The shape of each direction; the words always stand beside it."""
AS_IF_IN_FORCE = msg("基准日不在该表有效期内的核查，一律按该表当日有效试算。")


def side(one: Side) -> Message:
    """What an item does to a result."""
    if one.held:
        return msg("待核实")
    if not one.counted:
        return msg("不计")
    return effect(Effect(one.points, veto=one.veto, freeze=one.freeze))


def item_label(item: str, name: str) -> Message:
    """An item of a table, or what stands for the score as a whole."""
    if item == SCORE:
        return msg("基础分、合格线或不通过的条件")
    return Message("{item} {name}", {"item": item, "name": name})


def cause(one: Cause) -> Message:
    """One item that does otherwise than before, in a sentence."""
    if one.item == SCORE:
        return msg("基础分、合格线或不通过的条件不同。")
    what = item_label(one.item, one.name)
    said = msg(
        "{what}：原{before}，试算{after}。",
        what=what,
        before=side(one.before),
        after=side(one.after),
    )
    if one.reason is None:
        return said
    return Message("{said}{why}", {"said": said, "why": SENTENCES[one.reason]})
