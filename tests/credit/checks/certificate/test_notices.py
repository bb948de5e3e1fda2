from datetime import date

import pytest

from credit.checks.certificate.notices import notices_for


def test_remedies_name_objection_review_and_reconsideration_with_their_days() -> None:
    objection, review, reconsideration = notices_for(
        "school_admission", date(2026, 11, 23)
    ).remedies
    assert "5个工作日" in objection.zh
    assert "20个工作日" in objection.zh
    assert "复核" in review.zh
    assert "60日" in reconsideration.zh


@pytest.mark.parametrize(
    ("purpose", "count"),
    [("school_admission", 2), ("residence_registration", 1), ("enterprise_review", 0)],
)
def test_notes_belong_to_their_purposes(purpose: str, count: int) -> None:
    assert len(notices_for(purpose, date(2026, 11, 23)).notes) == count


@pytest.mark.parametrize(("day", "count"), [(date(2023, 12, 31), 2), (date(2024, 1, 1), 3)])
def test_a_text_holds_from_the_day_its_law_does(day: date, count: int) -> None:
    assert len(notices_for("enterprise_review", day).remedies) == count
