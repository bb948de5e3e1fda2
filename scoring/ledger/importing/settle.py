"""What becomes of each row of a block, given all that was looked up: no SQL, no clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scoring.catalogue.award import Award, award, why_refused
from scoring.catalogue.problems import AwardRefused, NoCatalogueCovers
from scoring.catalogue.table import Item
from scoring.ledger.holding import AWAY
from scoring.ledger.importing.book import Book, Page
from scoring.ledger.importing.columns import WANTED
from scoring.ledger.importing.lookups import Known, Members
from scoring.ledger.importing.outcome import Outcome
from scoring.ledger.importing.rows import Draft, fault
from scoring.ledger.importing.tally import Tally
from scoring.ledger.models import Source
from scoring.ledger.refusals import NewEntry, faults
from service.messages import Message, msg
from service.problems import FieldError

_COLUMNS = {
    "item_code": "item", "quantity": "quantity", "done_on": "done_on", "evidence": "evidence",
    "evidence_file": "evidence", "event_id": "event_id", "chosen_points": "chosen",
}  # fmt: skip
"""Names of the ledger's fields -> columns of the sheet."""
_AMEND = msg("请改正后重新导入这一行，或删去这一行。")


@dataclass(slots=True)
class Taken:
    """A row that becomes a claim."""

    draft: Draft
    member: Known
    page: Page
    item: Item
    award: Award

    @property
    def outcome(self) -> Outcome:
        """Whether its award is written at once."""
        return Outcome.waiting if self.item.two_person else Outcome.accepted


@dataclass(slots=True)
class Wanted:
    """A row whose member and item are known, before its award is counted."""

    draft: Draft
    member: Known
    page: Page
    item: Item


class Settler:
    """Settles the rows of one block in the order of the sheet."""

    def __init__(
        self, members: Members, book: Book, sender_id: int, today: date, community_code: str
    ) -> None:
        self._members, self._book = members, book
        self._sender, self._today, self.community_code = sender_id, today, community_code

    def look(self, draft: Draft) -> Wanted | list[FieldError]:
        """Find member and item, and everything that stands against the row but caps."""
        member = self._members.find(draft.who)
        if member is None:
            return [fault("member", "member-unknown", msg("本社区没有这位成员。"),
                          msg("请核对成员编号或公开名；还没有加入的，请先办理加入。"))]  # fmt: skip
        found = list(self._against(draft, member))
        try:
            page = self._book.page(draft.done_on)
        except NoCatalogueCovers as uncovered:
            return [*found, fault("done_on", uncovered.code, uncovered.detail, _AMEND)]
        item = page.items.get(draft.item)
        if item is None:
            return [*found, fault("item", "unknown-item", msg("积分目录中没有这个项目。"),
                                  msg("请填写当日目录中的项目名称或代码。"))]  # fmt: skip
        found += told(faults(self._entry(draft, member, item), item, member.joined_on, self._today))
        return found or Wanted(draft, member, page, item)

    def count(
        self, wanted: Wanted, counted: set[tuple[str, int]], tally: Tally
    ) -> Taken | Outcome | list[FieldError]:
        """Count the award of a row, and remember it for the rows that follow."""
        draft, member, item = wanted.draft, wanted.member, wanted.item
        mark = (draft.event_id, member.id) if draft.event_id is not None else None
        if mark is not None and mark in counted:
            return Outcome.unchanged
        limited = item.code in wanted.page.limited
        try:
            if limited:
                earned = tally.earned(member.id, item, draft.done_on)
                given = award(item, draft.quantity, draft.chosen, earned)
            else:
                given = self._book.plain_award(wanted.page, item, draft.quantity, draft.chosen)
        except AwardRefused as refused:
            return list(told(refused.errors))
        if given.refused:
            reason = why_refused(given, draft.done_on)
            return [fault("quantity", "nothing-earned", reason, msg("请删去这一行。"))]
        if limited:
            tally.add(
                member.id, item.code, draft.done_on, given.points, draft.quantity, given.worth
            )
        if mark is not None:
            counted.add(mark)
        return Taken(draft, member, wanted.page, item, given)

    def _against(self, draft: Draft, member: Known) -> Iterator[FieldError]:
        if draft.name and draft.name != member.public_name:
            yield fault("name", "names-another", msg("成员编号与公开名不是同一个人。"),
                        msg("请核对，留下对的那一个。"))  # fmt: skip
        if not member.active:
            yield fault("member", "member-away", AWAY, msg("请删去这一行。"))
        if member.account_id is not None and member.account_id == self._sender:
            yield fault("member", "own-interest", msg("不能登记自己的积分。"),
                        msg("请由另一位管理员导入这一行。"))  # fmt: skip

    def _entry(self, draft: Draft, member: Known, item: Item) -> NewEntry:
        return NewEntry(
            community_code=self.community_code,
            member_number=member.number,
            item_code=item.code,
            quantity=draft.quantity,
            done_on=draft.done_on,
            chosen_points=draft.chosen,
            evidence=draft.evidence,
            event_id=draft.event_id,
            source=Source.spreadsheet,
        )


def told(errors: Iterator[FieldError] | Sequence[FieldError]) -> Iterator[FieldError]:
    """Faults of the ledger by the names of the columns."""
    for error in errors:
        column = _COLUMNS.get(error.field, "item")
        remedy: Message = error.remedy or _AMEND
        yield FieldError(WANTED[column][0], error.code, error.message, remedy)
