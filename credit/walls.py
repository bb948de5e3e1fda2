"""The second wall around what is on record: an enterprise reaches its own alone."""

from sqlalchemy import event

from credit.checks.batches.models import BatchUpload
from credit.checks.models import BatchChunk, Check, CheckBatch
from credit.checks.preview.models import RulePreview, RulePreviewChange
from credit.measures.models import MeasureApplication, MeasureChange
from credit.queries.models import CreditQuery, QueryAuthorisation
from credit.records.models import ImportIssue, Record, RecordHistory
from credit.reports.models import CreditReport
from credit.retention.models import RecordTombstone
from credit.subjects.models import Subject, SubjectMatch
from service.database import Base
from service.database.append_only import ddl
from service.database.walls import ACCOUNT, NOBODY, SUBJECT, belongs, spared, walled, walled_by

OWN_SUBJECTS_SQL = """
CREATE OR REPLACE FUNCTION wall_own_subjects() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH own AS (
        SELECT id FROM subject WHERE code = nullif(current_setting('credit.subject', true), '')
    ), verdict AS (
        SELECT DISTINCT ON (named_subject_id) named_subject_id, same
        FROM subject_match WHERE subject_id IN (SELECT id FROM own)
        ORDER BY named_subject_id, subject_match.id DESC
    )
    SELECT coalesce(array_agg(id), '{}') FROM (
        SELECT id FROM own UNION SELECT named_subject_id FROM verdict WHERE same) AS mine (id)
$$
"""
"""The subject with the caller's code, and those known by name alone whom a human matched to it.

Runs as the owner: the wall around subjects rests on it and could not be asked by it."""
OWN_SUBJECTS = "ANY (CAST((SELECT wall_own_subjects()) AS bigint[]))"
ABOUT_ME = f"subject_id = {OWN_SUBJECTS}"
BY_CODE = f"id_type = 'uscc' AND id_mask = {SUBJECT}"
"""A credit code is public, and its mask is the whole of it."""

event.listen(Base.metadata, "after_create", ddl(OWN_SUBJECTS_SQL))

walled(Subject, f"id = {OWN_SUBJECTS}")
walled(SubjectMatch, ABOUT_ME)
walled(Record, ABOUT_ME)
walled_by(RecordHistory, "record_id", Record)
walled(MeasureApplication, ABOUT_ME)
walled(
    MeasureChange,
    f"application_id IS NULL OR {belongs(MeasureChange, 'application_id', MeasureApplication)}",
)
walled(Check, f"({BY_CODE}) OR {ABOUT_ME}")
walled(CreditReport, f"code = {SUBJECT}")
walled(CreditQuery, f"account_id = {ACCOUNT}")
walled(QueryAuthorisation, BY_CODE)
for _of_the_office in (
    CheckBatch, BatchChunk, BatchUpload, RulePreview, RulePreviewChange, ImportIssue,
):  # fmt: skip
    walled(_of_the_office, NOBODY)
spared("tells that a number was a record's, and nothing of it", RecordTombstone)
