"""The page of messages and its API, each of the caller alone."""

import pytest
from sqlalchemy import select

from service.accounts.models import Account
from service.database import db
from service.messages import msg
from service.notices.addresses import addresses_of, set_address
from service.notices.channels import ChannelName
from service.notices.problems import BadAddress
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


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (ChannelName.email, "张三@example.com"),
        (ChannelName.email, "a b@example.com"),
        (ChannelName.email, "<a@example.com>"),
        (ChannelName.email, "a@example"),
        (ChannelName.sms, "138\uff10\uff10000000"),
        (ChannelName.sms, "0571-87000000"),
    ],
)
def test_an_address_no_message_could_reach_is_not_kept(account, channel, address):
    clerk = account("clerk")
    with pytest.raises(BadAddress):
        set_address(clerk.id, channel, address, "zh")
    assert addresses_of(clerk.id) == {}


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


def test_the_api_tells_and_marks(api):
    caller = api("reviewer")
    tell([me("reviewer")], "x", SUBJECT, BODY)
    answer = caller.get("/messages").json
    assert (answer["unread"], answer["items"][0]["subject"]) == (1, "办件 XF1 有进展")
    assert caller.post("/messages/read", json={}).json == {"marked": 1}
    assert caller.get("/messages").json["unread"] == 0
