"""Looks through the query log day by day and makes each alarm once.

One statement a rule and day, over the range of the primary key that the rule's hours are: the log
of a city holds a million entries a year. A look that is late or doubled does no harm, for an
alarm's key says what it is about; an alarm that is still open follows the day's count.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import LiteralString

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from service import audit, clock
from service.access.account import Role
from service.accounts.models import Account
from service.database import db, shared_clock, transaction
from service.messages import msg
from service.notices.service import tell
from service.oversight.dated import AlarmRule, alarm_rules
from service.oversight.days import ids_between, is_complete
from service.oversight.limits import DAYS_BACK_MAX
from service.oversight.models import AlarmKind, LookupWatch

MADE = "oversight.alarm_made"
OBJECT = "lookup_alarm"
_ENTRIES: LiteralString = """
    SELECT e.id, e.at, e.operator_id, e.operator_name, e.operator_role, e.operator_unit,
        e.subject_index, e.object_ref
    FROM query_log_entry e
    WHERE e.id >= :low AND e.id < :high AND e.operator_id <> 0
        AND e.operator_role = ANY(:roles) AND e.subject_index <> ''::bytea
        AND (cardinality(CAST(:channels AS text[])) = 0 OR e.channel = ANY(:channels))
"""
_HITS: dict[AlarmKind, LiteralString] = {
    AlarmKind.mass: """
        SELECT s.*, NULL::bigint AS colleague_id FROM (
            SELECT e.*, count(*) OVER (PARTITION BY e.operator_id,
                CASE WHEN e.object_ref = '' THEN e.id::text ELSE e.object_ref END) AS together
            FROM entries e) s
        WHERE s.together < :list_from
    """,
    AlarmKind.self: """
        SELECT e.*, NULL::bigint AS colleague_id FROM entries e JOIN account_identity i
            ON i.subject_index = e.subject_index AND i.account_id = e.operator_id
        WHERE i.standing = 'staff' AND (i.ended_at IS NULL OR i.ended_at > e.at)
    """,
    AlarmKind.colleague: """
        SELECT e.*, i.account_id AS colleague_id FROM entries e
        JOIN account_identity i
            ON i.subject_index = e.subject_index AND i.account_id <> e.operator_id
        JOIN account a ON a.id = i.account_id AND a.unit = e.operator_unit
        WHERE i.standing = 'staff' AND (i.ended_at IS NULL OR i.ended_at > e.at)
    """,
    AlarmKind.night: """
        SELECT e.*, NULL::bigint AS colleague_id FROM entries e
    """,
}
_MAKE: LiteralString = """
    INSERT INTO lookup_alarm (key, kind, rule, day, operator_id, operator_name, operator_role,
        operator_unit, colleague_id, lookups, subjects, threshold, first_at, last_at, entry_id,
        made_at)
    SELECT concat_ws(':', CAST(:kind AS text), CAST(:rule AS text), CAST(:day AS text),
            operator_id, colleague_id),
        CAST(:kind AS text), CAST(:rule AS text), CAST(:day AS text)::date,
        operator_id, min(operator_name), min(operator_role), min(operator_unit), colleague_id,
        count(*), count(DISTINCT subject_index), CAST(:more_than AS bigint), min(at), max(at),
        (array_agg(id ORDER BY id))[1], :now
    FROM hits GROUP BY operator_id, colleague_id
    HAVING CASE CAST(:kind AS text) WHEN 'mass' THEN count(DISTINCT subject_index)
        ELSE count(*) END > CAST(:more_than AS bigint)
    ON CONFLICT (key) DO UPDATE SET lookups = EXCLUDED.lookups, subjects = EXCLUDED.subjects,
        last_at = EXCLUDED.last_at
    WHERE lookup_alarm.settled_at IS NULL AND lookup_alarm.lookups < EXCLUDED.lookups
    RETURNING id, operator_id, xmax = 0 AS fresh
"""
_STATEMENTS = {
    kind: text(f"WITH entries AS ({_ENTRIES}), hits AS ({hits}) {_MAKE}")
    for kind, hits in _HITS.items()
}
"""Made of constants alone."""


def watch(now: datetime | None = None) -> int:
    """Look through every day not closed yet, up to today; returns how many alarms are new.

    A moment to come is not gone by: a host whose clock is ahead closes no day before its end.
    """
    now = shared_clock.not_ahead(db.session(), now or clock.now())
    fresh = 0
    for day, rules in _days(now):
        made = _look_at(day, rules, now)
        if made is None:
            break  # were a later day closed, this one would never be looked at again
        fresh += made
    return fresh


def _days(now: datetime) -> Iterator[tuple[date, Sequence[AlarmRule]]]:
    """The days to look through, each with the rules to look for."""
    today = clock.at_office(now).date()
    # What a clock that was ahead has closed is looked through until that moment has come.
    over = LookupWatch.day < today, LookupWatch.closed_at <= now
    newest = select(LookupWatch.day, LookupWatch.closed_at).where(*over)
    closed = db.session.execute(newest.order_by(LookupWatch.day.desc()).limit(1)).one_or_none()
    day = today - timedelta(days=DAYS_BACK_MAX)
    if closed is not None:
        late = [rule for rule in alarm_rules(closed.day) if _goes_on(rule, *closed)]
        if late:
            yield closed.day, late
        day = max(closed.day + timedelta(days=1), day)
    while day <= today:
        yield day, alarm_rules(day)
        day += timedelta(days=1)


def _goes_on(rule: AlarmRule, day: date, closed_at: datetime) -> bool:
    """Whether a rule's hours were not over when its day was closed.

    So it is with the night of a day that was closed at midnight, as days once were.
    """
    return not is_complete(rule.hours(day)[1], closed_at)


def _look_at(day: date, rules: Sequence[AlarmRule], now: datetime) -> int | None:
    """How many alarms of a day are new; None while another process is at it."""
    with transaction() as session:
        # Two looks at once would wait for each other row by row; the second has nothing to do.
        if not session.scalar(select(func.pg_try_advisory_xact_lock(func.hashtext(MADE)))):
            return None
        fresh = 0
        for rule in rules:
            for row in session.execute(_STATEMENTS[rule.kind], _values(rule, day, now)):
                if row.fresh:
                    fresh += 1
                    told = {"kind": rule.kind.value, "rule": rule.code, "operator": row.operator_id}
                    audit.record(MADE, OBJECT, str(row.id), told)
        if is_complete(max([clock.ends(day), *(rule.hours(day)[1] for rule in rules)]), now):
            closing = insert(LookupWatch).values(day=day, closed_at=now)
            session.execute(closing.on_conflict_do_nothing())
        if fresh:
            _tell_auditors(fresh, day)
    return fresh


def _values(rule: AlarmRule, day: date, now: datetime) -> dict[str, object]:
    low, high = ids_between(*rule.hours(day))
    return {
        "low": low,
        "high": high,
        "roles": list(rule.roles),
        "channels": list(rule.channels),
        "list_from": rule.list_from,
        "more_than": rule.more_than,
        "kind": rule.kind.value,
        "rule": rule.code,
        "day": day.isoformat(),
        "now": now,
    }


def _tell_auditors(count: int, day: date) -> None:
    auditors = select(Account.id).where(Account.role == Role.auditor, Account.disabled_at.is_(None))
    tell(
        db.session.scalars(auditors).all(),
        "oversight.alarm",
        msg("有新的查询预警"),
        msg("{day} 的查询有 {count} 条新预警，请查看并处理。", day=day.isoformat(), count=count),
        link="/oversight",
    )
