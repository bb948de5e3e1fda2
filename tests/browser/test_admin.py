"""The administrator's and the auditor's pages, and every role's home, in a real browser."""

import shutil
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from service import audit, clock
from service.access.account import Role
from service.audit import jobs, sealing, verifications
from service.audit.overview import unsealed_entries
from service.audit.service import QueryRead
from service.database import transaction
from service.outbox.models import JobState, OutboxJob
from service.outbox.service import enqueue
from service.private import blind_index
from tests.browser.conftest import DESK, LANGUAGES, PHONE, SIZES, enter, serving, type_first

pytestmark = pytest.mark.browser

SEAL_ROUNDS = 60
ON_A_PHONE = {Role.enterprise, Role.person, Role.resident, Role.shopkeeper}
SEAL_WAIT_SECONDS = 0.05


@pytest.fixture(autouse=True)
def own_heads(app: Flask) -> Iterator[None]:
    """The published heads live outside the database, so emptying it does not take them along."""
    folder = app.config["SETTINGS"].var_dir / "audit"
    shutil.rmtree(folder, ignore_errors=True)
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def opened(app: Flask, account, new_page) -> Callable[..., Page]:
    """A page on which an account of the role is signed in."""

    def sign(address: str, role: str, **options: object) -> Page:
        values = {"subject_code": "91330106MA2000001X"} if role == "enterprise" else {}
        page = new_page(base_url=address, allowed=("status of 4",), **options)
        who = account(role, display_name="王晓", unit="西湖区信用服务窗口", **values)
        enter(app, page, address, who)
        return page

    return sign


def fill_trails() -> tuple[object, object]:
    """Some entries, sealed as far as other databases of the server let them be."""
    with transaction(), audit.acting_as(audit.Actor(7, "zhang.wei", "clerk", "西湖区信用服务窗口")):
        entry = audit.record("account.disabled", "account", "12", {"reason": "left", "sessions": 2})
        for n in range(4):
            audit.record("session.opened", "account", str(n))
            read = audit.log_query(
                QueryRead("authorisation", f"授权书2026-{n}", "school_admission",
                          blind_index("resident_id", str(n)), "resident_id", ("outcome", "points"),
                          object_ref=f"CX2026000{n}")
            )  # fmt: skip
    for _ in range(SEAL_ROUNDS):  # other databases of the server may hold the horizon back
        sealing.seal_all()
        if unsealed_entries() == 0:
            break
        time.sleep(SEAL_WAIT_SECONDS)
    verification = verifications.ask(10, by=7)
    jobs.run_verification(verification.id)
    verifications.ask(None, by=7)
    with transaction() as session:
        session.execute(
            update(OutboxJob)
            .where(OutboxJob.id == enqueue("outbox.forget_done"))
            .values(
                state=JobState.failed, attempts=5, finished_at=clock.now(), last_error="OSError"
            )
        )
    return entry, read


@LANGUAGES
@SIZES
def test_the_pages_are_accessible_and_fit(account, tour, size, language):
    entry, read = fill_trails()
    clerk = account("clerk", name="li.na", display_name="李娜", unit="西湖区信用服务窗口")
    tour(
        "admin",
        ["/accounts", "/accounts/new", f"/accounts/{clerk.id}", "/operations"],
        size,
        language,
    )
    tour(
        "auditor",
        [
            "/audit",
            "/audit/verifications/1",
            "/audit/verifications/2",
            "/audit/entries",
            "/audit/queries",
            f"/audit/entries/{entry.id}",
            f"/audit/queries/{read.id}",
        ],
        size,
        language,
    )


@pytest.mark.parametrize("role", list(Role))
def test_the_home_of_every_role_is_accessible_where_it_is_mostly_used(tour, role):
    tour(role.value, ["/"], PHONE if role in ON_A_PHONE else DESK, "zh_Hans")


def test_the_administrator_disables_an_account_by_keyboard(app, account, opened, axe_clean):
    account("clerk", name="li.na", display_name="李娜")
    with serving(app) as address:
        page = opened(address, "admin")
        page.goto("/accounts")
        expect(page.get_by_label("按账号名查找")).to_be_focused()
        page.keyboard.type("li.na")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="确认办理").click()
        expect(page.get_by_role("alert").first).to_contain_text("请选择要办的操作")
        axe_clean(page)
        page.get_by_label("停用账号").check()
        page.get_by_label("原因").select_option("left")
        page.get_by_role("button", name="确认办理").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("已停用")
        axe_clean(page)


def test_a_temporary_password_is_shown_and_leads_to_the_own_one(app, account, opened, axe_clean):
    account("clerk", name="li.na", display_name="李娜")
    with serving(app) as address:
        admin = opened(address, "admin")
        admin.goto("/accounts")
        type_first(admin, "li.na")
        admin.keyboard.press("Enter")
        admin.get_by_label("设置临时密码").check()
        admin.get_by_label("原因").select_option("forgot")
        admin.get_by_role("button", name="确认办理").click()
        password = admin.locator("#temporary-password").inner_text()
        axe_clean(admin)
        page = opened(address, "auditor")
        page.context.clear_cookies()
        page.goto("/sign-in")
        page.get_by_label("账号").fill("li.na")
        page.get_by_label("密码").fill(password)
        page.keyboard.press("Enter")
        expect(page.get_by_text("请先修改密码")).to_be_visible()
        axe_clean(page)
        page.get_by_label("原密码").fill(password)
        page.get_by_label("新密码", exact=True).fill("a password of my own")
        page.get_by_label("再填一次新密码").fill("a password of my own")
        page.keyboard.press("Enter")
        expect(page.get_by_text("密码已修改")).to_be_visible()


def test_a_verification_is_followed_to_its_end(app, opened, axe_clean):
    fill_trails()
    with serving(app) as address:
        page = opened(address, "auditor")
        page.goto("/audit/verifications/2")
        axe_clean(page)
        jobs.run_verification(2)
        expect(page.get_by_text("没有发现改动、删除或插入")).to_be_visible()
        axe_clean(page)


def test_a_subject_is_looked_for_without_its_number_reaching_the_address(app, opened, axe_clean):
    fill_trails()
    with serving(app) as address:
        page = opened(address, "auditor")
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/audit/queries")
        page.get_by_label("证件号码或代码").fill("110101199003070038")
        page.keyboard.press("Enter")
        expect(page.get_by_text("没有人查询过这个号码")).to_be_visible()
        axe_clean(page)
        assert not any("110101" in url for url in asked)
        with page.expect_download() as download:
            page.get_by_role("button", name="导出 CSV").click()
        assert download.value.suggested_filename.startswith("query-")
