"""An upload goes on where it stopped, takes each byte once, and ends as a document."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from service import clock
from service.audit import acting_as
from service.database import db
from tests.examples import some
from tests.workflows.documents.files import pdf
from workflows.documents import uploads
from workflows.documents.kinds import DocumentKind
from workflows.documents.limits import UPLOAD_LIFETIME
from workflows.documents.models import Upload, UploadChunk
from workflows.documents.problems import (
    ChunkMisplaced,
    DocumentRefused,
    TooManyDocuments,
    UploadIncomplete,
    UploadUnknown,
)
from workflows.documents.ranges import ByteRange
from workflows.documents.reading import download
from workflows.documents.service import NewDocument

NEW = NewDocument(DocumentKind.statement, "说明.pdf")


@pytest.fixture
def acting(people):
    with acting_as(people["applicant"]):
        yield


def put(upload_id, content: bytes, first: int, last: int) -> Upload:
    return uploads.receive(
        upload_id, ByteRange(first, last, len(content)), content[first : last + 1]
    )


def chunks_kept() -> int:
    return db.session.scalar(select(func.count()).select_from(UploadChunk)) or 0


@pytest.mark.usefixtures("acting")
def test_pieces_make_the_document_they_were_cut_from(case):
    content = pdf(3)
    upload = uploads.begin(case.number, NEW, len(content))
    for first in range(0, len(content), 200):
        put(upload.id, content, first, min(first + 199, len(content) - 1))
    assert uploads.get_upload(upload.id).received == len(content)
    document = uploads.finish(upload.id)
    assert (document.pages, document.kind, document.filename) == (3, "statement", "说明.pdf")
    assert download(case.number, document.id, channel="api").content == content
    assert chunks_kept() == 0
    with pytest.raises(UploadUnknown):
        uploads.get_upload(upload.id)


@pytest.mark.usefixtures("acting")
def test_what_has_arrived_is_sealed(case):
    content = pdf(mark="plainly legible")
    upload = uploads.begin(case.number, NEW, len(content))
    put(upload.id, content, 0, len(content) - 1)
    (sealed,) = db.session.execute(text("SELECT sealed FROM case_upload_chunk")).scalars()
    assert b"plainly legible" in content
    assert b"plainly legible" not in bytes(sealed)


@pytest.mark.usefixtures("acting")
def test_a_chunk_sent_again_changes_nothing(case):
    content = pdf()
    upload = uploads.begin(case.number, NEW, len(content))
    put(upload.id, content, 0, 99)
    assert put(upload.id, content, 0, 99).received == 100
    assert chunks_kept() == 1


@pytest.mark.usefixtures("acting")
@pytest.mark.parametrize(("first", "last"), [(50, 149), (101, 150), (0, 100)])
def test_a_chunk_out_of_place_is_told_where_to_go_on(case, first, last):
    content = pdf()
    upload = uploads.begin(case.number, NEW, len(content))
    put(upload.id, content, 0, 99)
    with pytest.raises(ChunkMisplaced) as caught:
        put(upload.id, content, first, last)
    assert caught.value.extra == {"received": 100, "size": len(content)}


@pytest.mark.usefixtures("acting")
def test_a_chunk_of_another_file_is_refused(case):
    upload = uploads.begin(case.number, NEW, 500)
    with pytest.raises(ChunkMisplaced):
        uploads.receive(upload.id, ByteRange(0, 9, 501), bytes(10))


@pytest.mark.usefixtures("acting")
def test_an_incomplete_upload_is_no_document(case):
    upload = uploads.begin(case.number, NEW, 500)
    uploads.receive(upload.id, ByteRange(0, 9, 500), bytes(10))
    with pytest.raises(UploadIncomplete) as caught:
        uploads.finish(upload.id)
    assert caught.value.extra["received"] == 10


@pytest.mark.usefixtures("acting")
def test_a_file_that_cannot_be_kept_is_refused_at_the_end_with_advice(case):
    upload = uploads.begin(case.number, NEW, 10)
    uploads.receive(upload.id, ByteRange(0, 9, 10), b"MZ" + bytes(8))
    with pytest.raises(DocumentRefused):
        uploads.finish(upload.id)
    assert uploads.get_upload(upload.id).received == 10


def test_an_upload_is_its_makers_alone(case, people):
    with acting_as(people["applicant"]):
        upload = uploads.begin(case.number, NEW, 500)
    for who in ("clerk", "stranger"):
        with acting_as(people[who]):
            for act in (uploads.get_upload, uploads.finish, uploads.abandon):
                with pytest.raises(UploadUnknown):
                    act(upload.id)


@pytest.mark.usefixtures("acting")
def test_uploads_of_a_case_at_one_time_are_bounded(case, monkeypatch):
    monkeypatch.setattr(uploads, "UPLOADS_PER_CASE_MAX", 2)
    first = uploads.begin(case.number, NEW, 500)
    uploads.begin(case.number, NEW, 500)
    with pytest.raises(TooManyDocuments):
        uploads.begin(case.number, NEW, 500)
    uploads.abandon(first.id)
    uploads.begin(case.number, NEW, 500)


@pytest.mark.usefixtures("acting")
def test_what_nobody_finishes_is_forgotten_when_its_time_is_over(case):
    upload = uploads.begin(case.number, NEW, 500)
    uploads.receive(upload.id, ByteRange(0, 9, 500), bytes(10))
    began = clock.now()
    with time_machine.travel(began + UPLOAD_LIFETIME - timedelta(seconds=1), tick=False):
        assert uploads.forget_expired() == 0
        assert uploads.get_upload(upload.id).received == 10
    with time_machine.travel(began + UPLOAD_LIFETIME, tick=False):
        with pytest.raises(UploadUnknown):
            uploads.get_upload(upload.id)
        assert uploads.forget_expired() == 1
    assert chunks_kept() == 0


@pytest.mark.usefixtures("acting")
@settings(
    max_examples=some(12),
)
@given(spans=st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=12))
def test_whatever_comes_in_whatever_order_each_byte_is_taken_once(case, spans):
    content = bytes(range(40))
    upload = uploads.begin(case.number, NEW, len(content))
    for first, last in spans:
        if first > last:
            continue
        try:
            put(upload.id, content, first, last)
        except ChunkMisplaced as problem:
            put(upload.id, content, int(str(problem.extra["received"])), len(content) - 1)
            break
    kept = db.session.scalars(
        select(UploadChunk.sealed)
        .where(UploadChunk.upload_id == upload.id)
        .order_by(UploadChunk.start)
    ).all()
    received = uploads.get_upload(upload.id).received
    assert b"".join(kept) == content[:received]
    uploads.abandon(upload.id)
