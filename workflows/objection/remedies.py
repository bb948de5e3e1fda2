"""What becomes of a record or a repair whose objection is upheld, and what each way needs. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from credit.records.dates_text import PENALTIES_SINCE
from credit.records.disputing import CORRECTABLE, DISCLOSED, GONE, Corrected
from credit.rules.vocabulary import LISTS
from service.messages import Message, msg
from workflows.effects.kinds import Deed
from workflows.engine.refusals import Refusal

REMEDY, SUPPLEMENT, NEW = "remedy", "supplement", "new_"
"""Names of fields of a decision; `new_` goes before the column that is corrected."""
FINE_MAX = Decimal("9999999999999999.99")
"""Yuan: what the column holds."""
_LISTED = frozenset(kind.value for kind in LISTS)


class Remedy(StrEnum):
    """What is done about what proved wrong (Zhejiang Regulation Art. 31)."""

    delete = "delete"
    correct = "correct"
    supplement = "supplement"
    stop_disclosure = "stop_disclosure"
    remove_from_list = "remove_from_list"
    reopen = "reopen"
    """A repair is taken up again, with all that was handed in."""
    resync = "resync"
    """A repair that was granted is carried out again everywhere."""


REMEDIES: dict[str, Message] = {
    Remedy.delete: msg("删除"),
    Remedy.correct: msg("更正"),
    Remedy.supplement: msg("补充"),
    Remedy.stop_disclosure: msg("停止披露"),
    Remedy.remove_from_list: msg("移出名单"),
    Remedy.reopen: msg("重新办理修复"),
    Remedy.resync: msg("重新同步修复结果"),
}
DEEDS: Mapping[str, Deed] = {
    Remedy.delete: Deed.stop,
    Remedy.correct: Deed.amend,
    Remedy.supplement: Deed.amend,
    Remedy.stop_disclosure: Deed.stop,
    Remedy.remove_from_list: Deed.stop,
    Remedy.resync: Deed.stop,
}
"""What other systems are asked to do."""


def refusals(
    fields: Mapping[str, Any], kind: str, status: str, removed_on: date | None, today: date
) -> Iterator[Refusal]:
    """Why a remedy does not fit a record of a kind and status today, all reasons at once."""
    remedy = Remedy(fields[REMEDY])
    if status in GONE:
        yield _refusal("record-gone", msg("这条记录已撤销或者不再披露，没有可以处理的内容。"))
        return
    yield from _of_words(remedy, fields, today)
    if remedy is Remedy.stop_disclosure and status not in DISCLOSED:
        yield _refusal("not-disclosed", msg("这条记录已经停止公示，无须再停止披露。"))
    if remedy is Remedy.remove_from_list and not (
        kind in _LISTED and removed_on is None and status in DISCLOSED
    ):
        yield _refusal("not-listed", msg("这条记录不是仍在名单内的信息，不能移出名单。"))


def _of_words(remedy: Remedy, fields: Mapping[str, Any], today: date) -> Iterator[Refusal]:
    given = [name for name in fields if name.startswith(NEW)]
    if remedy is Remedy.correct:
        if not given:
            yield _refusal("correction-missing", msg("请填写更正后的内容，至少一项。"))
        if f"{NEW}fine" in fields and _fine(fields[f"{NEW}fine"]) is None:
            example = msg("罚款须为以元计的金额，例如 5000.00。")
            yield Refusal("not-an-amount", example, field=f"{NEW}fine")
        if f"{NEW}decided_on" in fields:
            yield from _of_day(date.fromisoformat(fields[f"{NEW}decided_on"]), today)
    elif given:
        yield _refusal("correction-unasked", msg("只有“更正”才填写更正后的内容。"))
    if remedy is Remedy.supplement and not fields.get(SUPPLEMENT):
        yield Refusal("supplement-missing", msg("请填写补充的内容。"), field=SUPPLEMENT)


def _of_day(decided_on: date, today: date) -> Iterator[Refusal]:
    if decided_on > today:
        told = msg("更正后的决定日期不能晚于今天。")
        yield Refusal("date-in-future", told, field=f"{NEW}decided_on")
    elif decided_on < PENALTIES_SINCE:  # a slip of the year, by which it would be erased for good
        told = msg("更正后的决定日期不能早于 {day}。", day=PENALTIES_SINCE)
        remedy = msg("请核对年份，写四位数字，例如 2026-11-27。")
        yield Refusal("date-too-early", told, remedy, field=f"{NEW}decided_on")


def corrected(fields: Mapping[str, Any]) -> dict[str, Corrected]:
    """The columns a decision corrects, as the record holds them."""
    found: dict[str, Corrected] = {}
    for column, holds in CORRECTABLE.items():
        text = fields.get(f"{NEW}{column}")
        if text is None:
            continue
        if holds is date:
            found[column] = date.fromisoformat(text)
        elif holds is Decimal:
            fine = _fine(text)
            assert fine is not None, "refused before"
            found[column] = fine
        else:
            found[column] = str(text)
    return found


def _fine(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount <= FINE_MAX:
        return None
    cents = amount.quantize(Decimal("0.01"))
    return cents if cents == amount else None


def _refusal(code: str, message: Message) -> Refusal:
    return Refusal(code, message, msg("请换一种处理方式。"), field=REMEDY)
