"""Addresses at which every page and every answer of the API is found in a filled installation.

What the places of an address may hold is read from the database, what is richest first; columns
an address has no place for go into its query string.
"""

import re
from collections.abc import Iterator

from flask import Flask
from sqlalchemy import text
from werkzeug.routing import Rule

from service.database import db

CANDIDATES_MAX = 25
"""So many rows are offered for one address; whether a caller may see one is for the page to say."""
_CASE = (
    "SELECT number FROM case_file ORDER BY (case_type = 'penalty') DESC, (SELECT count(*) FROM "
    "case_event WHERE case_id = case_file.id) DESC, id DESC"
)
_OF_TYPE = "SELECT number FROM case_file WHERE case_type IN ({}) ORDER BY version DESC, id DESC"
_DOCUMENT = (
    "SELECT number, document.id AS {} FROM case_document document JOIN case_file ON case_id = "
    "case_file.id WHERE (case_type LIKE '%objection') = {} ORDER BY record_id IS NULL, document.id"
)
_MEMBER = (
    "SELECT member.community_code AS code, number FROM member JOIN points_balance "
    "ON member_id = member.id WHERE state = 'active' ORDER BY account_id IS NULL, honour DESC"
)
_ORDER = "SELECT {} AS number FROM points_order ORDER BY made_at DESC"
_DRAFT = "SELECT community_code AS code FROM points_catalogue_draft"
_PAPER = (
    "SELECT community_code AS code, number, paper_id FROM member_consent JOIN member ON member.id "
    "= member_id WHERE paper_id IS NOT NULL"
)
_IMPORT = "SELECT community_code AS code, id AS import_id FROM points_import ORDER BY total DESC"
_CHECK = "SELECT number FROM credit_check WHERE {} ORDER BY batch_id NULLS FIRST, id DESC"
_SCORE = (
    "SELECT community_code AS code, level, code AS place FROM place "
    "WHERE level IN ('building', 'unit', 'grid') ORDER BY level = 'building' DESC, id"
)
_ADVERSE = (
    "SELECT code FROM subject LEFT JOIN record ON subject_id = subject.id WHERE code IS NOT NULL "
    "GROUP BY subject.id, code ORDER BY count(record.id) DESC, subject.id"
)
SOURCES: dict[str, str] = {
    r"account_admin\.show": "SELECT id AS account_id FROM account ORDER BY id",
    r"api_docs\.docs_asset": "SELECT 'swagger-ui.css' AS name",
    r"applicant\.check|applicant\.materials": "SELECT number FROM case_file WHERE state = 'draft'",
    r"applicant\.new": (
        "SELECT record.id AS record FROM record JOIN subject ON subject.id = subject_id "
        "WHERE repairable_from <= current_date AND status = 'active' ORDER BY code IS NULL, 1"
    ),
    r"applicant\.records|record_pages\.find|records_api\.read_enterprise|reports\.index": _ADVERSE,
    r"assessments\.(show|report)": (
        "SELECT number FROM impact_assessment ORDER BY file_id IS NULL, id"
    ),
    r"audit\.(verification|status)": "SELECT id AS verification_id FROM audit_verification",
    r"audit_trails\.(entry|proof)": "SELECT id AS entry_id FROM audit_entry ORDER BY id",
    r"audit_trails\.query": "SELECT id AS entry_id FROM query_log_entry ORDER BY id DESC",
    r"batches\.look": "SELECT file_id FROM check_batch_upload",
    r"(batches|check_batches_api)\.(show|read|result|status|review_page)": (
        "SELECT id AS batch_id FROM check_batch ORDER BY negative + held DESC"
    ),
    r"(board_score)\.show": _SCORE,
    r"calendar(_api)?\.count": "SELECT '2026-09-01' AS received_on, 20 AS days",
    r"cases\.index": "SELECT unnest(ARRAY['mine', 'all']) AS view",
    r"cases\.side_by_side": _DOCUMENT.format("document", "false"),
    r"(cases\.show|repair_api\.read_case|documents(_api)?\.index)": _CASE,
    r"check_in\.show": "SELECT code AS token FROM points_event",
    r"(checks|checks_api)\.(show|read|replayed)": _CHECK.format("true"),
    r"(checks|checks_api)\.certificate": _CHECK.format("outcome IN ('passed', 'negative')"),
    r"checks_review\.review": _CHECK.format("reviewed_at IS NULL AND outcome <> 'passed'"),
    r"(verify\.show|checks_api\.verify)": _CHECK.format("true"),
    r"documents(_api)?\.read": _DOCUMENT.format("document_id", "false"),
    r"documents\.page_picture": (
        "SELECT number, document.id AS document_id, 1 AS page FROM case_document document "
        "JOIN case_file ON case_id = case_file.id ORDER BY document.id"
    ),
    r"documents_api\.progress": "SELECT id AS upload_id FROM case_upload",
    r"objection_papers_api\.index": _OF_TYPE.format("'record_objection'"),
    r"objection_papers_api\.read": _DOCUMENT.format("document_id", "true"),
    r"objection_papers_api\.letter": (
        "SELECT case_file.number, letter.number AS letter FROM case_letter letter "
        "JOIN case_file ON case_id = case_file.id WHERE case_type LIKE '%objection'"
    ),
    r"letters(_api)?\.read": (
        "SELECT case_file.number, letter.number AS letter FROM case_letter letter "
        "JOIN case_file ON case_id = case_file.id WHERE case_type NOT LIKE '%objection'"
    ),
    r"letters(_api)?\.commitment": _OF_TYPE.format("'penalty', 'abnormal_list'"),
    r"(disputes_api\.read)": _OF_TYPE.format("'entry_objection'"),
    r"wf_objections_api\.read": _OF_TYPE.format(
        "'record_objection', 'check_objection', 'repair_objection'"
    ),
    r"(rights_requests_api\.read)": _OF_TYPE.format("'rights_request'"),
    r"(effect_pages|effects_api)\.(show|read)": (
        "SELECT effect_id FROM case_effect_attempt GROUP BY effect_id ORDER BY count(*) DESC"
    ),
    r"entries\.(show)": (
        "SELECT community_code AS code, id AS entry_id FROM points_entry "
        "ORDER BY of_entry_id IS NULL, id"
    ),
    r"entries\.evidence": (
        "SELECT entry.community_code AS code, entry.id AS entry_id FROM points_entry entry "
        "JOIN points_claim USING (id) WHERE evidence_file_id IS NOT NULL"
    ),
    r"entries\.suggest": "SELECT code, '邻' AS q FROM community",
    r"entry_imports(_api)?\.(show|refused|status|read_import)": _IMPORT,
    r"events\.(show|edit|printed)": (
        "SELECT community_code AS code, code AS event_code FROM points_event"
    ),
    r"identities\.copy|rights\.kin_copy": "SELECT number FROM kin_standing",
    r"(measures|measures_api)\.(show|change|read|figures)": (
        "SELECT number FROM measure ORDER BY state = 'active' DESC, id"
    ),
    r"(measure_work\.show|measures_api\.application)": (
        "SELECT id AS application_id FROM measure_application ORDER BY id"
    ),
    r"objecting\.new": (
        "SELECT 'record' AS topic, id AS reference FROM record UNION ALL "
        "SELECT 'check', id FROM credit_check ORDER BY 1 DESC, 2"
    ),
    r"objections\.show": "SELECT case_number AS number FROM points_objection",
    r"objections\.new": (
        "SELECT points_entry.id AS entry FROM points_entry JOIN member ON member.id = member_id "
        "WHERE kind = 'award' ORDER BY account_id IS NULL, posted_at DESC"
    ),
    r"oversight\.sample": "SELECT to_char(month, 'YYYY-MM') AS month FROM lookup_sample",
    r"points_catalogue\.(show_version|download)": (
        "SELECT community_code AS code, version FROM points_catalogue ORDER BY version DESC"
    ),
    r"points_draft\.edit_item": (
        "SELECT community_code AS code, content->'items'->0->>'code' AS item "
        "FROM points_catalogue_draft"
    ),
    r"points_draft\.(?!choose).*": _DRAFT,
    r"(points_members\.show|redemption_desk\.window|statement\.of_member.*)": _MEMBER,
    r"(redemption_api\.orders|ledger_api\.read_statement)": _MEMBER,
    r"points_members\.paper": _PAPER,
    r"points_me\.paper": _PAPER,
    r"points_places\.show": (
        "SELECT community_code AS code, id AS place_id FROM place "
        "ORDER BY level = 'unit' DESC, level = 'building' DESC, id"
    ),
    r"(queries|queries_api)\.(show|read)": (
        "SELECT number FROM credit_query ORDER BY asked DESC, id"
    ),
    r"(query_grants|query_authorisations_api)\.(show|scan|read)": (
        "SELECT number FROM query_authorisation ORDER BY id"
    ),
    r"(record_pages)\.show": ("SELECT id AS record_id FROM record ORDER BY version DESC, id"),
    r"(records|records_api)\.(show_import|refused|import_status|read_import)": (
        "SELECT id AS import_id FROM record_import ORDER BY refused + flagged DESC"
    ),
    r"records\.template": "SELECT 'enterprises' AS feed",
    r"redemption_desk\.edit": (
        "SELECT community_code AS code, code AS goods FROM points_goods ORDER BY id"
    ),
    r"redemption_desk\.choose": (
        "SELECT member.community_code AS code, number, goods.code AS goods FROM member "
        "JOIN points_balance ON member_id = member.id JOIN points_goods goods "
        "ON goods.community_code = member.community_code "
        "ORDER BY account_id IS NULL, cost, points_balance.spendable DESC"
    ),
    r"redemption\.own_choose": "SELECT code AS goods FROM points_goods ORDER BY cost",
    r"redemption(_shop|_api)?\.(receipt|read|own_receipt)": _ORDER.format("number"),
    r"(reports|reports_api)\.(show|pdf|read|pdf_of_number)": (
        "SELECT number FROM credit_report ORDER BY id"
    ),
    r"reports_api\.latest.*": "SELECT code FROM credit_report ORDER BY id",
    r"rule_previews(_api)?\.(show|read|changes|workbook|status)": (
        "SELECT id AS preview_id FROM rule_preview ORDER BY worse + better DESC"
    ),
    r"rules(_touched)?\.(show|download)": "SELECT id AS rule_set_id FROM rule_set ORDER BY id DESC",
}
"""Whole names of endpoints (a pattern) and the rows that fill their places; the first that fits."""
CODE = "SELECT code FROM community ORDER BY code"
"""For whatever else asks for the code of a community."""


def source_of(rule: Rule) -> str | None:
    """The statement that finds what the places of an address may hold; None if it needs none."""
    for pattern, statement in SOURCES.items():
        if re.fullmatch(pattern, rule.endpoint):
            return statement
    return CODE if rule.arguments else None


def addresses(app: Flask, rule: Rule) -> Iterator[str]:
    """Addresses of a rule, what is richest first, within the application's context."""
    statement = source_of(rule)
    rows = [{}] if statement is None else _rows(statement)
    with app.test_request_context():
        for values in rows:
            built = rule.build(values) if rule.suitable_for(values) else None
            if built is not None:
                yield built[1]


def _rows(statement: str) -> list[dict[str, object]]:
    found = db.session.execute(text(f"SELECT * FROM ({statement}) rows LIMIT {CANDIDATES_MAX}"))
    return [dict(row) for row in found.mappings()]
