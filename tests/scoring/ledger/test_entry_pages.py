"""The quick form, the list, one entry with its reversal, and claims decided on the page."""

import io
from datetime import timedelta

import pytest

from scoring.ledger.evidence_files import FILE_BYTES_MAX, keep_evidence
from scoring.ledger.models import Claim, Entry
from scoring.ledger.problems import EntryRefused
from service import clock
from service.accounts.models import Account
from service.audit.models import QueryLogEntry
from service.database import db, transaction
from tests.scoring.ledger.conftest import CODE, FIRST, World

HOME = f"/points/{CODE}/entries"
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture
def manager(world: World, signed_in):
    return signed_in("community", name="manager-one")


def typed(world: World, **values: object) -> dict[str, object]:
    given = {"member": world.member.public_name, "item_code": "volunteer", "quantity": "2",
             "done_on": clock.today().isoformat(), "evidence": "帮邻居搬家"}  # fmt: skip
    return given | values


def claims() -> list[Claim]:
    db.session.rollback()
    return db.session.query(Claim).all()


def test_the_preview_says_what_it_will_earn_and_writes_nothing(world: World, manager):
    page = manager.post(HOME, data=typed(world))
    assert page.status_code == 200
    assert '<p class="preview-points">+10 分</p>' in page.text
    assert claims() == []


def test_the_preview_tells_the_cap_and_the_day_it_opens_again(world: World, manager):
    world.enter("volunteer", 7)
    assert "应得10分，因每月最多40分，实得5分" in manager.post(HOME, data=typed(world)).text
    world.enter("volunteer", 1)
    told = manager.post(HOME, data=typed(world)).text
    first = (clock.today().replace(day=1) + timedelta(days=32)).replace(day=1)
    assert f"{first}起可以再得分" in told
    assert "现在保存不了" in told


def test_the_script_of_the_form_gets_the_preview_alone(world: World, manager):
    page = manager.post(HOME, data=typed(world), headers={"X-Fragment": "preview"})
    assert "<html" not in page.text
    assert "+10 分" in page.text


def test_saving_enters_it(world: World, manager):
    done = manager.post(HOME, data=typed(world, step="save"), follow_redirects=True)
    assert "登记 10 分，已入账" in done.text
    (claim,) = claims()
    assert (claim.points, claim.state, claim.entered_by) == (10, "approved", "manager-one")
    waits = typed(world, item_code="returned", quantity="1", chosen_points="8", step="save")
    assert "待另一位管理员审核后入账" in manager.post(HOME, data=waits, follow_redirects=True).text


def test_a_part_of_a_name_leads_to_a_choice(world: World, manager):
    world.another(public_name="梅花三弄")
    world.another(public_name="踏雪寻梅")
    page = manager.post(HOME, data=typed(world, member="梅"))
    assert page.status_code == 422
    assert page.text.index("梅花三弄") < page.text.index("踏雪寻梅")
    assert "没有找到这位成员" in manager.post(HOME, data=typed(world, member="无此人")).text
    found = manager.get(f"{HOME}/members?q=梅").json
    assert [one["public_name"] for one in found] == ["梅花三弄", "踏雪寻梅"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"quantity": ""}, "请填写此项"),
        ({"quantity": "1000001"}, "不能大于"),
        ({"quantity": "1000000"}, "一笔不超过1000000分"),
        ({"item_code": "unheard-of"}, "积分目录中没有这个项目"),
        ({"evidence": "", "step": "save"}, "须写明依据"),
        ({"item_code": "returned", "quantity": "1"}, "请选择分值"),
    ],
)
def test_what_cannot_be_entered_is_told_beside_its_field(world: World, manager, values, told):
    page = manager.post(HOME, data=typed(world, **values))
    assert page.status_code == 422
    assert told in page.text
    assert claims() == []


def test_a_photo_is_kept_and_its_download_is_logged(world: World, manager):
    data = typed(world, step="save", evidence_file=(io.BytesIO(PHOTO), "搬家.png"))
    manager.post(HOME, data=data)
    (claim,) = claims()
    answer = manager.get(f"{HOME}/{claim.id}/evidence")
    assert (answer.data, answer.headers["Content-Type"]) == (PHOTO, "image/png")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    read = db.session.query(QueryLogEntry).one()
    assert (read.fields, read.purpose) == (["evidence_file"], "community_points")


def test_other_files_are_refused_and_nothing_is_entered(world: World, manager):
    data = typed(world, step="save", evidence_file=(io.BytesIO(b"<script>"), "a.png"))
    page = manager.post(HOME, data=data)
    assert (page.status_code, "只收 JPG、PNG 照片或 PDF" in page.text) == (422, True)
    assert claims() == []


def test_the_largest_file_of_evidence(world: World):
    with transaction():
        assert keep_evidence(io.BytesIO(PHOTO.ljust(FILE_BYTES_MAX, b"x")), "a.png")
    with transaction(), pytest.raises(EntryRefused):
        keep_evidence(io.BytesIO(PHOTO.ljust(FILE_BYTES_MAX + 1, b"x")), "a.png")


