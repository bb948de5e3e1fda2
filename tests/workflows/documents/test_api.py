"""Documents over HTTP: whole, in chunks, fetched as files to save, and by nobody else."""

import io
from uuid import uuid4

import pytest

from tests.workflows.documents.files import pdf, picture, scripted_pdf
from workflows.documents import api, service
from workflows.documents.limits import CHUNK_BYTES_MAX, DOCUMENT_BYTES_MAX

OCTETS = "application/octet-stream"


def form(content: bytes, name: str = "a.pdf", **more: object) -> dict[str, object]:
    return {"kind": "performance_proof", "file": (io.BytesIO(content), name), **more}


@pytest.fixture
def applicant(token_of):
    return token_of("applicant")


@pytest.fixture
def place(case) -> str:
    return f"/repair-cases/{case.number}/attachments"


def test_a_document_is_handed_in_listed_fetched_and_taken_back(applicant, place):
    content = pdf(2)
    made = applicant.post(place, data=form(content, "缴款凭证.PDF"))
    assert made.status_code == 201
    assert made.json["media_type"] == "application/pdf"
    assert (made.json["pages"], made.json["scan"], made.json["size"]) == (
        2, "unchecked", len(content),
    )  # fmt: skip
    assert made.headers["Location"] == made.json["url"]
    assert applicant.get(place).json["items"] == [made.json]
    back = applicant.post(f"{place}/{made.json['id']}/withdraw")
    assert back.status_code == 204
    assert applicant.get(place).json["items"] == []


def test_a_download_leaves_a_browser_no_choice_but_to_save_it(applicant, place):
    content = picture()
    data = form(content, "<b>照片</b>.html", kind="identity")
    address = applicant.post(place, data=data).json["url"].removeprefix("/api/v1")
    answer = applicant.get(address)
    assert answer.data == content
    assert answer.content_type == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="document.jpg"')
    assert answer.headers["Content-Disposition"].endswith("html.jpg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_same_key_hands_in_once(applicant, place):
    headers = {"Idempotency-Key": "k1"}
    first = applicant.post(place, data=form(pdf(mark="1")), headers=headers)
    again = applicant.post(place, data=form(pdf(mark="1")), headers=headers)
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    other = applicant.post(place, data=form(pdf(mark="2")), headers=headers)
    assert other.status_code == 409


def test_a_file_that_cannot_be_kept_is_refused_with_what_to_do(applicant, place):
    for content, code in ((scripted_pdf(), "active-pdf"), (b"MZ" + bytes(9), "unknown-type")):
        answer = applicant.post(place, data=form(content))
        assert answer.status_code == 422
        (error,) = answer.json["errors"]
        assert (error["field"], error["code"]) == ("file", code)
        assert error["remedy"]
        assert answer.json["code"] == "document-refused"


def test_a_file_above_the_limit_is_refused_before_it_is_looked_at(applicant, place, monkeypatch):
    monkeypatch.setattr(api, "DOCUMENT_BYTES_MAX", 1000)
    monkeypatch.setattr(service, "DOCUMENT_BYTES_MAX", 1000)
    answer = applicant.post(place, data=form(b"%PDF-" + bytes(1000)))
    assert answer.status_code == 413
    assert answer.json["errors"][0]["remedy"]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"kind": "wish"}, "kind"), ({"kind": ""}, "kind"), ({"record_id": "0"}, "record_id"),
     ({"record_id": "99"}, "record_id"), ({"file": ""}, "file")],
    ids=str,
)  # fmt: skip
def test_a_faulty_form_is_refused_by_field(applicant, place, change, field):
    answer = applicant.post(place, data=form(pdf()) | change)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json["errors"]}


def test_strangers_find_nothing(applicant, token_of, place):
    made = applicant.post(place, data=form(pdf())).json
    address = made["url"].removeprefix("/api/v1")
    for who in ("stranger", "other_unit", "authority"):  # the authority before it is submitted
        client = token_of(who)
        assert client.get(place).status_code == 404
        assert client.get(address).status_code == 404
        assert client.post(place, data=form(pdf(mark=who))).status_code == 404
        assert client.post(f"{address}/withdraw").status_code == 404
    assert token_of("reviewer").post(place, data=form(pdf())).status_code == 403
    assert token_of("clerk").get(address).status_code == 200


