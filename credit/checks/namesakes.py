"""Keeps a reviewer's answers about records known by name alone, so that nobody asks twice."""

from collections import defaultdict
from collections.abc import Set as AbstractSet

from sqlalchemy import select

from credit.checks.lookup import Found
from credit.records.deciding import decide_match
from credit.records.models import Record
from service.database import db
from service.messages import msg


def keep_verdicts(found: Found, own_records: AbstractSet[int], note: str) -> None:
    """Write down for each namesake whether it is the subject.

    Nothing is kept where the subject is not on file, or where some records of one
    namesake are the subject's and others are not: then the name stands for several.
    """
    asked = {fact.record_id for fact in found.facts if fact.identity_unmatched}
    if found.subject_id is None or not asked:
        return
    by_namesake: dict[int, set[int]] = defaultdict(set)
    for row in db.session.execute(select(Record.id, Record.subject_id).where(Record.id.in_(asked))):
        by_namesake[row.subject_id].add(row.id)
    reason = note or str(msg("复核核查结果时认定。"))
    for namesake, records in sorted(by_namesake.items()):
        if records <= own_records or records.isdisjoint(own_records):
            same = records <= own_records
            decide_match(namesake, found.subject_id, same=same, reason=reason)
