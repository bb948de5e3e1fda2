"""From a draft to the columns of a record: what was said, and what follows from it. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from credit.records.as_facts import PUBLISHED_AT_MOST_UNTIL, RETAINED_AT_MOST_UNTIL
from credit.records.dated import NotCovered
from credit.records.dates import PublicityDates, Undefined
from credit.records.feeds import Draft, SubjectDraft, Target
from credit.records.feeds.drafts import Value, plain
from credit.records.importing.remembered import dates_of, final_by, regime_of, tier_of
from credit.records.limits import FIELD_SETS_KEPT, PARSER_CACHE_ENTRIES
from credit.records.models import RecordStatus
from credit.records.tiers import TierDecision
from credit.rules.vocabulary import LISTS, FactKind, PenaltyKind, Tier
from credit.subjects.identifiers import IdType
from service.ages import is_adult

Values = dict[str, Any]
"""Columns of one record, by name."""

TEXTS = {
    "authority": "authority",
    "authority_code": "authority_code",
    "decision_number": "decision_number",
    "violation": "violation_type",
    "facts": "facts",
    "basis": "legal_basis",
    "content": "content",
    "fine": "fine_yuan",
    "confiscated": "confiscated_yuan",
    "decided_on": "decided_on",
    "published_on": "published_on",
    "valid_until": "valid_until",
    "removed_on": "removed_on",
}
"""Column of the table -> field of a draft, where the value is taken as it is."""
_TITLES = ("penalty_name", "notice_title", "list_name", "honour_name")
_ELSEWHERE = frozenset(
    {*TEXTS.values(), "kinds", "simple_procedure", "status", "list_kind", *_TITLES[:2]}
)
_NOT_KEPT = frozenset({"remark", "authority_as_written"})
"""Stay in the sealed raw row alone: a remark may name persons."""
_LEFT_OUT = _ELSEWHERE | _NOT_KEPT
_NOT_COMPARED = frozenset({"source_updated_on"})
"""A source stamps every delivery anew; that alone is no change."""
_TELL_BIRTH = frozenset(
    {IdType.RESIDENT_ID, IdType.HMT_RESIDENCE_PERMIT, IdType.FOREIGN_PERMANENT_RESIDENCE}
)
_NUMBER_WITH_BIRTH_CHARS = 18
_BIRTH = slice(6, 14)


def said(draft: Draft) -> str:
    """What a row says, as one text whose digest tells an amended row from the same one again."""
    fields = draft.fields
    parts = [draft.subject.name, draft.subject.kind.value, "1" if draft.withdrawn else "0"]
    for name in _compared(tuple(fields)):
        value = fields[name]
        parts.append(name)
        parts.append(value if isinstance(value, str) else _spelled(value))
    return "\x1f".join(parts)


@lru_cache(maxsize=FIELD_SETS_KEPT)
def _compared(names: tuple[str, ...]) -> tuple[str, ...]:
    """The fields of a row that are compared, in one order; most rows of a file have the same."""
    return tuple(name for name in sorted(names) if name not in _NOT_COMPARED)


def _spelled(value: Value) -> str:
    # Amounts are not remembered: equal ones may be spelled in two ways.
    return _spelled_kinds(value) if isinstance(value, frozenset) else str(plain(value))


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def _spelled_kinds(kinds: frozenset[PenaltyKind]) -> str:
    return str(plain(kinds))


def values_of(draft: Draft, today: date, *, tier: Tier | None = None) -> Values:
    """All columns of the record a draft describes, by the tables in force on a day.

    `tier` is a human's decision that goes before the table's.
    """
    fields = draft.fields
    values: Values = {column: fields.get(name) for column, name in TEXTS.items()}
    kinds = fields.get("kinds") or frozenset()
    assert isinstance(kinds, frozenset)
    attributes = {
        name: value if isinstance(value, str) else plain(value)
        for name, value in fields.items()
        if name not in _LEFT_OUT
    }
    kind = kind_of(draft, kinds)
    listed = draft.target is Target.LIST_ENTRY
    objected = fields.get("status") == "objection"
    if objected:
        attributes["disputed_by_source"] = True
    values |= {
        "kind": kind.value,
        "status": (RecordStatus.revoked if draft.withdrawn else RecordStatus.active).value,
        "title": next((fields[name] for name in _TITLES if name in fields), None),
        "penalty_kinds": sorted(kind.value for kind in kinds),
        "sentence_end_on": None,
        "simple_procedure": fields.get("simple_procedure") is True,
        "juvenile": is_juvenile(draft.subject, values["decided_on"] or values["published_on"]),
        "disputed": objected,
    }
    if listed and fields.get("status") == "removed" and values["removed_on"] is None:
        stamped = fields.get("source_updated_on")
        values["removed_on"] = min(stamped, today) if isinstance(stamped, date) else today
        attributes["removal_date_unknown"] = True
    values["attributes"] = attributes
    _settle_finality(values)
    _settle_tier(values, kinds, today, tier)
    return values


def settle_anew(
    values: Values, subject: SubjectDraft, today: date, *, tier: Tier | None = None
) -> None:
    """Write what follows from the columns of a record that was corrected, and whom it is about.

    `tier` is a human's decision that goes before the table's.
    """
    reason = values["tier_reason"]
    values["attributes"].pop("ask_authority", None)
    values["juvenile"] = is_juvenile(subject, values["decided_on"] or values["published_on"])
    _settle_finality(values)
    kinds = frozenset(PenaltyKind(kind) for kind in values["penalty_kinds"])
    _settle_tier(values, kinds, today, tier)
    if tier is not None:
        values["tier_reason"] = reason


def _settle_finality(values: Values) -> None:
    final = final_by(values["kind"], values["decided_on"])
    values["final_on"] = final.final_on if final else None
    values["attributes"].pop("final_by", None)
    if final:
        values["attributes"]["final_by"] = final.term


def kind_of(draft: Draft, kinds: frozenset[Any]) -> FactKind:
    """What sort of fact a draft states."""
    if draft.target is Target.LIST_ENTRY:
        return FactKind(str(draft.fields["list_kind"]))
    if draft.target is Target.HONOUR:
        return FactKind.HONOUR
    if draft.target is Target.PENALTY:
        if PenaltyKind.DETENTION in kinds:
            return FactKind.ADMINISTRATIVE_DETENTION
        return FactKind.ADMINISTRATIVE_PENALTY
    return FactKind.OTHER


def is_juvenile(subject: SubjectDraft, on: date | None) -> bool:
    """Whether the person was under 18 on the day of the decision, by the number's birth date.

    Zhejiang Public Credit Information Regulation Art. 2: such records are never kept against
    anybody. With the decision's day unknown, the later day of publication stands in.
    """
    number = subject.id_number
    if subject.id_type not in _TELL_BIRTH or on is None or number is None:
        return False
    if len(number) != _NUMBER_WITH_BIRTH_CHARS:
        return False  # the foreign card before 2023 has no whole birth date
    born = date.fromisoformat(number[_BIRTH])
    return not is_adult(born, on)


def dates_for(values: Mapping[str, Any], tier: Tier, today: date) -> PublicityDates:
    """The dates of a record with this tier, by the tables in force on a day."""
    return dates_of(
        values["kind"],
        regime_of(values["authority"]),
        values["decided_on"],
        values["published_on"],
        values["sentence_end_on"],
        values["removed_on"],
        tier,
        tuple(values["penalty_kinds"]),
        today,
    )


def put_dates(values: Values, dates: PublicityDates) -> None:
    """Write the dates and the reasons of those that are not defined."""
    values["published_until_min"] = dates.published_until_min
    values["published_until_max"] = dates.published_until_max
    values["repairable_from"] = dates.repairable_from
    values["retain_until"] = dates.retain_until
    attributes = values["attributes"]
    attributes.pop("undefined", None)
    if dates.undefined:
        attributes["undefined"] = [reason.value for reason in dates.undefined]


def settle_dates(values: Values, tier: Tier, today: date) -> None:
    """Write the dates that follow from a tier.

    With the decision's day unknown nothing is reckoned from the day of publication, which is
    later; but it bounds how long the record can be published and kept at most.
    """
    put_dates(values, dates_for(values, tier, today))
    attributes = values["attributes"]
    for name in (PUBLISHED_AT_MOST_UNTIL, RETAINED_AT_MOST_UNTIL):
        attributes.pop(name, None)
    if values["decided_on"] or values["published_on"] is None or values["kind"] in LISTS:
        return
    latest = dates_for({**values, "decided_on": values["published_on"]}, tier, today)
    if latest.published_until_max:
        attributes[PUBLISHED_AT_MOST_UNTIL] = latest.published_until_max.isoformat()
    if latest.retain_until:
        attributes[RETAINED_AT_MOST_UNTIL] = latest.retain_until.isoformat()


_UNCOVERED = PublicityDates(None, None, None, None, (Undefined.DECISION_DATE_UNKNOWN,))


def _settle_tier(values: Values, kinds: frozenset[Any], today: date, override: Tier | None) -> None:
    if values["kind"] == FactKind.HONOUR:
        _settle_honour(values)
        return
    try:
        decision = _decide(values, kinds, today)
        tier = override or decision.tier
        values["tier"] = tier.value
        values["tier_reason"] = decision.rule
        values["regime"] = decision.regime.value
        if decision.ask_authority:
            values["attributes"]["ask_authority"] = True
        settle_dates(values, tier, today)
    except NotCovered:
        # No table for the day: the tier stays open for a human, nothing is guessed.
        values |= {"tier": override and override.value, "tier_reason": None, "regime": None}
        put_dates(values, _UNCOVERED)


def _settle_honour(values: Values) -> None:
    """No tier, nothing to repair; shown and kept to the end of its term, or until withdrawn."""
    values |= {"tier": None, "tier_reason": None, "regime": None}
    put_dates(values, PublicityDates(None, values["valid_until"], None, values["valid_until"]))


def _decide(values: Values, kinds: frozenset[PenaltyKind], today: date) -> TierDecision:
    fine, confiscated = values["fine"], values["confiscated"]
    assert fine is None or isinstance(fine, Decimal)
    return tier_of(
        kinds,
        values["authority"],
        fine,
        confiscated,
        values["simple_procedure"],
        values["kind"] in LISTS,
        today,
    )
