"""A department, the window and an applicant do their work through the client alone."""

from typing import Any
from uuid import UUID

import pytest

from credit.checks.batches.jobs import run_batch
from credit.records.importing.run import run_import
from credit.rules.service import import_rules
from credit.subjects.identifiers import IdType
from credit_window_client import (
    Conflict,
    CreditWindow,
    NotAllowed,
    NotFound,
    Unreachable,
)
from credit_window_client.schemas import (
    AnswerAboutOne,
    BatchAnswer,
    CheckAnswer,
    CreditReportAnswer,
    DocumentAnswer,
    ImportAnswer,
    QueryAnswer,
    QueryRow,
    VerifyAnswer,
)
from tests.client.fitting import misfits
from tests.credit.checks.conftest import TABLES, put_record, put_subject
from tests.factories.cases import SubjectRow, a_record
from tests.factories.identifiers import make_resident_id, make_uscc
from tests.factories.records import EnterpriseRow, csv_of
from tests.workflows.documents.files import pdf

UNIT = "西湖区教育局"
DUTY = {"kind": "sharing", "reference": "杭西教〔2026〕3号"}
CODE = make_uscc(1)
LIST = csv_of(
    [{"姓名": "王芳", "证件号码": make_resident_id(2)}, {"姓名": "李雷", "证件号码": "3301"}]
)


def fits(value: Any, kind: Any) -> bool:
    found = list(misfits(value, kind))
    assert found == []
    return True


def test_a_department_asks_reports_and_verifies(client_of, address):
    put_record(put_subject("杭州西子贸易有限公司", CODE, IdType.USCC))
    department = client_of("department", unit=UNIT)
    ask = {"purpose": "enterprise_review", "basis": DUTY}
    one = department.queries.ask(**ask, subject={"id_number": CODE})
    assert fits(one, QueryAnswer)
    assert one["adverse"] == 1

    subjects = [{"id_number": CODE}, {"id_number": "x"}, {"id_number": make_uscc(9)}]
    told = list(department.ask_each(subjects, **ask))
    assert all(fits(answer, AnswerAboutOne) for answer in told)
    assert [answer["index"] for answer in told] == [0, 1, 2]
    assert ["problem" in answer for answer in told] == [False, True, False]
    whole = department.queries.ask(**ask, subjects=subjects)
    assert whole["counts"] == {
        "asked": 3, "answered": 2, "nothing_found": 1, "denied": 0, "faulty": 1,
    }  # fmt: skip

    with pytest.raises(NotAllowed) as caught:
        department.queries.ask(
            purpose="enterprise_review",
            basis={"kind": "authorisation", "reference": "SQ-none"},
            subject={"id_number": CODE},
        )
    assert caught.value.code == "query-denied"
    calls = list(department.queries.list(limit=1))
    assert all(fits(call, QueryRow) for call in calls)
    assert [call["counts"]["asked"] for call in calls] == [1, 3, 3, 1]

    report = department.enterprises.issue_report(CODE, basis=DUTY)
    assert fits(report, CreditReportAnswer)
    paper = department.credit_reports.report_pdf(report["number"])
    assert (paper.media_type, paper.content[:5]) == ("application/pdf", b"%PDF-")
    verdict = client_of(None).papers.verify(report["number"])
    assert fits(verdict, VerifyAnswer)
    assert (verdict["intact"], verdict["status"]) == ("yes", "valid")
    with CreditWindow(address, language="en") as english, pytest.raises(NotFound) as caught:
        english.papers.verify("BG-none")
    assert caught.value.detail.isascii()


def test_the_window_checks_one_and_many_and_brings_records_in(client_of, app):
    import_rules(TABLES / "xh-demo.yaml")
    clerk: CreditWindow = client_of("clerk")
    subject = {"name": "王芳", "id_type": "resident_id", "id_number": make_resident_id(2)}
    check = clerk.checks.create(purpose="school_admission", subject=subject, basis=DUTY)
    assert fits(check, CheckAnswer)
    assert check["outcome"] == "passed"
    assert clerk.checks.certificate_pdf(check["number"]).content[:5] == b"%PDF-"
    assert clerk.papers.verify(check["number"])["outcome"] == "passed"
    with pytest.raises(NotFound):
        clerk.checks.get("HC-none")

    register = csv_of([EnterpriseRow(code=make_uscc(7))])
    states = []

    def work(progress) -> None:
        states.append(progress.state)
        if progress.state == "queued":
            (newest, *_) = clerk.record_imports.list()
            run_import(UUID(newest["id"]))

    done = clerk.import_records(("登记.csv", register), "enterprises", progress=work)
    assert fits(done, ImportAnswer)
    assert (states, done["counts"]["accepted"]) == (["queued", "done"], 1)

    def work_on_list(progress) -> None:
        if progress.state == "queued":
            run_batch(clerk.check_batches.list().page()["items"][0]["id"])

    batch = clerk.check_list(("名单.csv", LIST), "school_admission", DUTY, progress=work_on_list)
    assert fits(batch, BatchAnswer)
    assert (batch["total"], batch["passed"], batch["refused"]) == (2, 1, 1)
    book = clerk.check_batches.result_xlsx(batch["id"])
    assert (book.content[:2], book.filename[-5:]) == (b"PK", ".xlsx")


def test_an_applicants_document_in_chunks_survives_lost_answers_and_another_day(
    client_of, monkeypatch, tmp_path
):
    monkeypatch.setattr("workflows.documents.present.CHUNK_BYTES_MAX", 60)
    record = a_record(subject=SubjectRow())
    clerk: CreditWindow = client_of("clerk")
    case = clerk.repair_cases.create(
        records=[record.id], authorisation={"reference": "SQ-1", "by_agent": False}
    )
    with pytest.raises(Conflict) as caught:
        clerk.repair_cases.act(case["number"], "grant", reason="核实")
    assert caught.value.members["state"] == "draft"
    paper = tmp_path / "缴款凭证.pdf"
    paper.write_bytes(pdf())
    send, sent = clerk.uploads.send, []

    def lossy(*args: Any, **kwargs: Any) -> Any:
        """Every second answer is lost on its way, with the chunk kept or not."""
        sent.append(kwargs["content_range"])
        if len(sent) % 4 == 3:
            raise Unreachable
        answer = send(*args, **kwargs)
        if len(sent) % 4 == 1:
            raise Unreachable
        return answer

    clerk.uploads.send = lossy
    heard = []
    kept = clerk.upload(
        paper, case=case["number"], kind="performance_proof",
        progress=lambda received, size: heard.append((received, size)),
    )  # fmt: skip
    assert fits(kept, DocumentAnswer)
    assert heard[-1] == (paper.stat().st_size,) * 2
    assert len(sent) > 4
    stored = clerk.repair_cases.attachment(case["number"], kept["id"])
    assert stored.content == paper.read_bytes()

    begun = clerk.uploads.create(
        case=case["number"], kind="other", filename="b.pdf", size=paper.stat().st_size
    )
    clerk.uploads.send = lambda *_args, **_kwargs: (_ for _ in ()).throw(Unreachable)
    with pytest.raises(Unreachable):
        clerk.resume_upload(begun, paper)
    clerk.uploads.send = send
    assert fits(clerk.resume_upload(clerk.uploads.get(begun["id"]), paper), DocumentAnswer)
