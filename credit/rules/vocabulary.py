"""The closed lists of words a rule table and a fact may use."""

from enum import StrEnum


class Purpose(StrEnum):
    """What a check is made for; each has its own tables."""

    SCHOOL_ADMISSION = "school_admission"
    RESIDENCE_REGISTRATION = "residence_registration"
    ENTERPRISE_REVIEW = "enterprise_review"


class FactKind(StrEnum):
    """What sort of legally determined fact a record states."""

    ADMINISTRATIVE_PENALTY = "administrative_penalty"
    ADMINISTRATIVE_DETENTION = "administrative_detention"
    SERIOUS_DISHONESTY_LIST = "serious_dishonesty_list"
    DEFAULTER_LIST = "defaulter_list"
    """失信被执行人, kept by the courts."""
    CONVICTION = "conviction"
    TAX_VIOLATION = "tax_violation"
    FALSE_MATERIALS = "false_materials"
    ABNORMAL_LIST = "abnormal_list"
    HONOUR = "honour"
    """Good faith (守信): may bring an incentive, never counts in a check."""
    OTHER = "other"


LISTS = frozenset(
    {FactKind.SERIOUS_DISHONESTY_LIST, FactKind.DEFAULTER_LIST, FactKind.ABNORMAL_LIST}
)
"""Kinds that state membership of a list, which lasts until removal."""


class Tier(StrEnum):
    """轻微, 一般, 严重 (Measures for Credit Repair, NDRC Order 36 of 2025)."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"


class PenaltyKind(StrEnum):
    """Kinds of administrative penalty, in the order of Administrative Penalty Law Art. 9."""

    WARNING = "warning"
    PUBLIC_CRITICISM = "public_criticism"
    FINE = "fine"
    CONFISCATION_OF_INCOME = "confiscation_of_income"
    CONFISCATION_OF_GOODS = "confiscation_of_goods"
    LICENCE_SUSPENSION = "licence_suspension"
    DOWNGRADE = "downgrade"
    LICENCE_REVOCATION = "licence_revocation"
    RESTRICTION_OF_BUSINESS = "restriction_of_business"
    SUSPENSION_OF_BUSINESS = "suspension_of_business"
    CLOSURE = "closure"
    BAR_FROM_INDUSTRY = "bar_from_industry"
    DETENTION = "detention"
    OTHER = "other"


class Evidence(StrEnum):
    """How well a figure of a table is supported."""

    OFFICIAL = "official"
    """From the official text, attached by the office."""
    FOUND = "found"
    """Found in a public text other than the official one."""
    UNVERIFIED = "unverified"
    """Remembered or reported; no text at hand."""
    PROPOSAL = "proposal"
    """Not law: proposed by the authors of the table."""


class NegativeWhen(StrEnum):
    """What makes a result negative; a table names one or more."""

    DEDUCTION = "deduction"
    BELOW_BASE = "below_base"
    BELOW_PASS_LINE = "below_pass_line"  # noqa: S105 - a score, not a password
    VETO = "veto"
    FREEZE = "freeze"


class CountsFrom(StrEnum):
    """Where the look-back window of an item starts, or what it lasts with."""

    DECISION = "decision"
    FINAL = "final"
    SENTENCE_END = "sentence_end"
    CURRENT = "current"
    PUBLISHED = "published"
    RETAINED = "retained"
    """As long as the record is kept at all."""


class FinalUnknown(StrEnum):
    """What becomes of a decision of which nobody has told from when it is final."""

    COUNTS = "counts"
    """The provider vouches for it by sending it: only final ones may be sent."""
    HELD = "held"


class RepeatOf(StrEnum):
    """What an earlier fact must share with a later one to make it a repeat."""

    ITEM = "item"
    KIND = "kind"
    PENALTY_KIND = "penalty_kind"


class Outcome(StrEnum):
    """The answer of a check."""

    PASSED = "passed"
    NEGATIVE = "negative"
    HELD = "held"
    """Awaits a human: an open question would change the result."""
