"""a second wall for what enterprises and communities may reach

Policies of row-level security for a role that owns nothing; the owner of the tables meets none of
them, so that what ran before runs as it did. The role is named after the one the service signs in
as, with `_scoped` behind it. Where the service may not make roles, whoever runs the server makes
it; production does not go on without.

Revision ID: 0014
Revises: 0013
"""

import logging

import sqlalchemy as sa
from alembic import op
from flask import current_app

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SUBJECT = "(SELECT nullif(current_setting('credit.subject', true), ''))"
COMMUNITY = "(SELECT nullif(current_setting('credit.community', true), ''))"
ACCOUNT = "(SELECT CAST(nullif(current_setting('credit.account', true), '') AS bigint))"
OWN_SUBJECTS = "ANY (CAST((SELECT wall_own_subjects()) AS bigint[]))"
ABOUT_ME = f"subject_id = {OWN_SUBJECTS}"
BY_CODE = f"id_type = 'uscc' AND id_mask = {SUBJECT}"
HERE = f"CASE WHEN community_code = {COMMUNITY} THEN true ELSE false END"
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


def _belongs(table: str, column: str, parent: str) -> str:
    return f"EXISTS (SELECT FROM {parent} WHERE {parent}.id = {table}.{column})"


def _of_a_member(table: str) -> str:
    return f"{HERE} AND {_belongs(table, 'member_id', 'member')}"


WALLS = {
    "account": f"id = {ACCOUNT} OR community_code = {COMMUNITY}",
    "subject": f"id = {OWN_SUBJECTS}",
    "subject_match": ABOUT_ME,
    "record": ABOUT_ME,
    "record_history": _belongs("record_history", "record_id", "record"),
    "measure_application": ABOUT_ME,
    "measure_change": "application_id IS NULL OR "
    + _belongs("measure_change", "application_id", "measure_application"),
    "credit_check": f"({BY_CODE}) OR {ABOUT_ME}",
    "credit_report": f"code = {SUBJECT}",
    "credit_query": f"account_id = {ACCOUNT}",
    "query_authorisation": BY_CODE,
    "check_batch": "false",
    "check_batch_chunk": "false",
    "check_batch_upload": "false",
    "rule_preview": "false",
    "rule_preview_change": "false",
    "import_issue": "false",
    "case_file": f"CASE WHEN about IS NULL AND subject_code = {SUBJECT} "
    f"OR about IS NOT NULL AND authority = {COMMUNITY} THEN true ELSE false END",
    **{
        table: _belongs(table, "case_id", "case_file")
        for table in (
            "case_item", "case_event", "case_clock", "case_alarm", "case_document", "case_letter",
            "case_effect", "rights_request", "case_upload",
        )
    },
    "case_upload_chunk": _belongs("case_upload_chunk", "upload_id", "case_upload"),
    "case_clock_change": _belongs("case_clock_change", "clock_id", "case_clock"),
    "case_effect_attempt": _belongs("case_effect_attempt", "effect_id", "case_effect"),
    "reapplication_ban": ABOUT_ME,
    "community": f"code = {COMMUNITY}",
    **dict.fromkeys(
        (
            "place", "points_catalogue", "points_catalogue_draft", "member", "points_claim",
            "points_entry", "points_order", "points_event", "points_balance", "points_total",
            "points_goods", "points_import",
        ),
        HERE,
    ),
    "member_consent": _belongs("member_consent", "member_id", "member"),
    "points_import_issue": _belongs("points_import_issue", "import_id", "points_import"),
    "points_lot": _belongs("points_lot", "member_id", "member"),
    "points_objection": _belongs("points_objection", "member_id", "member"),
    "points_lot_use": _belongs("points_lot_use", "entry_id", "points_entry"),
}  # fmt: skip
"""Rows a scoped role reads and changes, by table."""
ADD = {
    "account": f"id = {ACCOUNT} OR (community_code = {COMMUNITY} AND subject_code IS NULL)",
    **{table: _of_a_member(table) for table in ("points_claim", "points_entry", "points_order")},
}
"""What may be written, where that takes more."""
READ = {
    **dict.fromkeys(("account", "community", "points_catalogue", "points_event"), "true"),
    "place": "community_code IS NULL",
}
"""What is read beyond that."""
REMOVES = {"case_upload", "case_upload_chunk", "points_catalogue_draft"}
SEES_ALL = ("points_open_balance", "points_add_up", "points_run_on", "points_take_from_lots",
            "points_covered", "points_use_fits", "points_mirrors", "points_undone_whole")  # fmt: skip
