"""What can be asked of a target: three aspects of a record, four things done to them. Pure."""

from enum import StrEnum


class Aspect(StrEnum):
    """Where a record has effect: Order 36 Art. 3 names these three."""

    publicity = "publicity"
    sharing = "sharing"
    measures = "measures"


class Deed(StrEnum):
    """What a decision does to a record."""

    stop = "stop"
    """For good: the record is repaired."""
    shield = "shield"
    """For the time being: a court has opened a reorganisation."""
    restore = "restore"
    """The repair or the shield is undone."""
    amend = "amend"
    """What is said was corrected or supplemented; the record goes on."""


class Effect(StrEnum):
    """One deed on one aspect."""

    stop_publicity = "stop_publicity"
    stop_sharing = "stop_sharing"
    lift_measures = "lift_measures"
    shield_publicity = "shield_publicity"
    shield_sharing = "shield_sharing"
    shield_measures = "shield_measures"
    restore_publicity = "restore_publicity"
    restore_sharing = "restore_sharing"
    restore_measures = "restore_measures"
    amend_publicity = "amend_publicity"
    amend_sharing = "amend_sharing"
    amend_measures = "amend_measures"

    @property
    def aspect(self) -> Aspect:
        """The aspect it is about."""
        return Aspect(self.value.partition("_")[2])

    @property
    def deed(self) -> Deed:
        """What is done to it."""
        word = self.value.partition("_")[0]
        return Deed.stop if word == "lift" else Deed(word)


def effect_of(deed: Deed, aspect: Aspect) -> Effect:
    """The effect that does this to that."""
    return next(one for one in Effect if one.deed is deed and one.aspect is aspect)
