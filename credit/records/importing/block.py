"""One block of rows written in the caller's transaction; each row gets its one outcome."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from credit.measures.lifting import reconsider
from credit.records.feeds import Draft, Target
from credit.records.importing.entries import Entry
from credit.records.importing.outcome import Counts, Outcome, settled
from credit.records.importing.packing import pack_faults
from credit.records.importing.records import RecordBook, Setting
from credit.records.importing.subjects import SubjectBook
from service import audit
from service.private import seal

WRITERS_LOCK = 0x43575F52
"""Advisory lock: blocks of several imports are written one after another. Two files with the
same subjects or decisions so neither collide nor lock each other out."""


@dataclass
class BlockResult:
    """What became of a block."""

    rows: int
    counts: Counts = field(default_factory=Counter)
    issues: list[tuple[Any, ...]] = field(default_factory=list)
    """Rows of `import_issue` but for the import's id: row, outcome, ordinal, errors, raw."""


def write_block(session: Session, setting: Setting, entries: Sequence[Entry]) -> BlockResult:
    """Write the subjects, records and history of a block of rows."""
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITERS_LOCK})
    result = BlockResult(len(entries))
    drafts = [(entry, entry.result) for entry in entries if isinstance(entry.result, Draft)]
    subjects = SubjectBook(session, setting.import_id, setting.same_file)
    records = RecordBook(session, setting)
    if drafts:
        read = [entry for entry, _ in drafts]
        subjects.prepare(read)
        if drafts[0][1].target is not Target.ORGANISATION:
            records.prepare(read)
    for entry in entries:
        outcome = _settle(entry, subjects, records, setting, result)
        result.counts[outcome] += 1
    subjects.write()
    reconsider(session, records.write(), f"import:{setting.import_id}")
    audit.record_many(
        audit.Deed("subjects.renamed", "subject", str(one), {"import": str(setting.import_id)})
        for one in subjects.renamed
    )
    return result


def _settle(
    entry: Entry, subjects: SubjectBook, records: RecordBook, setting: Setting, result: BlockResult
) -> Outcome:
    draft = entry.result
    if not isinstance(draft, Draft):
        result.issues.append(_issue(entry, Outcome.refused, pack_faults(draft.errors)))
        return Outcome.refused
    doubts = subjects.doubts(entry, draft)
    if draft.target is Target.ORGANISATION:
        outcome = Outcome(subjects.register(entry, draft, setting.today))
    else:
        outcome, more = records.put(entry, draft, subjects.of(entry).id)
        doubts = [*doubts, *more]
    if outcome is Outcome.unchanged:
        return outcome
    if not doubts:
        return settled(outcome, doubted=False)
    result.issues.append(_issue(entry, Outcome.flagged, pack_faults(doubts)))
    return settled(outcome, doubted=True)


def _issue(entry: Entry, outcome: Outcome, errors: list[dict[str, Any]]) -> tuple[Any, ...]:
    return (entry.number, outcome.value, entry.ordinal, errors, seal(entry.raw()))