"""Functions of the ledger that must miss no row, whoever writes."""

MAKE_SQL = """
DO $$
DECLARE
    scoped text := session_user || '_scoped';
    may boolean;
BEGIN
    SELECT rolsuper OR rolcreaterole INTO may FROM pg_roles WHERE rolname = session_user;
    IF may AND to_regrole(quote_ident(scoped)) IS NULL THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', scoped);
        EXECUTE format('GRANT %I TO %I', scoped, session_user);
    END IF;
END $$
"""
FIND_SQL = """
SELECT quote_ident(rolname) FROM pg_roles
WHERE rolname = session_user || '_scoped' AND pg_has_role(session_user, oid,
    CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
"""
RIGHTS = (
    "USAGE ON SCHEMA public",
    "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public",
    "USAGE ON ALL SEQUENCES IN SCHEMA public",
)
RIGHTS_TO_COME = ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE ON SEQUENCES")
"""On what later migrations make."""


def upgrade() -> None:
    """Put the walls up, then let the role in. Locks are short, but there are many: when a busy
    table makes this give up, nothing has changed, and it is run again."""
    op.execute(OWN_SUBJECTS_SQL)
    for table, within in WALLS.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        add = ADD.get(table, within)
        op.execute(f"CREATE POLICY wall ON {table} USING ({within}) WITH CHECK ({add})")
        if table in READ:
            op.execute(f"CREATE POLICY wall_open ON {table} FOR SELECT USING ({READ[table]})")
    for function in SEES_ALL:
        op.execute(
            f"ALTER FUNCTION {function}() SECURITY DEFINER SET search_path = public, pg_temp"
        )
    op.execute(MAKE_SQL)
    role = _role()
    if role is None:
        _without_role()
        return
    for rights in RIGHTS:
        op.execute(f"GRANT {rights} TO {role}")
    for rights in RIGHTS_TO_COME:
        op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rights} TO {role}")
    op.execute(f"REVOKE DELETE ON {', '.join(sorted(set(WALLS) - REMOVES))} FROM {role}")


def downgrade() -> None:
    """Take the walls down. The role itself stays: other databases of the server may use it."""
    role = _role()
    if role is not None:
        for rights in RIGHTS:
            op.execute(f"REVOKE {rights} FROM {role}")
        for rights in RIGHTS_TO_COME:
            op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE {rights} FROM {role}")
    for function in SEES_ALL:
        op.execute(f"ALTER FUNCTION {function}() SECURITY INVOKER RESET search_path")
    for table in WALLS:
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        op.execute(f"DROP POLICY wall ON {table}")
        if table in READ:
            op.execute(f"DROP POLICY wall_open ON {table}")
    op.execute("DROP FUNCTION wall_own_subjects()")


def _role() -> str | None:
    role: str | None = op.get_bind().scalar(sa.text(FIND_SQL))
    return role


def _without_role() -> None:
    user = op.get_bind().scalar(sa.text("SELECT session_user"))
    told = (
        f'The second wall needs a role. As a superuser run: CREATE ROLE "{user}_scoped" NOLOGIN; '
        f'GRANT "{user}_scoped" TO "{user}"; and then: flask --app wsgi walls build'
    )
    if current_app.config["SETTINGS"].in_production:
        raise SystemExit(f"{told.removesuffix('; and then: flask --app wsgi walls build')}; "
                         "then migrate again.")  # fmt: skip
    logging.getLogger("alembic.runtime.migration").warning(told)
