"""Why an entry is what it is, in sentences a resident understands. Pure."""

from collections.abc import Callable, Iterator

from scoring.catalogue.award import Award, Limit, why_less
from scoring.catalogue.table import Item
from scoring.catalogue.vocabulary import Period
from scoring.catalogue.wording import name_of, plain, unit_name
from scoring.ledger.lines import Line
from scoring.ledger.models import Claim, ClaimState, Entry, Kind, Source
from service.messages import Message, msg

KIND_NAMES = {
    Kind.award: msg("得分"),
    Kind.reversal: msg("撤销"),
    Kind.expiry: msg("到期"),
    Kind.redemption: msg("兑换"),
    Kind.refund: msg("退回"),
    Kind.departure: msg("退出清零"),
}
STATE_NAMES = {
    ClaimState.pending: msg("待审核"),
    ClaimState.approved: msg("已入账"),
    ClaimState.refused: msg("未通过"),
}
SOURCE_NAMES = {
    Source.page: msg("页面登记"),
    Source.check_in: msg("活动签到"),
    Source.spreadsheet: msg("表格导入"),
    Source.api: msg("接口登记"),
    Source.service: msg("系统"),
}


Called = Callable[[str], Message | str]
"""How people know whoever signs in by a name."""


def sentences(line: Line, called: Called = str) -> list[Message]:
    """Everything there is to say about an entry."""
    kind = Kind(line.entry.kind)
    said = _award(line, called) if kind is Kind.award else _EXPLAINED[kind](line)
    return [*said, *line.marks]


def reason_in_words(written: str | None) -> Message | str:
    """A reason as it was written; one that the service gave itself, in the reader's language."""
    return Message(written.replace("{", "{{").replace("}", "}}")) if written else ""


def why_capped(claim: Claim, item: Item) -> Message | None:
    """The cap that cut a claim, in words; None when it earns all it is worth."""
    if claim.capped_by is None:
        return None
    period, _, in_units = claim.capped_by.partition("/")
    caps = dict(item.caps_quantity if in_units else item.caps)
    limit = Limit(Period(period), caps[Period(period)], item.unit if in_units else None)
    return why_less(Award(claim.points, claim.worth, limit))


def _award(line: Line, called: Called) -> Iterator[Message]:
    entry, item = line.entry, line.item
    assert item is not None, "an award has an item"
    assert entry.quantity is not None, "and so many of it"
    yield msg(
        "{day}“{item}”{quantity}{unit}，记{points}分。",
        day=entry.done_on,
        item=name_of(item),
        quantity=plain(entry.quantity),
        unit=unit_name(item.unit),
        points=entry.honour,
    )
    capped = why_capped(line.claim, item) if line.claim else None
    if capped is not None:
        yield capped
    elif entry.honour == 0:
        yield msg("数量已累计，达到下一档时得分。")
    yield _who(entry, called)
    if line.reversal is not None:
        yield msg(
            "已于{day}撤销，理由：{reason}",
            day=line.reversal.posted_on,
            reason=reason_in_words(line.reversal.reason),
        )
    elif line.left:
        yield msg("还可兑换{left}分，{day}到期。", left=line.left, day=entry.expires_on)


def _who(entry: Entry, called: Called) -> Message:
    first = called(entry.entered_by)
    if entry.approved_by:
        return msg("{first}登记，{second}审核。", first=first, second=called(entry.approved_by))
    return msg("{first}登记，该项目无须第二人审核。", first=first)


def _reversal(line: Line) -> Iterator[Message]:
    entry, first = line.entry, line.undoes
    assert first is not None, "a reversal has an award"
    assert line.item is not None, "and the award an item"
    yield msg(
        "撤销{day}登记的“{item}”，理由：{reason}",
        day=first.posted_on,
        item=name_of(line.item),
        reason=reason_in_words(entry.reason),
    )
    kept = first.spendable + entry.spendable
    if kept > 0:
        yield msg("其中{points}分已经兑换或到期，不再追回；取消兑换时也不退回。", points=kept)


def _expiry(line: Line) -> Iterator[Message]:
    first = line.undoes
    assert first is not None, "an expiry has a lot"
    yield msg(
        "{day}得到的积分于{expiry}到期，未用的{points}分清零；荣誉分不变。",
        day=first.posted_on,
        expiry=first.expires_on,
        points=-line.entry.spendable,
    )


def _redemption(line: Line) -> Iterator[Message]:
    yield msg("兑换用去{points}分，先用最早到期的；荣誉分不变。", points=-line.entry.spendable)


def _refund(line: Line) -> Iterator[Message]:
    first, origin, undone = line.undoes, line.origin, line.reversal
    assert first is not None, "a refund has a redemption"
    if origin is not None and undone is not None and line.withheld:
        yield msg(
            "{day}的兑换已取消；其中{points}分是{earned}得到的，已于{reversed}撤销，不退回。",
            day=first.posted_on,
            points=line.withheld,
            earned=origin.posted_on,
            reversed=undone.posted_on,
        )
        return
    expiry = line.entry.expires_on
    if expiry is not None and expiry < line.entry.posted_on:
        yield msg(
            "{day}的兑换已取消；其中{points}分已于{expiry}到期，不能再用。",
            day=first.posted_on,
            points=line.entry.spendable,
            expiry=expiry,
        )
        return
    yield msg(
        "{day}的兑换已取消，退回{points}分，可用到{expiry}。",
        day=first.posted_on,
        points=line.entry.spendable,
        expiry=expiry,
    )
    if origin is not None and undone is not None:
        yield msg(
            "这些积分是{earned}得到的，已于{reversed}撤销，未用的一并扣回。",
            earned=origin.posted_on,
            reversed=undone.posted_on,
        )
    elif line.left:
        yield msg("还可兑换{left}分，{day}到期。", left=line.left, day=line.entry.expires_on)


def _departure(line: Line) -> Iterator[Message]:
    del line
    yield msg("退出积分，全部积分清零。")


_EXPLAINED: dict[Kind, Callable[[Line], Iterator[Message]]] = {
    Kind.reversal: _reversal,
    Kind.expiry: _expiry,
    Kind.redemption: _redemption,
    Kind.refund: _refund,
    Kind.departure: _departure,
}