def test_the_list_is_filtered_and_paged(world: World, manager, monkeypatch):
    monkeypatch.setattr("scoring.ledger.listing.PAGE_ROWS", 2)
    other = world.another(public_name="另一位")
    for _ in range(3):
        world.enter("cleaning", 1)
    world.enter("volunteer", 1, member=other)
    page = manager.get(HOME).text
    assert page.count('role="rowheader"') == 2
    after = page.split("after=")[1].split('"')[0]
    rest = manager.get(f"{HOME}?after={after}").text
    assert rest.count('role="rowheader"') == 2
    assert 'rel="next"' not in rest
    assert manager.get(f"{HOME}?member=另一位").text.count('role="rowheader"') == 1
    assert manager.get(f"{HOME}?kind=expiry").text.count('role="rowheader"') == 0
    assert "没有符合条件的记录" in manager.get(f"{HOME}?member=谁").text


def test_an_entry_tells_its_history_and_can_be_reversed_once(world: World, manager):
    claim = world.enter("cleaning", 1, evidence="扫了楼道")
    address = f"{HOME}/{claim.id}"
    page = manager.get(address).text
    assert "扫了楼道" in page
    assert "撤销这笔积分" in page
    assert db.session.query(QueryLogEntry).count() == 1
    assert manager.post(f"{address}/reverse", data={}).status_code == 422
    done = manager.post(f"{address}/reverse", data={"reason": "登错了人"}, follow_redirects=True)
    assert "已于" in done.text
    assert "登错了人" in done.text
    assert "撤销这笔积分" not in done.text
    again = manager.post(f"{address}/reverse", data={"reason": "再来"})
    assert again.status_code == 409
    assert db.session.query(Entry).count() == 2


def test_own_claims_are_shown_with_the_reason_and_others_are_decided_at_once(
    world: World, manager, signed_in
):
    mine = manager.post(
        HOME,
        data=typed(world, item_code="returned", quantity="1", chosen_points="6", step="save"),
    )
    assert mine.status_code == 303
    other = world.another()
    first = world.enter("returned", 1, chosen_points=5, by=FIRST)
    second = world.enter("returned", 1, chosen_points=9, member=other, by=FIRST)
    page = manager.get(f"{HOME}/waiting").text
    assert "由您登记，须由另一位管理员审核" in page
    assert "您可以审核 2 笔" in page
    data = {"claim": [str(first.id), str(second.id)], f"answer-{first.id}": "approve",
            f"answer-{second.id}": "refuse"}  # fmt: skip
    told = manager.post(f"{HOME}/waiting", data=data)
    assert told.status_code == 422
    assert "请写明退回的理由" in told.text
    assert world.sums() == (5, 5)
    data = {"claim": [str(second.id)], f"answer-{second.id}": "refuse",
            f"reason-{second.id}": "查无此事"}  # fmt: skip
    assert manager.post(f"{HOME}/waiting", data=data).status_code == 303
    states = {one.id: (one.state, one.reason) for one in claims()}
    assert states[second.id] == ("refused", "查无此事")
    assert sorted(state for state, _ in states.values()) == ["approved", "pending", "refused"]


def test_all_others_are_approved_at_once_but_never_ones_own(world: World, manager):
    account_id = db.session.query(Account.id).filter_by(name="manager-one").scalar()
    oneself = world.another(account_id=account_id)
    waiting = [world.enter("returned", 1, chosen_points=5, member=one, by=FIRST)
               for one in (world.member, world.another(), oneself)]  # fmt: skip
    data = {"claim": [str(one.id) for one in waiting], "all": "approve"}
    told = manager.post(f"{HOME}/waiting", data=data)
    assert told.status_code == 422
    assert "不能登记、审核或撤销自己的积分" in told.text
    assert sorted(one.state for one in claims()) == ["approved", "approved", "pending"]


def test_a_claim_of_another_community_is_not_decided_here(world: World, signed_in):
    claim = world.enter("returned", 1, chosen_points=5, by=FIRST)
    elsewhere = signed_in("community", community_code="ELSEWHERE")
    for path in ("", "/waiting", f"/{claim.id}", "/imports", "/members"):
        assert elsewhere.get(f"{HOME}{path}").status_code == 403
    data = {"claim": [str(claim.id)], "all": "approve"}
    assert elsewhere.post(f"{HOME}/waiting", data=data).status_code == 403
    assert claims()[0].state == "pending"


def test_the_auditor_reads_and_enters_nothing(world: World, signed_in):
    world.enter("cleaning", 1)
    auditor = signed_in("auditor")
    page = auditor.get(HOME)
    assert page.status_code == 200
    assert "登记一笔" not in page.text
    assert auditor.post(HOME, data=typed(world)).status_code == 403
    assert auditor.get(f"{HOME}/waiting").status_code == 403


def test_the_home_page_says_what_waits(world: World, manager):
    world.enter("returned", 1, chosen_points=5, by=FIRST)
    assert "待审核的积分" in manager.get("/").text
