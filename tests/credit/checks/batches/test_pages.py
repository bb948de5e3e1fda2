"""The pages of batches: look first, then start; follow, fetch, review."""

import io
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from credit.checks.batches import jobs
from credit.checks.batches.limits import UPLOAD_KEPT
from credit.checks.batches.models import BatchUpload
from credit.checks.models import Check, CheckBatch
from service import clock
from service.database import db
from service.files import StoredFile
from tests.credit.checks.batches.conftest import listing, number, outcomes, people, work
from tests.credit.checks.conftest import put_record, put_subject

pytestmark = pytest.mark.usefixtures("rules")


def send(client, content: bytes, **values: str):
    data = {
        "purpose": "school_admission",
        "basis_kind": "authorisation",
        "basis_reference": "SQ-2026-0001",
        "file": (io.BytesIO(content), "名单.xlsx"),
    } | values
    return client.post("/batches/new", data=data, content_type="multipart/form-data")


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_list_of_batches_says_what_to_do_when_it_is_empty(signed_in):
    page = signed_in("clerk").get("/batches")
    assert page.status_code == 200
    assert "下载模板" in page.text


def test_the_form_shows_its_fields(signed_in):
    page = signed_in("clerk").get("/batches/new")
    for name in ("file", "purpose", "basis_kind", "basis_reference"):
        assert f'name="{name}"' in page.text


def test_the_form_comes_back_with_its_faults(signed_in, tmp_path):
    page = send(signed_in("clerk"), listing(tmp_path, people(1)), basis_reference="")
    assert page.status_code == 422
    page = send(signed_in("clerk"), "甲,乙\n1,2\n".encode())
    assert page.status_code == 422
    assert "姓名/名称" in page.text
    assert count(StoredFile) == 0


def test_faults_are_shown_before_anything_starts_and_the_good_rows_can_go(signed_in, tmp_path):
    clerk = signed_in("clerk")
    sent = send(clerk, listing(tmp_path, [*people(2), ("", "", number(9), "")]))
    assert sent.status_code == 302
    look = clerk.get(sent.location)
    assert look.status_code == 200
    assert "没有填写姓名或名称" in look.text
    assert (count(CheckBatch), count(Check)) == (0, 0)
    started = clerk.post(f"{sent.location}/start")
    assert started.status_code == 302
    assert count(BatchUpload) == 0
    batch = db.session.scalars(select(CheckBatch)).one()
    queued = clerk.get(started.location)
    assert "data-status-url" in queued.text
    assert clerk.get(f"{started.location}/status").json == {
        "state": "queued", "done": 0, "total": 3, "seconds_left": None
    }  # fmt: skip
    assert (batch.created_by_id is not None, clerk.post(f"{sent.location}/start").status_code) == (
        True, 404
    )  # fmt: skip
    work(batch.id)
    page = clerk.get(started.location)
    assert "没有填写姓名或名称" in page.text
    result = clerk.get(f"{started.location}/result.xlsx")
    assert outcomes(result.data, tmp_path) == ["通过", "通过", "未受理"]
    assert "名单" in clerk.get("/batches").text


def test_correcting_first_deletes_the_list(signed_in, tmp_path):
    clerk = signed_in("clerk")
    sent = send(clerk, listing(tmp_path, [("", "", number(9), "")]))
    assert "没有一行可以核查" in clerk.get(sent.location).text
    assert clerk.post(f"{sent.location}/drop").status_code == 302
    assert (count(BatchUpload), count(StoredFile)) == (0, 0)


def test_nobody_sees_or_starts_the_list_of_another(signed_in, tmp_path):
    sent = send(signed_in("clerk"), listing(tmp_path, people(1)))
    other = signed_in("clerk")
    assert other.get(sent.location).status_code == 404
    assert other.post(f"{sent.location}/start").status_code == 404
    assert other.post(f"{sent.location}/drop").status_code == 404


def test_a_list_nobody_started_is_deleted_after_its_time(signed_in, tmp_path):
    clerk = signed_in("clerk")
    send(clerk, listing(tmp_path, people(1)))
    started = send(clerk, listing(tmp_path, people(1)))
    clerk.post(f"{started.location}/start")
    jobs.forget_uploads()
    assert (count(BatchUpload), count(StoredFile)) == (1, 2)
    with time_machine.travel(clock.now() + UPLOAD_KEPT + timedelta(seconds=1)):
        jobs.forget_uploads()
    assert (count(BatchUpload), count(StoredFile)) == (0, 1)


