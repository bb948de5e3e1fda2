"""Who may act on a case: the hands it can be in. Pure."""

from enum import StrEnum


class Party(StrEnum):
    """In whose hands a case is, or who acts on it."""

    applicant = "applicant"
    window = "window"
    authority = "authority"
    """The unit that determined what the case is about."""
    office = "office"
    """The reviewers of the credit office."""
    system = "system"
