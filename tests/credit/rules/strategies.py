"""Facts of every kind and state, for property tests."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from credit.rules.facts import Fact
from credit.rules.vocabulary import FactKind, PenaltyKind, Tier

days = st.dates(date(2015, 1, 1), date(2029, 12, 31))
maybe_days = st.none() | days
flags = (
    "repaired",
    "shielded",
    "revoked",
    "disputed",
    "simple_procedure",
    "juvenile",
    "identity_unmatched",
)

attributes = st.fixed_dictionaries(
    {},
    optional={
        "wilful": st.booleans(),
        "severity": st.sampled_from(["general", "serious"]),
        "fine_level": st.sampled_from(["low", "heavier", "high"]),
        "degree": st.sampled_from(["arrears", "refusal", "evasion"]),
        "traffic": st.booleans(),
        "unperformed": st.booleans(),
        "main_penalty": st.booleans(),
        "final": st.booleans(),
    },
)


def facts(**fixed: object) -> st.SearchStrategy[Fact]:
    """One fact of any kind; `fixed` fields have the value given."""
    parts: dict[str, st.SearchStrategy[object]] = {
        "record_id": st.integers(1, 10**6),
        "kind": st.sampled_from(FactKind),
        "decided_on": days,
        "tier": st.none() | st.sampled_from(Tier),
        "penalty_kinds": st.frozensets(st.sampled_from(PenaltyKind), max_size=3),
        "amount": st.none() | st.integers(0, 20_000).map(Decimal),
        "final_on": maybe_days,
        "sentence_end_on": maybe_days,
        "removed_on": maybe_days,
        "publicity_until": maybe_days,
        "repairable_from": maybe_days,
        "retain_until": maybe_days,
        "decision_number": st.sampled_from(["", "杭罚〔2026〕1号"]),
        "attributes": attributes,
        "act_id": st.none() | st.sampled_from(["a", "b"]),
    }
    parts |= {flag: st.booleans() for flag in flags}
    return st.builds(Fact, **(parts | {key: st.just(value) for key, value in fixed.items()}))


def subjects(max_size: int = 5) -> st.SearchStrategy[list[Fact]]:
    """All facts about one subject."""
    return st.lists(facts(), max_size=max_size, unique_by=lambda fact: fact.record_id)


def plain_subjects(max_size: int = 5) -> st.SearchStrategy[list[Fact]]:
    """As `subjects`, with no fact excluded or in question by a flag."""
    plain = facts(**dict.fromkeys(flags, False))
    return st.lists(plain, max_size=max_size, unique_by=lambda fact: fact.record_id)
