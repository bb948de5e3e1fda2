"""Whether an authorisation carries a query, and the table of purposes, without a database."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from credit.queries.consent import REMEDIES, SENTENCES, Denial, Wish, denial_of, standing
from credit.queries.models import Basis
from credit.queries.purposes import Asker, all_purposes, purpose_of, purposes_for, purposes_on
from credit.subjects.identifiers import SubjectKind

DAY = date(2026, 11, 27)
ONE, TOMORROW = timedelta(days=1), DAY + timedelta(days=1)


@dataclass(frozen=True)
class Grant:
    """An authorisation for these tests."""

    subject_index: bytes = b"a"
    granted_to_unit: str = "甲局"
    purposes: tuple[str, ...] = ("school_admission",)
    valid_from: date = DAY
    valid_until: date = DAY
    withdrawn_at: datetime | None = None


GRANT, WISH = Grant(), Wish(b"a", "甲局", "school_admission", DAY)


@pytest.mark.parametrize(
    ("grant", "wish", "denial"),
    [
        (GRANT, WISH, None),
        (None, WISH, Denial.authorisation_unknown),
        (GRANT, replace(WISH, subject_index=b"b"), Denial.authorisation_unknown),
        (GRANT, replace(WISH, unit="乙局"), Denial.authorisation_unknown),
        (replace(GRANT, granted_to_unit=""), replace(WISH, unit=""), Denial.authorisation_unknown),
        (GRANT, replace(WISH, day=DAY - ONE), Denial.authorisation_not_yet),
        (GRANT, replace(WISH, day=TOMORROW), Denial.authorisation_expired),
        (replace(GRANT, withdrawn_at=datetime.now(UTC)), WISH, Denial.authorisation_withdrawn),
        (GRANT, replace(WISH, purpose="honour_award"), Denial.authorisation_purpose),
    ],
)
def test_an_authorisation_carries_what_it_names_and_nothing_else(grant, wish, denial):
    assert denial_of(grant, wish) is denial


def test_every_denial_has_a_sentence_and_a_way_out():
    assert set(SENTENCES) == set(REMEDIES) == set(Denial)


def test_where_an_authorisation_stands():
    assert [
        str(standing(one, DAY)[1])
        for one in (
            GRANT,
            replace(GRANT, valid_from=TOMORROW, valid_until=TOMORROW),
            replace(GRANT, valid_until=DAY - ONE),
            replace(GRANT, withdrawn_at=datetime.now(UTC)),
        )
    ] == ["有效", "尚未生效", "已过期", "已撤回"]


def test_the_table_of_purposes_holds_what_the_law_says():
    for one in all_purposes():
        assert one.article
        assert one.source
        if Asker.public in one.who:
            assert SubjectKind.NATURAL_PERSON not in one.subjects, "never public (Art. 15)"
            assert one.basis == (Basis.publicity,)
        else:
            assert Basis.publicity not in one.basis
    codes = [one.code for one in purposes_on(DAY)]
    assert len(codes) == len(set(codes))
    assert {"school_admission", "residence_registration", "enterprise_review"} <= set(codes)
    assert [one.code for one in purposes_for(Asker.public, DAY)] == ["public_search"]
    assert purpose_of("enterprise_review", date(2017, 12, 31)) is None
