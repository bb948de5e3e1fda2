"""Records as authorities might send them, for property tests over the real tables."""

from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from credit.records.models import RecordStatus
from credit.rules.vocabulary import FactKind, PenaltyKind, Tier

TODAY = date.today()  # noqa: DTZ011 - years apart, so the zone decides nothing
KINDS = [kind for kind in FactKind if kind not in {FactKind.OTHER, FactKind.HONOUR}]
BRIEFLY = settings(
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
"""The same examples in every run; the database is real, so a few dozen are enough."""


def days_ago(least: int, most: int) -> st.SearchStrategy[date]:
    return st.integers(least, most).map(lambda days: TODAY - timedelta(days=days))


@st.composite
def records(draw: st.DrawFn, **fixed: object) -> dict[str, object]:
    """The columns of one record that nothing exempts: final, published, within retention."""
    decided = draw(days_ago(1, 3 * 365))
    kind = draw(st.sampled_from(KINDS))
    return {
        "kind": kind.value,
        "decided_on": decided,
        "published_on": decided,
        "final_on": draw(st.sampled_from([None, decided])),
        "sentence_end_on": draw(st.sampled_from([None, decided])),
        "tier": draw(st.sampled_from(Tier)).value,
        "penalty_kinds": [draw(st.sampled_from(PenaltyKind)).value],
        "published_until_max": decided + timedelta(days=draw(st.integers(90, 4 * 365))),
        "retain_until": TODAY + timedelta(days=draw(st.integers(1, 5 * 365))),
        "attributes": draw(st.sampled_from([{}, {"wilful": True}, {"wilful": False}])),
    } | fixed


EXEMPTIONS: list[dict[str, object]] = [
    {"status": RecordStatus.repaired},
    {"status": RecordStatus.shielded},
    {"status": RecordStatus.revoked},
    {"status": RecordStatus.expired},
    {"retain_until": TODAY - timedelta(days=1)},
    {"disputed": True},
    {"simple_procedure": True, "kind": FactKind.ADMINISTRATIVE_PENALTY.value},
    {"juvenile": True},
    {"kind": FactKind.HONOUR.value},
]
"""Each is a reason for which a record must not lower a result (invariant 3)."""


@st.composite
def exempt_records(draw: st.DrawFn) -> dict[str, object]:
    """The columns of one record that must not count, for one or several reasons."""
    whole: dict[str, object] = {}
    for reason in draw(st.lists(st.sampled_from(EXEMPTIONS), min_size=1, max_size=2)):
        whole |= reason
    return draw(records()) | whole


@st.composite
def bad_records(draw: st.DrawFn) -> dict[str, object]:
    """The columns of one record that makes a result negative under the demonstration table."""
    kind = draw(st.sampled_from(["tax_violation", "administrative_detention", "defaulter_list"]))
    decided = draw(days_ago(1, 365))
    return draw(records(kind=kind, decided_on=decided, final_on=decided))
