"""The public's search: published items of organisations, alike for nobody and nothing, bounded."""

from datetime import timedelta

from sqlalchemy import event, select, text, update

from credit.queries.limits import PUBLIC_PER_ADDRESS_DAY_MAX, PUBLIC_PER_ADDRESS_MAX, PUBLIC_WINDOW
from credit.queries.models import CreditQuery
from credit.queries.numbers import QUERIES
from service import clock
from service.audit.models import QueryLogEntry
from service.database import db
from service.private import blind_index
from tests.credit.checks.conftest import put_record, put_subject
from tests.credit.queries.conftest import ask_person
from tests.factories.identifiers import make_resident_id, make_uscc

ADDRESS = "/api/v1/queries"


def body(code: str, **values: object) -> dict[str, object]:
    return {"subject": {"id_type": "uscc", "id_number": code}} | values


def plain(answer) -> dict[str, object]:
    """An answer without what differs from one to the next by itself."""
    told = dict(answer.json)
    for name in ("number", "asked_at"):
        told.pop(name)
    told["subject"].pop("id_number")
    return told


def test_the_public_sees_what_is_published_and_only_that(client, organisation):
    subject, code = organisation()
    shown = put_record(subject)
    put_record(subject, published_until_max=clock.today() - timedelta(days=1))
    put_record(subject, published_until_max=None)
    answer = client.post(ADDRESS, json=body(code))
    assert answer.status_code == 200, answer.json
    assert [one["record_id"] for one in answer.json["records"]] == [shown.id]
    assert "on_file" not in answer.json
    entry = db.session.scalars(select(QueryLogEntry)).one()
    assert (entry.basis_kind, entry.channel, entry.operator_role) == (
        "publicity",
        "public",
        "public",
    )


def test_unknown_unpublished_and_hidden_are_one_answer_after_the_same_work(
    app, client, organisation
):
    _, nothing = organisation("杭州甲贸易有限公司")
    hidden, unpublished = organisation("杭州乙贸易有限公司")
    put_record(hidden, published_until_max=clock.today() - timedelta(days=1))
    repaired, mended = organisation("杭州丙贸易有限公司")
    put_record(repaired, status="repaired")
    codes = [make_uscc(950), nothing, unpublished, mended]
    client.post(ADDRESS, json=body(codes[0]))
    answers, work = [], []
    for code in codes:
        statements: list[str] = []

        def listen(_connection, _cursor, statement, *_rest, seen=statements) -> None:
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", listen)
        answers.append(plain(client.post(ADDRESS, json=body(code))))
        event.remove(db.engine, "before_cursor_execute", listen)
        work.append(statements)
    assert answers[0] == answers[1] == answers[2] == answers[3]
    assert work[0] == work[1] == work[2] == work[3]
    entries = db.session.scalars(select(QueryLogEntry)).all()
    assert len({entry.result_hash for entry in entries}) == 1


def test_a_full_name_needs_the_end_of_the_code_and_two_alike_are_nobody(client, organisation):
    subject, code = organisation("杭州甲贸易有限公司")
    put_record(subject)

    def named(name: str, tail: str) -> str:
        return client.post("/public/credit", data={"name": name, "tail": tail}).text

    assert "杭西市监罚" in named("杭州甲贸易有限公司", code[-4:].lower())
    for name, tail in (
        ("杭州甲贸易有限公司", "0000"),
        ("杭州甲贸易", code[-4:]),
        ("杭州%", "%"),
        ("", code[-4:]),
        ("杭州甲贸易有限公司", ""),
    ):
        assert "杭西市监罚" not in named(name, tail)
    person = put_subject("杭州甲贸易有限公司", None)
    put_record(person)
    assert "杭西市监罚" in named("杭州甲贸易有限公司", code[-4:]), "one without a code is no other"


def test_no_person_and_nothing_else_is_told_without_a_token(client, person, organisation):
    subject, number = person("张伟")
    put_record(subject)
    _, code = organisation()
    asked = {"subject": {"name": "张伟", "id_type": "resident_id", "id_number": number}}
    denied = client.post(ADDRESS, json=asked)
    unknown = client.post(
        ADDRESS, json={"subject": {"name": "张伟", "id_number": make_resident_id(77)}}
    )
    assert denied.status_code == unknown.status_code == 403
    assert denied.json["reason"] == unknown.json["reason"] == "subject-kind"
    assert client.post(ADDRESS, json=ask_person("张伟", number)).status_code == 401
    assert client.post(ADDRESS, json=body(code, purpose="walk_in")).status_code == 401
    many = {"subjects": [{"id_number": code}]}
    assert client.post(ADDRESS, json=many).status_code == 422
    told = [
        call.reason_denied
        for call in db.session.scalars(select(CreditQuery).order_by(CreditQuery.id))
    ]
    assert told == ["subject-kind", "subject-kind"]


def put_calls(address: str, count: int, ago: timedelta) -> None:
    """So many public calls from an address, some time ago."""
    at, index, day = clock.now() - ago, blind_index("address", address), clock.today()
    rows = [{"number": QUERIES.new(day), "at": at, "index": index} for _ in range(count)]
    db.session.execute(
        text(
            "INSERT INTO credit_query (number, at, operator_name, unit, channel, basis_kind, "
            "basis_reference, purpose, asked, answered, denied, nothing_found, faulty, "
            "address_index) VALUES (:number, :at, 'public', '', 'public', 'publicity', "
            "'publicity', 'public_search', 1, 1, 0, 1, 0, :index)"
        ),
        rows,
    )
    db.session.commit()


def test_one_address_asks_so_often_and_no_more(client, organisation):
    _, code = organisation()
    put_calls("127.0.0.1", PUBLIC_PER_ADDRESS_MAX - 1, timedelta(0))
    put_calls("10.0.0.1", PUBLIC_PER_ADDRESS_MAX, timedelta(0))
    assert client.post(ADDRESS, json=body(code)).status_code == 200
    over = client.post(ADDRESS, json=body(code))
    assert (over.status_code, over.json["code"]) == (429, "public-query-throttled")
    assert int(over.headers["Retry-After"]) == PUBLIC_WINDOW.total_seconds()
    elsewhere = {"REMOTE_ADDR": "10.0.0.2"}
    assert client.post(ADDRESS, json=body(code), environ_base=elsewhere).status_code == 200
    other = {"REMOTE_ADDR": "10.0.0.1"}
    assert client.post(ADDRESS, json=body(code), environ_base=other).status_code == 429
    page = client.post("/public/credit", data={"code": code})
    assert (page.status_code, "查询次数过多" in page.text) == (429, True)


def test_a_slow_collector_meets_the_limit_of_the_day(client, organisation):
    _, code = organisation()
    put_calls("127.0.0.1", PUBLIC_PER_ADDRESS_DAY_MAX - 1, timedelta(hours=2))
    assert client.post(ADDRESS, json=body(code)).status_code == 200
    assert client.post(ADDRESS, json=body(code)).status_code == 429
    with db.session.begin_nested():
        db.session.execute(text("SET LOCAL session_replication_role = replica"))
        db.session.execute(update(CreditQuery).values(at=clock.now() - timedelta(days=2)))
    db.session.commit()
    assert client.post(ADDRESS, json=body(code)).status_code == 200
