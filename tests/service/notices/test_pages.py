"""The page of messages and its API, each of the caller alone."""

import re

from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from service.accounts.models import Account
from service.api.paging import PAGE_ROWS_DEFAULT
from service.database import db
from service.messages import msg
from service.notices.addresses import addresses_of
from service.notices.service import inbox, tell, unread

SUBJECT, BODY = msg("办件 {number} 有进展", number="XF1"), msg("请查看。")


def me(role: str) -> int:
    return db.session.scalars(select(Account.id).where(Account.role == role)).one()


def test_messages_are_counted_in_the_header_shown_and_read(signed_in):
    client = signed_in("enterprise")
    assert "还没有消息" in client.get("/messages").text
    tell([me("enterprise")], "x", SUBJECT, BODY, link="/account")
    page = client.get("/messages").text
    assert "办件 XF1 有进展" in page
    assert "条未读" in page
    notice = inbox(me("enterprise"))[0][0]
    answer = client.post(f"/messages/{notice.id}/open", data={"link": notice.link})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert unread(me("enterprise")) == 0


def test_a_link_never_leads_out_of_the_service(signed_in):
    client = signed_in("enterprise")
    answer = client.post("/messages/1/open", data={"link": "https://evil.example"})
    assert answer.location == "/messages"


def test_a_number_no_message_can_have_is_not_found(signed_in):
    assert signed_in("clerk").post(f"/messages/{2**63}/open").status_code == 404


def test_addresses_are_kept_or_named_as_wrong(signed_in):
    client = signed_in("clerk")
    wrong = client.post("/messages/addresses", data={"email": "nobody", "sms": ""})
    assert wrong.status_code == 422
    assert "name@example.com" in wrong.text
    assert client.post("/messages/addresses", data={"email": "a@example.com"}).status_code == 303
    assert addresses_of(me("clerk")) == {"email": "a@example.com"}
    assert "a@example.com" in client.get("/messages").text


def test_more_messages_can_be_turned_to_after_a_form_that_was_refused(signed_in):
    client = signed_in("clerk")
    for number in range(PAGE_ROWS_DEFAULT + 1):
        tell([me("clerk")], "x", msg("第 {number} 条", number=number), BODY)
    page = client.post("/messages/addresses", data={"email": "nobody"}).text
    following = re.search(r'rel="next" href="([^"]+)"', page)[1]
    assert "第 0 条" in client.get(following).text


def test_a_page_says_that_the_database_went_away_while_it_was_made(app, signed_in, monkeypatch):
    client = signed_in("clerk")
    view = app.view_functions["notices.inbox"]

    def gone(*_args: object) -> None:
        raise OperationalError("SELECT", {}, ConnectionError("gone"))

    def inbox_of_a_database_that_goes_away() -> str:
        event.listen(db.engine, "before_cursor_execute", gone)
        return view()

    monkeypatch.setitem(app.view_functions, "notices.inbox", inbox_of_a_database_that_goes_away)
    try:
        answer = client.get("/messages")
    finally:
        event.remove(db.engine, "before_cursor_execute", gone)
    assert answer.status_code == 503
    assert "数据库暂时没有响应" in answer.text


def test_the_api_tells_and_marks(api):
    caller = api("reviewer")
    tell([me("reviewer")], "x", SUBJECT, BODY)
    answer = caller.get("/messages").json
    assert (answer["unread"], answer["items"][0]["subject"]) == (1, "办件 XF1 有进展")
    assert caller.post("/messages/read", json={}).json == {"marked": 1}
    assert caller.get("/messages").json["unread"] == 0
