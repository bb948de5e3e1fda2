"""Notices are kept as editions: nothing is lost, the same one changes nothing."""

import threading
from datetime import date

import pytest
from sqlalchemy import func, select

from service.audit.models import AuditEntry
from service.database import db
from tests.workflows.workdays.files import SHARED_2026, holidays_2027, notice_2027
from workflows.workdays import editions, service
from workflows.workdays.calendar import DayKind
from workflows.workdays.editions import history, imported_years, shipped
from workflows.workdays.importing import bring_shipped, import_upload
from workflows.workdays.models import CalendarEdition
from workflows.workdays.problems import InvalidCalendar
from workflows.workdays.reading import read_notice
from workflows.workdays.service import calendar_at, current_calendar, official_years

SHIPPED = sorted(shipped())


def versions() -> list[tuple[int, int]]:
    rows = select(CalendarEdition.version, CalendarEdition.year).order_by(CalendarEdition.version)
    return [(row.version, row.year) for row in db.session.execute(rows)]


def test_shipped_notices_count_before_anything_is_imported(app):
    calendar = current_calendar()
    assert calendar.version == 0
    assert calendar.kind_of(date(2026, 2, 14)) is DayKind.swapped
    assert not calendar.line(date(2026, 2, 14)).provisional
    assert official_years(calendar) == SHIPPED
    assert versions() == []


def test_shipped_notices_are_brought_in_once(app):
    assert bring_shipped() == len(SHIPPED)
    assert bring_shipped() == 0
    assert imported_years() == SHIPPED
    edition = history(2026)[0]
    assert (edition.imported_by, edition.evidence) == ("system", "found")
    assert edition.digest == shipped()[2026].digest
    assert current_calendar().version == len(SHIPPED)
    assert current_calendar().plan(2026).version == edition.version


def test_a_notice_makes_its_year_official_and_the_version_grows(app):
    bring_shipped()
    before = current_calendar()
    done = import_upload(notice_2027(), "2027.yaml")
    after = current_calendar()
    assert (done.state, done.version) == ("new", before.version + 1)
    assert (len(done.notice.days), done.off, done.work) == (31, 27, 4)
    assert after.version == done.version
    assert before.line(date(2027, 2, 20)).provisional
    assert not after.line(date(2027, 2, 20)).provisional
    assert after.kind_of(date(2027, 2, 20)) is DayKind.swapped
    assert after.plan(2027).source == "测试通知〔2026〕1号"
    assert 2027 in official_years(after)


def test_the_same_notice_in_any_form_changes_nothing(app):
    bring_shipped()
    before = versions()
    done = import_upload(SHARED_2026, "2026.json")
    assert (done.state, done.version) == ("unchanged", history(2026)[0].version)
    assert versions() == before


def test_the_first_import_brings_the_shipped_notices_in_beside_it(app):
    assert import_upload(SHARED_2026, "2026.json").state == "unchanged"
    assert imported_years() == SHIPPED


def test_a_correction_is_another_edition_and_the_earlier_one_stays(app):
    first = import_upload(notice_2027(), "2027.yaml")
    moved = holidays_2027(1, work=["2027-01-31", "2027-02-20"])
    second = import_upload(notice_2027(holidays=moved), "2027.yaml")
    back = import_upload(notice_2027(), "2027.yaml")
    assert [one.state for one in (first, second, back)] == ["new", "changed", "changed"]
    assert first.version < second.version < back.version
    assert len(history(2027)) == 3
    assert calendar_at(first.version).is_work(date(2027, 1, 30))
    assert not calendar_at(second.version).is_work(date(2027, 1, 30))
    assert current_calendar().is_work(date(2027, 1, 30))


def test_the_calendar_of_an_earlier_version_can_be_had_again(app):
    bring_shipped()
    before = current_calendar().version
    import_upload(notice_2027(), "2027.yaml")
    assert calendar_at(before).line(date(2027, 5, 5)).provisional
    assert not calendar_at(before + 1).line(date(2027, 5, 5)).provisional
    assert calendar_at(before + 99).version == before + 1


def test_a_notice_of_a_later_release_is_no_part_of_the_calendars_before_it(app, monkeypatch):
    bring_shipped()
    before = current_calendar().version
    later = dict(shipped()) | {2027: read_notice(notice_2027(), "2027.yaml")}
    monkeypatch.setattr(editions, "shipped", lambda: later)
    monkeypatch.setattr(service, "_READY", {})  # the release that ships it is a new process
    assert calendar_at(before).line(date(2027, 5, 5)).provisional
    assert current_calendar().line(date(2027, 5, 5)).provisional  # until it is brought in
    assert bring_shipped() == 1
    assert calendar_at(before).line(date(2027, 5, 5)).provisional
    assert not current_calendar().line(date(2027, 5, 5)).provisional


def test_an_office_s_own_notice_is_not_replaced_by_a_shipped_one(app):
    bring_shipped()
    other = SHARED_2026.replace(b'"2026-09-20"', b'"2026-09-19"')
    assert import_upload(other, "2026.json").state == "changed"
    assert bring_shipped() == 0
    assert current_calendar().is_work(date(2026, 9, 19))


def test_a_refused_file_leaves_nothing(app):
    with pytest.raises(InvalidCalendar):
        import_upload(b"{}", "2027.json")
    assert versions() == []


def test_an_import_is_in_the_audit_trail(app):
    bring_shipped()
    import_upload(notice_2027(), "2027.yaml")
    entry = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.action == "calendar.import")
        .order_by(AuditEntry.id.desc())
    ).first()
    assert entry.object_ref == str(current_calendar().version)
    assert entry.details["year"] == 2027
    assert entry.details["source"] == "测试通知〔2026〕1号"


def test_two_imports_at_once_make_one_edition(app):
    bring_shipped()
    states: list[str] = []

    def bring_in() -> None:
        with app.app_context():
            states.append(import_upload(notice_2027(), "2027.yaml").state)
            db.session.remove()

    threads = [threading.Thread(target=bring_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states) == ["new", "unchanged", "unchanged", "unchanged"]
    count = select(func.count()).where(CalendarEdition.year == 2027)
    assert db.session.scalar(count) == 1


def test_another_process_s_import_is_seen_at_once(app):
    bring_shipped()
    seen = [current_calendar().line(date(2027, 3, 1)).provisional]

    def bring_in() -> None:
        with app.app_context():
            import_upload(notice_2027(), "2027.yaml")
            db.session.remove()

    thread = threading.Thread(target=bring_in)
    thread.start()
    thread.join()
    db.session.rollback()
    seen.append(current_calendar().line(date(2027, 3, 1)).provisional)
    assert seen == [True, False]
