"""A catalogue is adopted version by version, with notice, within what may earn points."""

import json
from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from scoring.catalogue import limits
from scoring.catalogue.announcement import earliest_start, notice_days
from scoring.catalogue.changes import Turn, changes_between
from scoring.catalogue.files import DEMONSTRATION, read_file
from scoring.catalogue.models import Catalogue
from scoring.catalogue.parse import parse_catalogue
from scoring.catalogue.problems import AnnouncedTooLate, InvalidCatalogue, NoCatalogueCovers
from scoring.catalogue.service import (
    adopt,
    announced,
    in_force,
    version_in_force,
    version_of,
    versions,
)
from scoring.communities.founding import Settlement, settle
from scoring.communities.models import Community
from service import clock
from service.audit.models import AuditEntry
from service.database import db
from service.problems import NotFound
from tests.factories.points import SMALL_CATALOGUE, a_community
from tests.scoring.catalogue.test_parse import WENDENG, WENDENG_MINUS

CODE = "TEST-SCOPE"


@pytest.fixture
def community(app):
    made = a_community(CODE, catalogue=False)
    db.session.commit()
    return made


def catalogue(**values):
    return SMALL_CATALOGUE | values


def item(**values):
    return catalogue(items=[SMALL_CATALOGUE["items"][2] | values])


def soon(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_the_first_catalogue_holds_at_once(community):
    done = adopt(CODE, catalogue())
    assert (done.state, done.row.version, done.row.evidence) == ("new", 1, "P")
    assert in_force(CODE, date(2026, 1, 1)) == (done.row.id, done.table)
    assert version_in_force(CODE, date(2026, 1, 1)).id == done.row.id
    entry = db.session.query(AuditEntry).filter_by(action="catalogue.adopt").one()
    assert entry.details["items"] == 3


def test_names_of_catalogue_and_dimensions_are_held_to_the_refused_topics(community):
    first, *others = SMALL_CATALOGUE["dimensions"]
    raw = catalogue(name="党员积分", dimensions=[first | {"name": "不信访"}, *others])
    with pytest.raises(InvalidCatalogue) as refused:
        adopt(CODE, raw)
    assert {(one.field, one.code) for one in refused.value.errors} == {
        ("name", "topic-political_membership"),
        ("dimensions[1].name", "topic-petition"),
    }


def test_the_same_content_again_changes_nothing(community):
    adopt(CODE, catalogue())
    again = adopt(CODE, catalogue(note=""))
    assert (again.state, again.row.version) == ("unchanged", 1)
    assert len(versions(CODE)) == 1


def test_a_change_is_announced_for_seven_days(community):
    adopt(CODE, catalogue())
    assert notice_days(clock.today()) == notice_days(date(2020, 1, 1)) == 7
    with pytest.raises(AnnouncedTooLate) as refused:
        adopt(CODE, catalogue(valid_from=soon(6)))
    assert [error.field for error in refused.value.errors] == ["valid_from"]
    assert refused.value.extra["earliest"] == earliest_start(clock.today()).isoformat() == soon(7)
    done = adopt(CODE, catalogue(valid_from=soon(7)))
    assert (done.state, done.row.version) == ("changed", 2)
    assert version_in_force(CODE, clock.today()).version == 1
    assert version_in_force(CODE, clock.today() + timedelta(days=7)).version == 2
    assert [row.version for row in announced(CODE, clock.today())] == [2]


def test_a_later_version_takes_the_place_of_one_not_yet_in_force(community):
    adopt(CODE, catalogue())
    adopt(CODE, catalogue(valid_from=soon(20)))
    adopt(CODE, catalogue(valid_from=soon(10), note="again"))
    assert [row.version for row in announced(CODE, clock.today())] == [3]
    assert version_in_force(CODE, clock.today() + timedelta(days=30)).version == 3
    adopt(CODE, catalogue(valid_from=soon(40)))
    assert [row.version for row in announced(CODE, clock.today())] == [3, 4]


def test_the_demonstration_needs_no_notice_where_all_is_demonstration(community):
    demonstration = read_file(DEMONSTRATION)
    adopt(CODE, demonstration)
    changed = demonstration | {"note": "again"}
    with pytest.raises(AnnouncedTooLate):
        adopt(CODE, changed)
    community.demonstration = True
    db.session.commit()
    assert adopt(CODE, changed).state == "changed"


def test_a_day_no_catalogue_covers_is_told_with_the_days_that_are(community):
    with pytest.raises(NoCatalogueCovers, match="没有适用"):
        in_force(CODE, date(2026, 5, 1))
    adopt(CODE, catalogue(valid_to="2026-06-30"))
    assert version_in_force(CODE, date(2026, 6, 30)).version == 1
    for day, read in product((date(2025, 12, 31), date(2026, 7, 1)), (in_force, version_in_force)):
        with pytest.raises(NoCatalogueCovers) as refused:
            read(CODE, day)
        assert refused.value.extra["covered"] == ["2026-01-01～2026-06-30"]


def test_a_real_catalogue_is_adopted_as_it_is(community):
    assert adopt(CODE, read_file(WENDENG)).table.by_code["hours"].tiers


def test_minus_items_need_the_basis_and_the_resolution(community):
    for basis, resolution in [(None, None), ("条例", None), (None, "决议"), ("", "决议")]:
        community.minus_basis, community.minus_resolution = basis, resolution
        db.session.commit()
        with pytest.raises(InvalidCatalogue) as refused:
            adopt(CODE, read_file(WENDENG_MINUS))
        assert {error.code for error in refused.value.errors} == {"minus-not-adopted"}
        assert refused.value.errors[0].field == "items[1].points"
    community.minus_basis, community.minus_resolution = "条例", "2026-01-10居民会议决议"
    db.session.commit()
    assert adopt(CODE, read_file(WENDENG_MINUS)).state == "new"


def test_what_the_community_settles_in_the_meantime_counts(community, at_once):
    community.minus_basis = community.minus_resolution = "条例"
    db.session.commit()
    assert community.minus_basis, "as the page that adopts saw it"
    at_once([lambda: settle(db.session.get_one(Community, CODE), Settlement(5))])
    with pytest.raises(InvalidCatalogue):
        adopt(CODE, read_file(WENDENG_MINUS))


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ({"name": "全年无信访"}, "petition"),
        ({"description": "接种疫苗的家庭"}, "health"),
        ({"basis": "党员管理办法"}, "political_membership"),
        ({"name": "垃圾不分类", "points": -5, "entered_by": ["manager"]}, "waste_sorting"),
    ],
)
def test_what_no_item_may_be_about_is_refused_even_with_a_resolution(community, words, topic):
    community.minus_basis = community.minus_resolution = "条例"
    db.session.commit()
    with pytest.raises(InvalidCatalogue) as refused:
        adopt(CODE, item(**words))
    assert [error.code for error in refused.value.errors] == [f"topic-{topic}"]
    assert versions(CODE) == []


