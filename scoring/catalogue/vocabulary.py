"""The closed lists of words a catalogue is written in."""

from enum import StrEnum


class Basis(StrEnum):
    """How well a catalogue's figures are supported."""

    official = "O"
    """An official text, attached by the community."""
    found = "F"
    """Found in a public text."""
    unverified = "M"
    """Remembered or reported; no text at hand."""
    proposal = "P"
    """Proposed; not taken from any text."""


class Proof(StrEnum):
    """What must come with an entry."""

    none = "none"
    words = "words"
    file = "file"


class Entrant(StrEnum):
    """By which way an item may be entered."""

    manager = "manager"
    """A community manager, on the page or by spreadsheet."""
    check_in = "check_in"
    """The member, by the code shown at an event."""
    api = "api"
    """Another system, by the API."""


class Period(StrEnum):
    """Calendar periods, from the shortest to the longest; caps hold in one of them."""

    day = "day"
    month = "month"
    quarter = "quarter"
    year = "year"

    @property
    def length(self) -> int:
        """For comparing: a longer period has a greater one."""
        return list(Period).index(self)


class Tiers(StrEnum):
    """What reaching a tier earns."""

    added = "added"
    """Each tier's points come on top of those of the tiers below."""
    level = "level"
    """All tiers up to this one are worth this tier's points together."""


class Stock(StrEnum):
    """Units every catalogue may use without describing them."""

    times = "times"
    hours = "hours"
    yuan = "yuan"
    days = "days"
    weeks = "weeks"
    months = "months"
    quarters = "quarters"
    years = "years"
    people = "people"
    pieces = "pieces"
    trees = "trees"


DIVISIBLE = frozenset({Stock.hours, Stock.yuan})
"""Units of which an entry may hold a fraction; of the others it holds whole ones alone."""
