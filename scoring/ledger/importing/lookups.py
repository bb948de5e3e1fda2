"""What a block of rows needs to know, read once for all of them."""

from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from scoring.communities.models import MemberState
from scoring.communities.scope import NUMBERS
from scoring.ledger.holding import hold_many
from scoring.ledger.importing.limits import PARSED_CACHE_ENTRIES
from scoring.ledger.importing.tally import Tally

_FIND = text("""
    SELECT id FROM member
    WHERE number = ANY(:keys) AND community_code = :code
    UNION
    SELECT id FROM member
    WHERE community_code = :code AND public_name = ANY(:keys)
""")
_READ = text("""
    SELECT id, number, public_name, household_id, account_id, joined_on, state
    FROM member WHERE id = ANY(:ids) AND state <> 'erased'
""")
_COUNTED = text("""
    SELECT wanted.event_id, wanted.member_id
    FROM (SELECT DISTINCT * FROM unnest(CAST(:events AS text[]), CAST(:members AS bigint[])))
         AS wanted (event_id, member_id)
    JOIN points_claim AS claim ON claim.community_code = :code
         AND claim.event_id = wanted.event_id AND claim.member_id = wanted.member_id
         AND claim.state <> 'refused'
""")
_EARNED = text("""
    SELECT claim.member_id, claim.item_code, claim.done_on, sum(claim.points)::bigint,
           sum(claim.quantity), sum(claim.worth)::bigint
    FROM (SELECT DISTINCT * FROM unnest(CAST(:members AS bigint[]), CAST(:items AS text[])))
         AS wanted (member_id, item_code)
    JOIN points_claim AS claim USING (member_id, item_code)
    WHERE claim.done_on BETWEEN :first AND :last AND claim.state <> 'refused'
      AND NOT EXISTS (SELECT FROM points_entry AS undone
                      WHERE undone.of_entry_id = claim.id AND undone.kind = 'reversal')
    GROUP BY claim.member_id, claim.item_code, claim.done_on
""")
_SAME_FILE = text("""
    SELECT other.id, other.done FROM points_import AS other
    JOIN stored_file AS theirs ON theirs.id = other.file_id
    JOIN stored_file AS ours ON ours.sha256 = theirs.sha256 AND ours.size = theirs.size
    WHERE other.community_code = :code AND other.id <> :id AND ours.id = :file
""")
_REFUSED = text("""
    SELECT import_id, row FROM points_import_issue
    WHERE import_id = ANY(:ids) AND row BETWEEN :first AND :last
""")


@dataclass(frozen=True, slots=True)
class Known:
    """A member as read while held."""

    id: int
    number: str
    public_name: str
    household_id: int
    account_id: int | None
    joined_on: date
    active: bool


class Members:
    """The members a block is about, held until its transaction ends."""

    def __init__(self, session: Session, community_code: str, keys: Iterable[str]) -> None:
        wanted = sorted({key_of(key) for key in keys})
        found = session.scalars(_FIND, {"keys": wanted, "code": community_code}).all()
        hold_many(session, found)
        self._by_key: dict[str, Known] = {}
        for row in session.execute(_READ, {"ids": list(found)}):
            known = Known(
                row.id,
                row.number,
                row.public_name,
                row.household_id,
                row.account_id,
                row.joined_on,
                row.state == MemberState.active,
            )
            self._by_key[known.number] = self._by_key[known.public_name] = known

    def find(self, key: str) -> Known | None:
        """The member of that number or public name."""
        return self._by_key.get(key_of(key))


@lru_cache(PARSED_CACHE_ENTRIES)
def key_of(typed: str) -> str:
    """A member's number in its proper form; a public name as it is."""
    return NUMBERS.tidy(typed) or typed


def counted_events(
    session: Session, community_code: str, pairs: Collection[tuple[str, int]]
) -> set[tuple[str, int]]:
    """Those (event, member) that have points, or await them."""
    if not pairs:
        return set()
    events, members = zip(*pairs, strict=True)
    given = {"events": list(events), "members": list(members), "code": community_code}
    return {(event_id, member_id) for event_id, member_id in session.execute(_COUNTED, given)}


def tally_of(session: Session, wanted: Collection[tuple[int, str, date]]) -> Tally:
    """What the members have of the items in the years of the days."""
    tally = Tally()
    if not wanted:
        return tally
    pairs = {(member_id, item_code) for member_id, item_code, _ in wanted}
    days = [day for _, _, day in wanted]
    given: dict[str, Any] = {
        "members": [member_id for member_id, _ in pairs],
        "items": [item_code for _, item_code in pairs],
        "first": min(days).replace(month=1, day=1),
        "last": max(days).replace(month=12, day=31),
    }
    for row in session.execute(_EARNED, given):
        tally.add(*row)
    return tally


class SameFile:
    """Which rows other imports of the very same bytes have taken in the community."""

    def __init__(self, done: Mapping[UUID, int], refused: Set[tuple[UUID, int]]) -> None:
        self._done = done
        self._refused = refused

    def has_taken(self, ordinal: int, row: int) -> bool:
        """Whether one of them took the row, which is the `ordinal`-th of the sheet (from 0)."""
        return any(
            done > ordinal and (import_id, row) not in self._refused
            for import_id, done in self._done.items()
        )


def same_file(
    session: Session, community_code: str, import_id: UUID, file_id: UUID, rows: tuple[int, int]
) -> SameFile:
    """What other imports of the same file made of the rows from the first to the last named."""
    given: dict[str, Any] = {"code": community_code, "id": import_id, "file": file_id}
    done: dict[UUID, int] = {row.id: row.done for row in session.execute(_SAME_FILE, given)}
    if not done:
        return SameFile({}, frozenset())
    given = {"ids": list(done), "first": rows[0], "last": rows[1]}
    return SameFile(done, {(one, row) for one, row in session.execute(_REFUSED, given)})
