"""What cases mean for how long records are kept: the daily run, and who still needs a record.

A record does not leave while a case about it is open, also where somebody deletes it by raw SQL.
"""

from datetime import datetime

from sqlalchemy import Select, event, select, union

from credit.records.models import Record
from credit.retention.due import keep_records
from credit.retention.service import run_daily
from service.database import table_of
from service.database.append_only import ddl
from workflows.engine.chores import on_tick
from workflows.engine.models import CaseFile, CaseItem
from workflows.rights.models import RightsRequest

GUARD_SQL = """
CREATE OR REPLACE FUNCTION refuse_erasure_in_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM gone r JOIN case_item i ON i.record_id = r.id WHERE i.open)
        OR EXISTS (SELECT 1 FROM gone r JOIN rights_request q ON q.record_id = r.id
            JOIN case_file f ON f.id = q.case_id WHERE f.open)
    THEN
        RAISE EXCEPTION 'a record is kept while a case about it is open'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""
TRIGGER_SQL = (
    "CREATE TRIGGER record_in_no_case AFTER DELETE ON record REFERENCING OLD TABLE AS gone "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_erasure_in_case()"
)
table_of(CaseItem).add_is_dependent_on(table_of(Record))
for _sql in (GUARD_SQL, TRIGGER_SQL):
    event.listen(table_of(CaseItem), "after_create", ddl(_sql))


@keep_records
def in_open_cases() -> Select[tuple[int]]:
    """The records open cases are about."""
    items = select(CaseItem.record_id).where(CaseItem.open)
    requests = (
        select(RightsRequest.record_id)
        .join(CaseFile, CaseFile.id == RightsRequest.case_id)
        .where(CaseFile.open, RightsRequest.record_id.is_not(None))
    )
    both = union(items, requests).subquery()
    return select(both.c.record_id)


@on_tick("records.retention")
def keep_to_the_terms(now: datetime) -> int:
    """Run the retention once a day; how much went."""
    return run_daily(now)
