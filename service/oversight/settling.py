"""Use cases of the auditor: settle an alarm, note what an entry of a sample showed."""

from datetime import date
from uuid import UUID

from service import audit, clock
from service.audit import current_actor
from service.audit.models import QueryLogEntry
from service.database import transaction
from service.messages import msg
from service.oversight.models import LookupAlarm, LookupSampleEntry, Verdict
from service.oversight.problems import OwnLookups, SettledAlready
from service.oversight.watching import OBJECT
from service.problems import NotFound

SETTLED, FOUND = "oversight.alarm_settled", "oversight.sample_found"


def settle(alarm_id: int, verdict: Verdict, reason: str) -> LookupAlarm:
    """Settle an alarm with a reason. Raises `NotFound`, `OwnLookups`, `SettledAlready`."""
    actor = current_actor()
    with transaction() as session:
        alarm = session.get(LookupAlarm, alarm_id, with_for_update=True, populate_existing=True)
        if alarm is None:
            raise NotFound(msg("没有找到这条预警。"))
        if alarm.operator_id == actor.id:
            raise OwnLookups(msg("这条预警是您自己的查询引起的，请由另一位审计人员处理。"))
        if alarm.settled_at is not None:
            raise SettledAlready(msg("{name}已经处理过这条预警。", name=alarm.settled_by))
        alarm.verdict, alarm.reason = verdict.value, reason.strip()
        alarm.settled_at, alarm.settled_by = clock.now(), actor.name
        alarm.settled_by_id = actor.id
        audit.record(SETTLED, OBJECT, str(alarm_id), {"verdict": verdict.value})
    return alarm


def note_found(month: date, entry_id: UUID, *, in_order: bool, note: str) -> LookupSampleEntry:
    """Note what an entry showed. Raises `NotFound`, `OwnLookups`, `SettledAlready`."""
    actor = current_actor()
    with transaction() as session:
        row = session.get(LookupSampleEntry, (month, entry_id), with_for_update=True)
        entry = session.get(QueryLogEntry, entry_id)
        if row is None:
            raise NotFound(msg("抽样中没有这条查询。"))
        if entry is not None and entry.operator_id == actor.id:
            raise OwnLookups(msg("这是您自己的查询，请由另一位审计人员核对。"))
        if row.found_at is not None:
            raise SettledAlready(msg("{name}已经核对过这条查询。", name=row.found_by))
        row.in_order, row.note = in_order, note.strip() or None
        row.found_by, row.found_at = actor.name, clock.now()
        told = {"entry": str(entry_id), "in_order": in_order}
        audit.record(FOUND, "lookup_sample", month.isoformat(), told)
    return row
