"""Posts the past of an invented community: blocks as an import writes, each on its own day."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from sqlalchemy import func, select

from scoring.catalogue.models import Catalogue
from scoring.communities.models import Member
from scoring.demo import village
from scoring.ledger.importing.block import Source as Sent
from scoring.ledger.importing.block import write_block
from scoring.ledger.importing.book import Book
from scoring.ledger.importing.rows import Draft
from scoring.ledger.importing.write import Stamp
from service import clock
from service.audit import Actor
from service.database import db, transaction

NOON = time(12)


def post_the_past(code: str, manager: Actor, members: Sequence[Member], weeks: int) -> None:
    """A block of awards for each of the last weeks in which the catalogue was in force."""
    begun = db.session.scalar(
        select(func.min(Catalogue.valid_from)).where(Catalogue.community_code == code)
    )
    assert begun is not None, "it was adopted just now"
    today, book = clock.today(), Book(code)
    for day in village.weeks(max(begun, today - timedelta(weeks=weeks)), today):
        _post_a_week(book, manager, members, day, begun)


def _post_a_week(
    book: Book, manager: Actor, members: Sequence[Member], day: date, begun: date
) -> None:
    """What was done since the catalogue began, by members of then; `day` is the posting's."""
    rows = list(_drafts(members, day, begun))
    if not rows:
        return
    at = datetime.combine(day, NOON, clock.OFFICE_ZONE)
    stamp = Stamp(members[0].community_code, manager, min(at, clock.now()), day)
    with transaction() as session:
        write_block(session, Sent(uuid4(), uuid4(), stamp), book, 0, rows)


def _drafts(members: Sequence[Member], day: date, begun: date) -> Iterator[Draft]:
    for row, deed in enumerate(village.deeds(len(members), day), start=2):
        member = members[deed.neighbour]
        if member.joined_on <= deed.done_on >= begun:
            yield Draft(
                row, (), member.number, "", deed.item, deed.quantity, deed.done_on, deed.evidence,
                None, None,
            )  # fmt: skip
