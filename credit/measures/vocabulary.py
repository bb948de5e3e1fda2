"""The closed lists of words of measures."""

from enum import StrEnum


class MeasureKind(StrEnum):
    """What a measure does to whom it is applied."""

    incentive = "incentive"
    constraint = "constraint"


class MeasureState(StrEnum):
    """Where a measure is: only an active one is published, proposed and applied."""

    draft = "draft"
    active = "active"
    ended = "ended"
    """For good; what was applied by it is lifted."""


class ApplicationState(StrEnum):
    """Where one application of a measure to one subject is."""

    proposed = "proposed"
    confirmed = "confirmed"
    declined = "declined"
    lifted = "lifted"
    """Also a proposal whose record no longer stood before anybody had decided."""


OPEN = (ApplicationState.proposed, ApplicationState.confirmed)
"""States in which an application still follows its record."""


class LiftedWhy(StrEnum):
    """Why an application no longer stands."""

    repair = "repair"
    shielded = "shielded"
    """The record is kept from view for the time of a bankruptcy reorganisation."""
    revoked = "revoked"
    """The authority withdrew its decision, or the honour."""
    removed = "removed"
    """The subject was taken off the list by its authority."""
    objection = "objection"
    expiry = "expiry"
    """The record is published or kept no longer, or the honour is past its term."""
    changed = "changed"
    """The record no longer is what the measure is for."""
    outweighed = "outweighed"
    """An incentive whose subject has got a record that excludes it."""
    ended = "ended"
    """The measure itself."""
    term = "term"
    """The months of the measure are over."""
    by_hand = "by_hand"


RENEWABLE = frozenset(LiftedWhy) - {LiftedWhy.term, LiftedWhy.by_hand}
"""Reasons after which the same record may lead to a new proposal, once it stands again.

What a person has lifted or declined, and what has run its term, is never proposed again for
the same record.
"""


class BasisLevel(StrEnum):
    """The rank of a legal basis; nothing below it can carry a constraint (国办发〔2020〕49号)."""

    law = "law"
    regulation = "regulation"
    """Administrative or local regulation (行政法规、地方性法规)."""
    central_policy = "central_policy"
    """Document of the Central Committee or the State Council."""
