"""The names of parties and of parts of a definition, as people read them."""

from service.messages import Message, Named, msg, named
from workflows.engine.definition import ActionRule, ClockRule, Definition, FieldRule, State
from workflows.engine.party import Party

PARTY_NAMES = {
    Party.applicant: msg("申请人"),
    Party.window: msg("窗口"),
    Party.authority: msg("认定单位"),
    Party.office: msg("信用办"),
    Party.system: msg("系统"),
}
"""Who acts or whose turn it is."""


def party_name(found: Definition, party: Party) -> Message:
    """Who acts or whose turn it is, as the case type calls them."""
    own = found.parties.get(party)
    return PARTY_NAMES[party] if own is None else named(*own)


def name_of(thing: Definition | State | ActionRule | ClockRule) -> Named:
    """The name of a part of a definition, in both languages."""
    return named(thing.name, thing.name_en)


def label_of(field: FieldRule) -> Named:
    """The label of a field, in both languages."""
    return named(field.label, field.label_en)


def hint_of(state: State) -> Named:
    """What happens next in a state, in both languages."""
    return named(state.hint, state.hint_en)
