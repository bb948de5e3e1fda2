"""What credit tells a subject about itself, and never about anybody else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from credit.checks import service as checks
from credit.checks.models import BasisKind
from credit.checks.service import NewCheck
from credit.queries.authorisations import NewAuthorisation, authorisations_of, record_authorisation
from credit.queries.models import Basis
from credit.queries.purposes import purposes_on
from credit.rights.queries import WITHDRAWN_BY_SELF
from credit.rules.service import import_rules
from credit.subjects.identifiers import IdType, parse
from service import clock
from service.audit import Actor, acting_as
from service.audit.models import QueryLogEntry
from service.database import db, transaction
from service.identities.kin import NewKin, Relation, end_kin, record_kin
from service.identities.service import Seen
from service.problems import NotFound
from tests.conftest import empty_tables
from tests.credit.checks.conftest import TABLES, put_record, put_subject
from tests.examples import some
from tests.factories.identifiers import make_resident_id
from tests.factories.people import WINDOW_CLERK, clients_of, known_person

pytestmark = pytest.mark.usefixtures("rules")
REVIEWER = Actor(8_888_888, "chen", "reviewer", "窗口")
HEAVY = {"kind": "defaulter_list", "tier": "serious"}


def check(name: str, number: str, *, confirmed: bool = False):
    new = NewCheck("school_admission", name, IdType.RESIDENT_ID, number,
                   BasisKind.authorisation, "SQ-7")  # fmt: skip
    with acting_as(WINDOW_CLERK):
        made = checks.create_check(new)
    if confirmed and made.outcome == "negative":
        with acting_as(REVIEWER):
            checks.confirm(made.number, "已核对")
    return made


def part(data: dict, code: str) -> dict:
    return next(one for one in data["parts"] if one["code"] == code)


def test_records_and_checks_are_told_and_explained_to_the_subject_alone(app):
    mine, other = known_person("张三丰", 7), known_person("李四", 8)
    record = put_record(put_subject("张三丰", mine.number), violation="无证经营")
    foreign = put_record(put_subject("李四", other.number), violation="殴打他人")
    done, theirs = (check(one.name, one.number, confirmed=True) for one in (mine, other))
    api, browser = clients_of(app, mine.account)
    data = api.get("/me/data").json
    told = part(data, "records")["items"]
    assert [item["reference"] for item in told] == [str(record.id)]
    assert any("不向社会公开" in sentence for sentence in told[0]["explanation"])
    checked = part(data, "checks")["items"]
    assert [item["reference"] for item in checked] == [done.number]
    values = {line["code"]: line["value"] for line in checked[0]["values"]}
    assert (values["outcome"], values["by_human"]) == ("不通过", True)
    assert any(record.decision_number in sentence for sentence in checked[0]["explanation"])
    everything = json.dumps(data, ensure_ascii=False) + browser.get("/me/data").text
    for foreign_text in (theirs.number, foreign.decision_number, "殴打他人", "李四", other.number):
        assert foreign_text not in everything
    assert mine.number not in everything
    page = browser.get("/me/data").text
    assert "要求由人重新决定" in page
    assert f"reference={record.id}" in page


def test_a_result_no_human_confirmed_has_not_left_the_office_here_either(app):
    mine = known_person("张三丰", 7)
    put_record(put_subject("张三丰", mine.number), **HEAVY)
    waiting = check("张三丰", mine.number)
    assert waiting.outcome == "negative"
    api, browser = clients_of(app, mine.account)
    told = part(api.get("/me/data").json, "checks")["items"][0]
    assert {line["code"] for line in told["values"]} == {"as_of", "basis", "basis_reference"}
    assert ["人工核对" in sentence for sentence in told["explanation"]] == [True]
    assert "不通过" not in browser.get("/me/data").text
    with acting_as(REVIEWER):
        checks.confirm(waiting.number, "已核对")
    told = part(api.get("/me/data").json, "checks")["items"][0]
    values = {line["code"]: line["value"] for line in told["values"]}
    assert (values["outcome"], values["by_human"]) == ("不通过", True)


def test_an_authorisation_is_taken_back_at_once_by_its_subject_alone(app):
    mine, other = known_person("张三丰", 7), known_person("李四", 8)
    today = clock.today()
    with acting_as(WINDOW_CLERK):
        given = record_authorisation(
            NewAuthorisation(
                identifier=parse(IdType.RESIDENT_ID, mine.number, today=today),
                name="张三丰",
                granted_to_unit="西湖区教育局",
                purposes=[_purpose(today)],
                valid_from=today,
                valid_until=today,
            )
        )
    wish = {"kind": "authorisations", "reference": given.number}
    stranger, _ = clients_of(app, other.account)
    assert stranger.get("/me/consents").json["items"] == []
    assert stranger.post("/me/consents/withdrawals", json=wish).status_code == 404
    api, browser = clients_of(app, mine.account)
    assert [one["reference"] for one in api.get("/me/consents").json["items"]] == [given.number]
    assert "西湖区教育局" in browser.get("/me/consents").text
    assert browser.post("/me/consents", data=wish).status_code == 303
    db.session.expire_all()
    (row,) = authorisations_of(db.session(), mine.index)
    assert (row.withdrawn_by, row.withdrawn_reason) == (mine.account.name, WITHDRAWN_BY_SELF)
    assert api.get("/me/consents").json["items"] == []
    held = part(api.get("/me/data").json, "authorisations")["items"][0]
    assert {line["code"]: line["value"] for line in held["values"]}["withdrawn_at"]


def _purpose(today):
    return next(one.code for one in purposes_on(today) if Basis.authorisation in one.basis)


def test_next_of_kin_see_the_deceased_alone_and_only_after_the_proofs_were_seen(app, account):
    kin, stranger = known_person("张小丰", 7), known_person("李四", 8)
    number = make_resident_id(9)
    put_record(put_subject("张三丰", number), violation="无证经营")
    put_record(put_subject("张小丰", kin.number), violation="殴打他人")
    new = NewKin(
        Seen("张小丰", "resident_id", kin.number, document_seen=True), Relation.child,
        "张三丰", "resident_id", number, "死亡证明 1", "户口簿",
    )  # fmt: skip
    with acting_as(WINDOW_CLERK):
        standing = record_kin(new)
    _, browser = clients_of(app, kin.account)
    assert standing.number in browser.get("/me/kin").text
    copy = browser.get(f"/me/kin/{standing.number}")
    assert "无证经营" in copy.text
    assert "殴打他人" not in copy.text
    assert number not in copy.text
    entry = db.session.scalars(
        select(QueryLogEntry).where(QueryLogEntry.object_ref == standing.number)
    ).one()
    assert (entry.basis_reference, entry.purpose) == (standing.number, "kin_request")
    _, other = clients_of(app, stranger.account)
    assert standing.number not in other.get("/me/kin").text
    assert other.get(f"/me/kin/{standing.number}").status_code == 404
    assert browser.get("/me/kin/QS20260101-2222222222-2").status_code == 404
    counter = account("clerk", unit="窗口")
    _, window = clients_of(app, counter)
    printed = window.get(f"/identities/kin/{standing.number}/copy")
    assert "无证经营" in printed.text
    (seen,) = _entries(counter.id)
    assert (seen.basis_reference, seen.channel) == (standing.number, "window")
    with acting_as(WINDOW_CLERK):
        end_kin(standing.number, "证明有误")
    assert browser.get(f"/me/kin/{standing.number}").status_code == 404
    with acting_as(WINDOW_CLERK), pytest.raises(NotFound):
        end_kin("QS1", "x")


@settings(
    max_examples=some(12),
)
@given(
    counts=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1)), min_size=2, max_size=3),
    path=st.sampled_from(["/me/data", "/me/access-log", "/me/access-log?whose=all"]),
)
def test_invariant_9_every_answer_is_of_the_caller_and_leaves_exactly_one_entry(app, counts, path):
    """Whoever is on file with whatever: an answer names the caller's things and nobody else's."""
    empty_tables()
    import_rules(TABLES / "xh-demo.yaml")
    people = []
    for seed, (records, made) in enumerate(counts, 11):
        one = known_person(f"人物{seed}", seed)
        subject = put_subject(one.name, one.number)
        numbers = [put_record(subject).decision_number for _ in range(records)]
        numbers += [check(one.name, one.number).number for _ in range(made)]
        people.append((one, numbers))
    for one, numbers in people:
        api, _ = clients_of(app, one.account)
        before = _entries(one.account.id)
        answer = api.get(path)
        assert answer.status_code == 200
        logged = _entries(one.account.id)
        assert len(logged) == len(before) + 1
        assert {entry.subject_index for entry in logged} == {one.index}
        assert all(entry.basis_reference and entry.purpose for entry in logged)
        if path == "/me/data":
            assert all(number in answer.text for number in numbers)
        for other, theirs in people:
            if other is not one:
                assert not any(number in answer.text for number in theirs)
                assert other.name not in answer.text


def _entries(account_id: int) -> list[QueryLogEntry]:
    found = select(QueryLogEntry).where(QueryLogEntry.operator_id == account_id)
    return list(db.session.scalars(found))


def test_an_enterprise_sees_the_same_for_its_organisation(app, account):
    own, other = "91330106MA2CGCA56H", "91330106MA2000001X"
    subject = put_subject("甲公司", own, IdType.USCC)
    mine = put_record(subject, violation="虚假宣传")
    with transaction():
        subject.profile = {
            "organisation_type": "有限责任公司", "registered_capital": "50万元",
            "former_names": [{"name": "甲商行", "until": "2024-05-06", "import": "x", "row": 2}],
            "other_names": ["甲司", "甲"],
        }  # fmt: skip
    put_record(put_subject("乙公司", other, IdType.USCC), violation="无照经营")
    api, browser = clients_of(app, account("enterprise", subject_code=own, unit="甲公司"))
    data = api.get("/me/data").json
    assert data["subject"]["id_number"] == own
    assert {"file", "measures", "reports"} <= {one["code"] for one in data["parts"]}
    (entry,) = part(data, "file")["items"]
    assert entry["title"] == "甲公司"
    assert {line["code"]: line["value"] for line in entry["values"]} == {
        "name": "甲公司",
        "id_type": "统一社会信用代码",
        "id_number": own,
        "organisation_type": "有限责任公司",
        "registered_capital": "50万元",
        "former_names": "甲商行",
        "other_names": "甲司、甲",
    }
    assert [item["reference"] for item in part(data, "records")["items"]] == [str(mine.id)]
    assert "无照经营" not in browser.get("/me/data").text
    assert "公示到" in browser.get("/me/data").text
    assert db.session.scalar(select(func.count()).select_from(QueryLogEntry)) == 3
