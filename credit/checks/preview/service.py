"""Use cases of previews: begin one, follow it, read who would change."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import Row, Select, select, text
from sqlalchemy.orm import defer

from credit.checks.models import Check
from credit.checks.preview import sample
from credit.checks.preview.compare import Direction
from credit.checks.preview.draft import Draft
from credit.checks.preview.limits import LAST_DEFAULT, NAME_CHARS_MAX
from credit.checks.preview.models import PreviewState, RulePreview, RulePreviewChange
from credit.rules.facts import canonical_json
from service import audit, clock, outbox, pace
from service.api.paging import decode_cursor, encode_cursor
from service.audit import QueryRead, current_actor
from service.audit.bulk import Read, record_query_block
from service.database import db, transaction
from service.messages import msg
from service.packed import pack
from service.problems import NotFound

JOB = "rules.preview"
FIELDS_READ = ("records", "outcome")
FIELDS_SHOWN = ("name_mask", "id_mask", "outcome", "points")
BASIS = "rules.preview"
"""The reference by which the query log names why frozen results were read."""

Shown = Row[RulePreviewChange, Check]
_CHECK_COLUMNS = (
    defer(Check.snapshot),
    defer(Check.certificate),
    defer(Check.id_sealed),
    defer(Check.name_sealed),
)
_BY_ITEM = text(
    "SELECT cause->>'item' AS item, max(cause->>'name') AS name, "
    "count(*) FILTER (WHERE direction = 'worse') AS worse, "
    "count(*) FILTER (WHERE direction = 'better') AS better, "
    "count(*) FILTER (WHERE direction = 'points') AS points "
    "FROM rule_preview_change, jsonb_array_elements(causes) AS cause "
    "WHERE preview_id = :preview GROUP BY 1 ORDER BY count(*) DESC, 1"
)


@dataclass(frozen=True)
class ItemCount:
    """How many checks change by one item, which way."""

    item: str
    name: str
    worse: int
    better: int
    points: int

    @property
    def all(self) -> int:
        """Checks that change by it."""
        return self.worse + self.better + self.points


def start(draft: Draft, last: int = LAST_DEFAULT, *, by_job: bool = True) -> RulePreview:
    """Begin a preview over the last final checks of the table's purpose.

    Nothing but the preview is written: no check, no record, no rule table.
    """
    table, actor, now = draft.table, current_actor(), clock.now()
    with transaction() as session:
        newest = sample.newest_check(session)
        which = sample.final_at(str(table.purpose), newest, now)
        preview = RulePreview(
            id=uuid4(),
            purpose=str(table.purpose),
            district=table.district,
            code=table.code,
            name=table.name,
            valid_from=table.valid_from,
            valid_to=table.valid_to,
            rule_set_id=draft.rule_set_id,
            filename=draft.filename[:NAME_CHARS_MAX],
            digest=table.digest,
            body=dict(table.body),
            warnings=[pack(one) for one in draft.warnings],
            last=last,
            up_to_check=newest,
            next_check=newest + 1,
            state=str(PreviewState.queued),
            total=sample.count_final(session, which, last),
            **dict.fromkeys(("done", "same", "worse", "better", "points", "outside"), 0),
            flow={},
            made_with={},
            created_by=actor.name,
            created_by_id=actor.id or None,
            created_at=now,
        )
        session.add(preview)
        session.flush()
        audit.log_query(_read_of(preview))
        told = {"code": table.code, "digest": table.digest, "checks": preview.total}
        audit.record("rules.preview_started", "rule_preview", str(preview.id), told)
        if by_job:
            outbox.enqueue(
                JOB, queue="batch", open_key=f"{JOB}:{preview.id}", preview_id=str(preview.id)
            )
    return preview


def _read_of(preview: RulePreview) -> QueryRead:
    """One entry for the run; each person shown afterwards has an entry of the own."""
    return QueryRead(
        basis_kind="sharing",
        basis_reference=BASIS,
        purpose=preview.purpose,
        subject_index=b"",
        subject_kind="rule_preview",
        fields=FIELDS_READ,
        object_ref=str(preview.id),
    )


def get_preview(preview_id: UUID) -> RulePreview:
    """A preview as it stands. Raises `NotFound`."""
    preview = db.session.get(RulePreview, preview_id, populate_existing=True)
    if preview is None:
        raise NotFound(msg("没有这次试算，请从试算列表中选择。"))
    return preview


def all_previews() -> Select[RulePreview]:
    """All previews, without the tables they tried."""
    return select(RulePreview).options(defer(RulePreview.body))


def seconds_left(preview: RulePreview) -> float | None:
    """Seconds until all checks are looked at, by the pace so far; None while unknown."""
    if preview.state != PreviewState.running:
        return None
    return pace.seconds_left(preview.started_at, preview.done, preview.total, clock.now())


def by_item(preview_id: UUID) -> list[ItemCount]:
    """By which items checks change, those of most changes first."""
    rows = db.session.execute(_BY_ITEM, {"preview": preview_id})
    return [ItemCount(*row) for row in rows]


def _changes(
    preview_id: UUID, direction: Direction | None, item: str | None
) -> Select[RulePreviewChange, Check]:
    statement = (
        select(RulePreviewChange, Check)
        .join(Check, Check.id == RulePreviewChange.check_id)
        .options(*_CHECK_COLUMNS)
        .where(RulePreviewChange.preview_id == preview_id)
        .order_by(RulePreviewChange.id)
    )
    if direction is not None:
        statement = statement.where(RulePreviewChange.direction == str(direction))
    if item is not None:
        statement = statement.where(RulePreviewChange.causes.contains([{"item": item}]))
    return statement


def page_of_changes(
    preview: RulePreview,
    *,
    direction: Direction | None = None,
    item: str | None = None,
    cursor: str | None = None,
    limit: int,
    channel: str,
) -> tuple[Sequence[Shown], str | None]:
    """One page of changes, newest check first; each subject shown is in the query log."""
    statement = _changes(preview.id, direction, item).limit(limit + 1)
    if cursor:
        statement = statement.where(RulePreviewChange.id > decode_cursor(cursor))
    rows = db.session.execute(statement).all()
    following = encode_cursor(rows[limit - 1][0].id) if len(rows) > limit else None
    rows = rows[:limit]
    if rows:
        with transaction():
            _log_shown(preview, rows, channel)
    return rows, following


def every_change(preview: RulePreview, channel: str) -> Sequence[Shown]:
    """All changes for the workbook, at most `LAST_MAX`; the look is in the trail and the log."""
    rows = db.session.execute(_changes(preview.id, None, None)).all()
    with transaction():
        _log_shown(preview, rows, channel)
        audit.record("rules.preview_read", "rule_preview", str(preview.id), {"changes": len(rows)})
    return rows


def _log_shown(preview: RulePreview, rows: Sequence[Shown], channel: str) -> None:
    shared = QueryRead(
        basis_kind="sharing",
        basis_reference=BASIS,
        purpose=preview.purpose,
        subject_index=b"",
        subject_kind="",
        fields=FIELDS_SHOWN,
        channel=channel,
    )
    ref = str(preview.id)
    reads = (
        Read(check.id_index, check.subject_kind, _digest(change, check), ref)
        for change, check in rows
    )
    record_query_block(shared, reads)


def _digest(change: RulePreviewChange, check: Check) -> bytes:
    told = [check.number, change.outcome_before, change.outcome_after, change.causes]
    return hashlib.sha256(canonical_json(told).encode()).digest()