def test_faults_of_every_kind_are_told_together(community):
    raw = item(name="不信教", points=-5, caps={"day": 0}, entered_by=["manager"])
    with pytest.raises(InvalidCatalogue) as refused:
        adopt(CODE, raw)
    assert [error.code for error in refused.value.errors] == [
        "out-of-range", "topic-belief", "minus-not-adopted",
    ]  # fmt: skip


def test_an_unknown_community_has_no_catalogue(app):
    with pytest.raises(NotFound):
        adopt("NOWHERE", catalogue())


def test_versions_never_change(community):
    adopt(CODE, catalogue())
    for statement in ("UPDATE points_catalogue SET version = 9", "DELETE FROM points_catalogue"):
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        db.session.rollback()
    assert version_of(CODE, 1).name == "测试积分目录"
    with pytest.raises(NotFound):
        version_of(CODE, 2)


def test_what_is_kept_ready_has_an_end(community, monkeypatch):
    monkeypatch.setattr(limits, "TABLES_CACHED_MAX", 1)
    adopt(CODE, catalogue())
    adopt(CODE, catalogue(valid_from=soon(7)))
    for days in (0, 7, 0):
        day = clock.today() + timedelta(days=days)
        version = version_in_force(CODE, day)
        assert in_force(CODE, day) == (version.id, parse_catalogue(version.content))


def test_residents_read_what_changes():
    before = parse_catalogue(catalogue())
    items = [dict(one) for one in SMALL_CATALOGUE["items"]]
    items[0] |= {"points": 6, "caps": {"month": 48}, "basis": "决议"}
    items[1] = items[1] | {"code": "found", "description": "新"}
    items[2] |= {"dimension": "shan", "description": "楼道{}", "caps": {"day": 6}}
    after = parse_catalogue(catalogue(items=items))
    changes = changes_between(before, after)
    assert [(one.turn, one.item.code) for one in changes] == [
        (Turn.added, "found"),
        (Turn.altered, "volunteer"),
        (Turn.altered, "cleaning"),
        (Turn.ended, "returned"),
    ]
    told = {
        str(one.label): (str(one.before), str(one.after))
        for change in changes
        for one in change.alterations
        if change.item.code == "volunteer"
    }
    assert told == {
        "分值": ("每小时 +5分", "每小时 +6分"),
        "上限": ("每月最多40分", "每月最多48分"),
        "依据": ("（无）", "决议"),
    }
    assert changes_between(before, before) == ()
    assert str(changes[2].alterations[0].after) == "善"


def test_the_command_adopts_a_file(app, community):
    run = app.test_cli_runner().invoke
    command = ["scoring", "adopt", str(DEMONSTRATION), "--community", CODE]
    told = json.loads(run(args=[*command, "--json"]).stdout)
    assert (told["state"], told["version"], told["items"], told["refused"]) == ("new", 1, 15, 0)
    assert db.session.query(Catalogue).one().adopted_by
    assert "未变" in run(args=command).output
    refused = run(args=["scoring", "adopt", str(WENDENG_MINUS), "--community", CODE, "--json"])
    assert refused.exit_code == 1
    assert len(json.loads(refused.stdout)["errors"]) == 4
