"""What is handed in is kept once, belongs to its case, and can be taken back until submitted."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from service import clock
from service.audit import acting_as
from service.audit.models import AuditEntry, QueryLogEntry
from service.database import db, transaction
from service.files import FileTooLarge, StoredFile
from service.problems import InvalidInput
from service.scanner import Infected, ScannerAway
from tests.service.scanners import VIRUS, clamd
from tests.service.test_scanner import installed
from tests.workflows.documents.files import pdf, picture
from workflows.documents import limits, reading, service
from workflows.documents.kinds import DocumentKind
from workflows.documents.models import CaseDocument
from workflows.documents.problems import DocumentsClosed, DocumentUnknown, TooManyDocuments
from workflows.documents.service import NewDocument
from workflows.effects.models import CaseEffect
from workflows.engine.models import CaseEvent
from workflows.engine.problems import CaseUnknown

__all__ = ["installed"]
PROOF = NewDocument(DocumentKind.performance_proof, "缴款凭证.pdf")


@pytest.fixture
def hand_in(people):
    def act(case, who="applicant", new=PROOF, content=None) -> CaseDocument:
        with acting_as(people[who]):
            return service.attach(case.number, new, content or pdf())

    return act


def files_kept() -> int:
    return db.session.scalar(select(func.count()).select_from(StoredFile)) or 0


def test_a_document_is_kept_sealed_and_named_in_the_trail(case, hand_in):
    content = pdf(2, mark="not in the clear")
    document = hand_in(case, content=content)
    assert (document.media_type, document.pages, document.scan) == (
        "application/pdf", 2, "unchecked",
    )  # fmt: skip
    assert b"not in the clear" in content
    sealed = db.session.execute(text("SELECT sealed FROM stored_piece")).scalars().all()
    assert all(b"not in the clear" not in bytes(piece) for piece in sealed)
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.action == "document.attached"))
    assert entry.object_ref == case.number
    assert entry.details["sha256"] == document.sha256.hex()


def test_the_same_content_twice_is_one_file(case, hand_in):
    content = pdf()
    first = hand_in(case, content=content)
    assert hand_in(case, content=content).id == first.id
    other = hand_in(case, new=NewDocument(DocumentKind.statement, "b.pdf"), content=content)
    assert (other.id != first.id, other.file_id == first.file_id) == (True, True)
    assert files_kept() == 1


def test_another_case_has_its_own_copy(open_papers, records, hand_in, do):
    first = open_papers()
    hand_in(first)
    do(first, "applicant", "submit")
    do(first, "clerk", "forward")
    do(first, "authority", "not_accept", reason="未满")
    hand_in(open_papers())
    assert files_kept() == 2


def test_the_name_never_decides_and_is_never_a_path(case, hand_in):
    new = NewDocument(DocumentKind.other, "..\\..\\etc/pass\x00wd\u202e.exe")
    document = hand_in(case, new=new, content=picture())
    assert document.filename == "passwd.exe"
    assert document.media_type == "image/jpeg"


def test_a_commitment_is_for_one_record_which_a_case_of_one_need_not_name(
    open_papers, records, hand_in
):
    case = open_papers(2)
    with pytest.raises(InvalidInput) as caught:
        hand_in(case, new=NewDocument(DocumentKind.commitment, "a.pdf"))
    assert caught.value.errors[0].code == "record-needed"
    named = NewDocument(DocumentKind.commitment, "a.pdf", records[1].id)
    assert hand_in(case, new=named).record_id == records[1].id


def test_the_only_record_of_a_case_is_meant(case, records, hand_in):
    document = hand_in(case, new=NewDocument(DocumentKind.commitment, "a.pdf"))
    assert document.record_id == records[0].id


def test_a_record_of_another_case_is_refused(case, records, hand_in):
    with pytest.raises(InvalidInput) as caught:
        hand_in(case, new=NewDocument(DocumentKind.other, "a.pdf", records[1].id))
    assert caught.value.errors[0].code == "record-foreign"


def test_only_the_parties_of_an_open_case_hand_in(verifying, hand_in, do):
    for stranger in ("stranger", "other_unit"):
        with pytest.raises(CaseUnknown):
            hand_in(verifying, who=stranger)
    with pytest.raises(DocumentsClosed):
        hand_in(verifying, who="reviewer")
    for party in ("applicant", "clerk", "authority"):
        hand_in(verifying, who=party, content=pdf(mark=party))
    do(verifying, "authority", "grant")
    with pytest.raises(DocumentsClosed):
        hand_in(verifying, content=pdf(mark="late"))


@pytest.mark.parametrize("extra", [0, 1])
def test_a_document_may_be_as_large_as_the_limit(case, hand_in, monkeypatch, extra):
    content = pdf(mark="x" * 500)
    monkeypatch.setattr(service, "DOCUMENT_BYTES_MAX", len(content) - extra)
    if extra:
        with pytest.raises(FileTooLarge):
            hand_in(case, content=content)
    else:
        assert hand_in(case, content=content).size == len(content)


def test_a_case_may_have_as_many_documents_as_the_limit(case, hand_in, monkeypatch):
    monkeypatch.setattr(service, "DOCUMENTS_PER_CASE_MAX", 2)
    hand_in(case, content=pdf(mark="1"))
    hand_in(case, content=pdf(mark="2"))
    with pytest.raises(TooManyDocuments):
        hand_in(case, content=pdf(mark="3"))
    assert limits.DOCUMENTS_PER_CASE_MAX >= 20


def test_a_scanner_decides_where_there_is_one(case, hand_in, installed):
    with clamd() as (server, address):
        installed(address)
        content = pdf(mark="clean")
        assert hand_in(case, content=content).scan == "clean"
        assert server.seen == [content]
        with pytest.raises(Infected):
            hand_in(case, content=pdf() + b"\n%" + VIRUS)
    with pytest.raises(ScannerAway):
        hand_in(case, content=pdf(mark="away"))
    assert files_kept() == 1


def test_a_download_gives_the_content_back_and_is_logged(case, hand_in, people):
    content = picture()
    new = NewDocument(DocumentKind.identity, "执照.exe")
    document = hand_in(case, new=new, content=content)
    with acting_as(people["clerk"]):
        found = reading.download(case.number, document.id, channel="page")
    assert (found.content, found.filename) == (content, "执照.exe.jpg")
    read = db.session.scalars(select(QueryLogEntry)).one()
    assert (read.operator_name, read.object_ref) == ("papers-clerk", case.number)
    assert (read.fields, read.result_hash) == (["document.identity"], document.sha256)


def test_a_draft_is_taken_back_with_its_content(case, hand_in, people):
    document = hand_in(case)
    with acting_as(people["applicant"]):
        service.withdraw(case.number, document.id)
        with pytest.raises(DocumentUnknown):
            reading.download(case.number, document.id, channel="api")
    assert reading.documents_of(case.id) == []
    assert files_kept() == 0
    assert db.session.execute(text("SELECT count(*) FROM stored_piece")).scalar() == 0
    assert hand_in(case).id != document.id


def test_a_content_two_documents_share_stays_with_the_other(case, hand_in, people):
    content = pdf()
    first = hand_in(case, content=content)
    other = hand_in(case, new=NewDocument(DocumentKind.other, "b.pdf"), content=content)
    with acting_as(people["applicant"]):
        service.withdraw(case.number, first.id)
        assert reading.download(case.number, other.id, channel="api").content == content


def test_what_was_submitted_stays_and_what_supplements_it_may_go(case, hand_in, do, people):
    before = hand_in(case)
    do(case, "applicant", "submit")
    with acting_as(people["applicant"]), pytest.raises(DocumentsClosed):
        service.withdraw(case.number, before.id)
    do(case, "clerk", "ask", reason="缺少凭证", fields={"missing": ["缴款凭证"]})
    more = hand_in(case, content=pdf(mark="more"))
    with acting_as(people["applicant"]):
        with pytest.raises(DocumentsClosed):
            service.withdraw(case.number, before.id)
        service.withdraw(case.number, more.id)
    assert [one.id for one in reading.documents_of(case.id)] == [before.id]


def test_what_the_authority_handed_in_is_not_for_the_applicant_to_erase(case, hand_in, do, people):
    do(case, "applicant", "submit")
    do(case, "clerk", "ask", reason="缺少凭证", fields={"missing": ["缴款凭证"]})
    theirs = hand_in(case, who="authority")
    for who in ("applicant", "clerk"):
        with acting_as(people[who]), pytest.raises(DocumentsClosed):
            service.withdraw(case.number, theirs.id)


def test_what_leaves_a_case_where_it_stands_submits_nothing(case, hand_in, people):
    document = hand_in(case)
    with transaction() as session:
        session.add(
            CaseEvent(
                case_id=case.id, version=case.version + 1, action="remind", from_state=case.state,
                to_state=case.state, party="window", actor_name="x", actor_role="clerk",
                actor_unit="", at=clock.now(),
            )
        )  # fmt: skip
    with acting_as(people["applicant"]):
        service.withdraw(case.number, document.id)
    assert files_kept() == 0


def test_what_proves_an_effect_is_kept(case, records, hand_in, people):
    proof = hand_in(case, who="clerk", new=NewDocument(DocumentKind.other, "回执.pdf"))
    with transaction() as session:
        session.add(
            CaseEffect(
                id=uuid4(), case_id=case.id, record_id=records[0].id, effect="shield_publicity",
                target="credit_china", message={"case": case.number}, state="confirmed",
                requested_at=clock.now(), receipt={"kind": "manual", "document": str(proof.id)},
            )
        )  # fmt: skip
    for who in ("applicant", "clerk"):
        with acting_as(people[who]), pytest.raises(DocumentsClosed):
            service.withdraw(case.number, proof.id)
    assert files_kept() == 1


def test_two_hands_at_once_keep_one_file(app, case, people):
    content, number, made = pdf(), case.number, []
    db.session.commit()

    def act() -> None:
        with app.app_context(), acting_as(people["applicant"]):
            made.append(service.attach(number, PROOF, content).id)
            db.session.remove()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert files_kept() == 1
