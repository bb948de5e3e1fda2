"""The pages: a draft is handed in, followed and read."""

import io
from uuid import UUID

from credit.checks.preview.run import run
from credit.rules.service import import_rules
from tests.credit.checks.preview.conftest import NEXT, TEXT


def send(client, text: str, **fields: object):
    data = {"file": (io.BytesIO(text.encode()), "草案.yaml"), "last": "1000", **fields}
    return client.post("/rules/previews/new", data=data)


def test_a_draft_is_handed_in_followed_and_read(signed_in, checked):
    admin = signed_in("admin")
    assert "还没有试算过" in admin.get("/rules/previews").text
    answer = send(admin, NEXT, purpose="school_admission")
    assert answer.status_code == 302, answer.text
    address = answer.headers["Location"]
    assert "试算进度" in admin.get(address).text
    assert admin.get(f"{address}/status").json["state"] == "queued"
    run(UUID(address.rpartition("/")[2]))
    page = admin.get(address).text
    assert "5 件核查的基准日不在这张表的有效期内" in page
    assert page.index("谁会变</h2>") < page.index("由哪一项引起</h2>") < page.index("逐件明细</h2>")
    assert checked.better in page
    assert f"/checks/{checked.better}" not in page  # an admin does not read checks
    reviewer = signed_in("reviewer").get(f"{address}?direction=better&item=LC06").text
    assert f"/checks/{checked.better}" in reviewer
    assert checked.worse not in reviewer
    assert admin.get(f"{address}/changes.xlsx").status_code == 200
    assert "草案.yaml" in admin.get("/rules/previews").text


def test_faults_of_a_draft_are_shown_by_their_place(signed_in, rules):
    page = send(signed_in("admin"), TEXT.replace("points: -30", "points: many"))
    assert page.status_code == 422
    assert "LC03" in page.text
    several = send(signed_in("admin"), TEXT)
    assert several.status_code == 422
    assert "请指明试算哪一种" in several.text


def test_a_version_is_tried_from_its_own_page(signed_in, rules):
    admin = signed_in("admin")
    one = import_rules(NEXT).tables[0]
    page = admin.get(f"/rules/{one.id}").text
    assert f"/rules/previews/new?rule_set={one.id}" in page
    form = admin.get(f"/rules/previews/new?rule_set={one.id}").text
    assert "XH-NEXT" in form
    answer = admin.post("/rules/previews/new", data={"rule_set": one.id, "last": "10"})
    run(UUID(answer.headers["Location"].rpartition("/")[2]))
    assert "没有可试算的核查" in admin.get(answer.headers["Location"]).text
    assert admin.get("/rules/previews/new?rule_set=404").status_code == 404


def test_a_clerk_sees_no_way_there(signed_in, rules):
    clerk = signed_in("clerk")
    assert "/rules/previews" not in clerk.get("/rules").text
    assert clerk.get("/rules/previews").status_code == 403
