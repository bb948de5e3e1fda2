"""What stands against an award before its points are counted. Pure: all faults at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from scoring.catalogue.table import Item
from scoring.catalogue.vocabulary import Entrant, Proof
from scoring.ledger.limits import DONE_DAYS_AGO_MAX, EVENT_ID_CHARS_MAX, EVIDENCE_CHARS_MAX
from scoring.ledger.models import Source
from service.messages import msg
from service.problems import FieldError

ENTRANTS = {
    Source.page: {Entrant.manager},
    Source.spreadsheet: {Entrant.manager},
    Source.api: {Entrant.manager, Entrant.api},
    Source.check_in: {Entrant.check_in},
}
"""As whom each way in counts. Only managers may call the API, so it is theirs as well."""


@dataclass(frozen=True)
class NewEntry:
    """An award somebody wants to enter."""

    community_code: str
    member_number: str
    item_code: str
    quantity: Decimal
    """In the item's unit."""
    done_on: date
    """The day of the deed, Beijing time."""
    chosen_points: int | None = None
    """Where the item leaves a choice."""
    evidence: str = ""
    evidence_file: UUID | None = None
    """A stored file."""
    event_id: str | None = None
    """What it was earned at; the same event counts once for a member."""
    source: Source = Source.page


def faults(new: NewEntry, item: Item, joined_on: date, today: date) -> Iterator[FieldError]:
    """Everything wrong with an award of this item, apart from quantity, choice and caps."""
    yield from faults_of(new, joined_on, today)
    yield from faults_with(new, item)


def faults_of(new: NewEntry, joined_on: date, today: date) -> Iterator[FieldError]:
    """Everything wrong with an award whatever its item says."""
    yield from _day_faults(new.done_on, joined_on, today)
    if len(new.evidence) > EVIDENCE_CHARS_MAX:
        yield FieldError(
            "evidence", "too-long", msg("依据请不超过{max}字。", max=EVIDENCE_CHARS_MAX)
        )
    if new.event_id is not None and not 0 < len(new.event_id) <= EVENT_ID_CHARS_MAX:
        yield FieldError(
            "event_id", "bad-event", msg("活动编号应为1至{max}个字符。", max=EVENT_ID_CHARS_MAX)
        )


def faults_with(new: NewEntry, item: Item) -> Iterator[FieldError]:
    """What the item asks for and is not there, apart from quantity, choice and caps."""
    if not ENTRANTS[new.source] & item.entered_by:
        yield FieldError(
            "item_code", "not-this-way", msg("该项目不能以这种方式登记，请换一种方式。")
        )
    if new.source is Source.check_in:
        return  # the signed code of the event is the evidence
    if item.evidence is Proof.file and new.evidence_file is None:
        yield FieldError(
            "evidence_file", "evidence-missing", msg("该项目须附照片或文件，请在登记页上传。")
        )
    if item.evidence is Proof.words and not new.evidence.strip() and new.evidence_file is None:
        yield FieldError("evidence", "evidence-missing", msg("该项目须写明依据，例如谁可以证明。"))


def _day_faults(done_on: date, joined_on: date, today: date) -> Iterator[FieldError]:
    if done_on > today:
        yield FieldError("done_on", "in-future", msg("日期还没有到，事情办完后再登记。"))
    elif done_on < today - timedelta(days=DONE_DAYS_AGO_MAX):
        yield FieldError(
            "done_on", "too-long-ago", msg("只能登记{days}天以内的事。", days=DONE_DAYS_AGO_MAX)
        )
    if done_on < joined_on:
        yield FieldError(
            "done_on", "before-joining", msg("该成员{day}加入，加入之前的事不记分。", day=joined_on)
        )