def with_negatives(signed_in, tmp_path, names=("张1", "张2")):
    for n, name in enumerate(names, start=1):
        put_record(put_subject(name, number(n)))
    rows = [(name, "", number(n), "") for n, name in enumerate(names, start=1)]
    clerk = signed_in("clerk")
    sent = send(clerk, listing(tmp_path, rows))
    location = clerk.post(f"{sent.location}/start").location
    batch = work(db.session.scalars(select(CheckBatch.id)).one())
    return clerk, location, batch


def test_a_reviewer_sees_the_facts_and_confirms_those_chosen(signed_in, tmp_path):
    clerk, location, _ = with_negatives(signed_in, tmp_path)
    reviewer = signed_in("reviewer")
    assert f"{location}/review" in reviewer.get(location).text
    assert f"{location}/review" not in clerk.get(location).text
    page = reviewer.get(f"{location}/review")
    numbers = db.session.scalars(select(Check.number).order_by(Check.batch_row)).all()
    assert all(one in page.text for one in numbers)
    assert "杭西市监罚" in page.text
    assert number(1) not in page.text
    done = reviewer.post(f"{location}/review", data={"numbers": [numbers[0]], "note": "属实"})
    assert done.status_code == 302
    page = reviewer.get(f"{location}/review")
    assert numbers[0] not in page.text
    assert numbers[1] in page.text
    confirmed = db.session.scalars(select(Check).where(Check.number == numbers[0])).one()
    assert (confirmed.reviewed_by is not None, confirmed.review_note) == (True, "属实")
    again = reviewer.post(f"{location}/review", data={"numbers": numbers, "note": ""})
    assert again.status_code == 409
    assert numbers[0] in again.text


def test_a_clerk_cannot_confirm(signed_in, tmp_path):
    clerk, location, _ = with_negatives(signed_in, tmp_path, ("张1",))
    assert clerk.get(f"{location}/review").status_code == 403
    assert clerk.post(f"{location}/review", data={"numbers": []}).status_code == 403


def test_confirming_nothing_says_so(signed_in, tmp_path):
    _, location, _ = with_negatives(signed_in, tmp_path, ("张1",))
    reviewer = signed_in("reviewer")
    answer = reviewer.post(f"{location}/review", data={}, follow_redirects=True)
    assert "没有选中任何一项" in answer.text


def test_a_failed_batch_offers_to_go_on(signed_in, tmp_path):
    clerk = signed_in("clerk")
    sent = send(clerk, listing(tmp_path, people(1)))
    location = clerk.post(f"{sent.location}/start").location
    batch = db.session.scalars(select(CheckBatch)).one()
    jobs.fail(str(batch.id))
    assert "继续办理" in clerk.get(location).text
    assert clerk.post(f"{location}/resume").status_code == 302
    assert work(batch.id).state == "done"


@pytest.mark.parametrize("path", ["/batches", "/batches/new"])
def test_pages_are_there_in_english_too(signed_in, path):
    page = signed_in("clerk").get(f"{path}?lang=en")
    assert page.status_code == 200
    assert '<html lang="en">' in page.text


@pytest.mark.parametrize(
    ("language", "sentence", "advice"),
    [
        ("zh_Hans", "没有填写姓名或名称。", "请按证件填写。"),
        ("en", "The name is missing.", "Please enter it as on the identity document."),
    ],
)
def test_refused_rows_are_explained_in_the_readers_language(
    signed_in, done, language, sentence, advice
):
    batch = done([*people(1), ("", "", number(9), "")])
    page = signed_in("clerk").get(f"/batches/{batch.id}?lang={language}").text
    assert sentence in page
    assert advice in page


@pytest.mark.parametrize(("language", "word"), [("zh_Hans", "办理中断"), ("en", "interrupted")])
def test_a_failure_is_explained_in_the_readers_language(signed_in, started, language, word):
    batch = started(people(1))
    jobs.fail(str(batch.id))
    assert word in signed_in("clerk").get(f"/batches/{batch.id}?lang={language}").text


def test_the_template_is_a_download(signed_in):
    answer = signed_in("clerk").get("/batches/template.xlsx")
    assert answer.data.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]