def test_a_document_is_not_found_under_another_case(applicant, open_papers, do, case, place):
    made = applicant.post(place, data=form(pdf())).json
    do(case, "applicant", "submit")
    do(case, "clerk", "forward")
    do(case, "authority", "not_accept", reason="未满")
    other = open_papers()
    assert (
        applicant.get(f"/repair-cases/{other.number}/attachments/{made['id']}").status_code == 404
    )
    assert applicant.get(f"{place}/{uuid4()}").status_code == 404


def begin(client, case, size: int, **more: object):
    wish = {"case": case.number, "kind": "statement", "filename": "说明.pdf", "size": size}
    return client.post("/uploads", json=wish | more)


def put(client, upload: str, piece: bytes, span: str, **more: object):
    headers = {"Content-Range": span, "Content-Type": OCTETS}
    return client.put(f"/uploads/{upload}", data=piece, headers=headers | more)


def test_a_file_comes_in_chunks_and_goes_on_where_it_stopped(applicant, case, place):
    content = pdf(2)
    begun = begin(applicant, case, len(content))
    assert begun.status_code == 201
    upload = begun.json["id"]
    assert begun.headers["Location"] == f"/api/v1/uploads/{upload}"
    assert begun.json["chunk_bytes_max"] == CHUNK_BYTES_MAX
    total, half = len(content), len(content) // 2
    assert put(applicant, upload, content[:half], f"bytes 0-{half - 1}/{total}").status_code == 200
    early = applicant.post(f"/uploads/{upload}/finish")
    assert (early.status_code, early.json["received"]) == (409, half)
    misplaced = put(applicant, upload, content[:5], f"bytes {half + 1}-{half + 5}/{total}")
    assert (misplaced.status_code, misplaced.json["received"]) == (409, half)
    told = applicant.get(f"/uploads/{upload}").json["received"]
    rest = put(applicant, upload, content[told:], f"bytes {told}-{total - 1}/{total}")
    assert rest.json["received"] == total
    made = applicant.post(f"/uploads/{upload}/finish")
    assert (made.status_code, made.json["pages"]) == (201, 2)
    assert applicant.get(place).json["items"] == [made.json]
    assert applicant.get(f"/uploads/{upload}").status_code == 404


def test_a_chunk_that_is_not_what_it_says_is_refused(applicant, case):
    upload = begin(applicant, case, 100).json["id"]
    assert put(applicant, upload, b"1234", "bytes 0-9/100").status_code == 422
    assert put(applicant, upload, b"1234", "0-3").status_code == 422
    assert applicant.put(f"/uploads/{upload}", data=b"1").status_code in {415, 422}
    text = {"Content-Type": "text/plain"}
    assert put(applicant, upload, b"1234", "bytes 0-3/100", **text).status_code == 415
    assert applicant.get(f"/uploads/{upload}").json["received"] == 0


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413)])
def test_a_chunk_may_be_as_large_as_the_limit(applicant, case, extra, status):
    size = CHUNK_BYTES_MAX + extra
    upload = begin(applicant, case, DOCUMENT_BYTES_MAX).json["id"]
    span = f"bytes 0-{size - 1}/{DOCUMENT_BYTES_MAX}"
    assert put(applicant, upload, bytes(size), span).status_code == status


@pytest.mark.parametrize(
    ("size", "status"),
    [(0, 422), (1, 201), (DOCUMENT_BYTES_MAX, 201), (DOCUMENT_BYTES_MAX + 1, 422)],
)
def test_a_file_may_be_announced_as_large_as_the_limit(applicant, case, size, status):
    assert begin(applicant, case, size).status_code == status


def test_an_upload_can_be_given_up(applicant, case, token_of):
    upload = begin(applicant, case, 100).json["id"]
    assert token_of("clerk").delete(f"/uploads/{upload}").status_code == 404
    assert applicant.delete(f"/uploads/{upload}").status_code == 204
    assert applicant.delete(f"/uploads/{upload}").status_code == 404


def test_nobody_begins_an_upload_for_a_case_they_do_not_see(token_of, case):
    assert begin(token_of("stranger"), case, 100).status_code == 404
    assert begin(token_of("reviewer"), case, 100).status_code == 403
