"""The fields a feed may fill, by what its rows become. A name not listed here is a mistake."""

from enum import StrEnum


class Target(StrEnum):
    """What one row of a feed becomes."""

    PENALTY = "penalty"
    LIST_ENTRY = "list_entry"
    ORGANISATION = "organisation"
    HONOUR = "honour"


class Holds(StrEnum):
    """What a field holds."""

    TEXT = "text"
    DATE = "date"
    YUAN = "yuan"
    KINDS = "kinds"
    NUMBERS = "numbers"
    """Several texts."""
    YES_NO = "yes_no"


SUBJECT_FIELDS = {
    "subject_name": Holds.TEXT,
    "subject_category": Holds.TEXT,
    "subject_uscc": Holds.TEXT,
    "person_id_type": Holds.TEXT,
    "person_id_number": Holds.TEXT,
    "business_registration_number": Holds.TEXT,
    "organisation_code": Holds.TEXT,
    "tax_registration_number": Holds.TEXT,
    "institution_certificate_number": Holds.TEXT,
    "social_organisation_number": Holds.TEXT,
}
_DECISION = {
    "decision_number": Holds.TEXT,
    "decided_on": Holds.DATE,
    "published_on": Holds.DATE,
    "valid_until": Holds.DATE,
    "authority": Holds.TEXT,
    "authority_as_written": Holds.TEXT,
    "authority_code": Holds.TEXT,
    "source_unit": Holds.TEXT,
    "source_unit_code": Holds.TEXT,
    "source_updated_on": Holds.DATE,
    "legal_basis": Holds.TEXT,
    "facts": Holds.TEXT,
    "status": Holds.TEXT,
    "province": Holds.TEXT,
    "region_code": Holds.TEXT,
    "remark": Holds.TEXT,
}
FIELDS: dict[Target, dict[str, Holds]] = {
    Target.PENALTY: {
        **SUBJECT_FIELDS,
        **_DECISION,
        "penalty_name": Holds.TEXT,
        "violation_type": Holds.TEXT,
        "kinds": Holds.KINDS,
        "content": Holds.TEXT,
        "fine_yuan": Holds.YUAN,
        "confiscated_yuan": Holds.YUAN,
        "licence_withdrawn": Holds.TEXT,
        "published_until_stated": Holds.DATE,
        "simple_procedure": Holds.YES_NO,
        "corrective_order": Holds.YES_NO,
        "decision_numbers": Holds.NUMBERS,
        "notice_title": Holds.TEXT,
        "notice_url": Holds.TEXT,
        "notice_id": Holds.TEXT,
    },
    Target.LIST_ENTRY: {
        **SUBJECT_FIELDS,
        **_DECISION,
        "list_kind": Holds.TEXT,
        "list_name": Holds.TEXT,
        "case_number": Holds.TEXT,
        "removed_on": Holds.DATE,
        "removal_reason": Holds.TEXT,
        "amount_owed_yuan": Holds.YUAN,
    },
    Target.ORGANISATION: {
        **SUBJECT_FIELDS,
        "registered_on": Holds.DATE,
        "organisation_type": Holds.TEXT,
        "registered_capital": Holds.TEXT,
        "province": Holds.TEXT,
        "city": Holds.TEXT,
    },
    Target.HONOUR: {**SUBJECT_FIELDS, **_DECISION, "honour_name": Holds.TEXT},
}
TRANSIENT = (
    "subject_name",
    "subject_category",
    "subject_uscc",
    "person_id_type",
    "person_id_number",
)
"""Fields that end up in the subject and are not kept in the record itself."""
