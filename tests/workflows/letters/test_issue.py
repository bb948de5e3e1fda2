"""A letter goes out with its action or not at all, and says what is so for ever."""

import io
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import select

from credit.checks.verifiers import verify
from service import clock
from service.audit import acting_as
from service.audit.models import AuditEntry, QueryLogEntry
from service.database import db
from service.problems import NotFound
from tests.workflows.papers.fixtures import AUTHORITY
from workflows.engine import registry
from workflows.engine.models import CaseClock
from workflows.engine.problems import CaseUnknown
from workflows.letters import compose, service
from workflows.letters.content import LetterContent
from workflows.letters.kinds import LetterKind
from workflows.letters.models import CaseLetter
from workflows.letters.operations import TITLES
from workflows.letters.problems import LetterUnknown
from workflows.letters.service import envelope_of, letter_pdf, letters_of, new_number


def content_of(letter: CaseLetter) -> LetterContent:
    return envelope_of(letter).content


def only(case, kind: LetterKind) -> CaseLetter:
    (found,) = [one for one in letters_of(case.id) if one.kind == kind]
    return found


def standing(letter: CaseLetter) -> tuple[str, str | None]:
    told = verify(letter.number)[1]
    return told["status"], told["superseded_by"]


def test_an_acceptance_names_case_records_and_the_day_a_decision_is_due(verifying, records):
    letter = only(verifying, LetterKind.acceptance)
    content = content_of(letter)
    due = db.session.scalars(select(CaseClock.due_on).where(CaseClock.kind == "decision")).one()
    assert (content.case, content.issuer.zh) == (verifying.number, AUTHORITY)
    assert content.subject.name == content.addressee == "杭州纸笺文化有限公司"
    assert [one.decision_number for one in content.records] == [records[0].decision_number]
    told = " ".join(sentence.zh for sentence in content.body)
    assert f"{due.year}年{due.month}月{due.day}日" in told
    assert "7个工作日" in told
    assert content.basis[0] == "国办发〔2025〕22号"


def test_a_notice_to_supplement_is_the_windows_and_names_materials_in_words(case, do, records):
    do(case, "applicant", "submit")
    key = f"commitment:{records[0].id}"
    do(case, "clerk", "ask", reason="材料不清晰", fields={"missing": [key, "营业执照副本"]})
    content = content_of(only(case, LetterKind.supplement))
    assert content.items == (f"信用承诺书（{records[0].decision_number}）", "营业执照副本")
    assert content.issuer == content.platform
    assert content.reason == "材料不清晰"


def test_a_grant_comes_with_the_letter_for_others(verifying, do):
    do(verifying, "authority", "grant")
    grant = only(verifying, LetterKind.grant)
    companion = content_of(only(verifying, LetterKind.third_party))
    assert companion.about == grant.number
    assert grant.number in companion.body[0].zh
    assert standing(grant) == ("valid", None)


def test_a_final_repair_replaces_the_temporary_one(verifying, do):
    do(verifying, "authority", "shield")
    do(verifying, "authority", "grant")
    grant = only(verifying, LetterKind.grant)
    assert content_of(grant).replaces == only(verifying, LetterKind.temporary_grant).number
    assert standing(only(verifying, LetterKind.temporary_grant)) == ("superseded", grant.number)
    assert standing(grant) == ("valid", None)


def test_a_revocation_takes_the_grant_and_its_companion_back(verifying, do):
    do(verifying, "authority", "grant")
    do(verifying, "system", "revoke", reason="履行证明系伪造")
    revocation = only(verifying, LetterKind.revocation)
    grant = only(verifying, LetterKind.grant)
    assert content_of(revocation).replaces == grant.number
    for taken in (grant, only(verifying, LetterKind.third_party)):
        assert standing(taken) == ("revoked", revocation.number)


def test_a_refusal_has_reasons_and_remedies(verifying, do):
    do(verifying, "authority", "refuse", reason="加处罚款尚未缴清。")
    content = content_of(only(verifying, LetterKind.refusal))
    assert content.reason == "加处罚款尚未缴清。"
    assert len(content.remedies) == 3


def test_when_a_letter_cannot_be_made_nothing_is_done(verifying, do, monkeypatch):
    def fail(*_args, **_named):
        raise RuntimeError("no letter")

    monkeypatch.setattr(service, "compose", fail)
    state = verifying.state
    with pytest.raises(RuntimeError):
        do(verifying, "authority", "grant")
    db.session.expire_all()
    assert verifying.state == state
    assert {one.kind for one in letters_of(verifying.id)} == {LetterKind.acceptance}


def test_the_trail_names_the_letter(verifying):
    letter = only(verifying, LetterKind.acceptance)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "letter.issued")).one()
    assert entry.details["letter"] == letter.number
    assert entry.object_ref == verifying.number


def test_a_letter_keeps_its_bytes_whatever_changes_afterwards(verifying, people, records, app):
    letter = only(verifying, LetterKind.acceptance)
    with acting_as(people["applicant"]):
        number, first = letter_pdf(letter.number)
        records[0].violation = "改动后的事由"
        verifying.subject_name = "改名后的公司"
        db.session.commit()
        with time_machine.travel(clock.now() + timedelta(days=400)):
            assert letter_pdf(letter.number.lower()) == (number, first)
    assert "杭州纸笺文化有限公司" in PdfReader(io.BytesIO(first)).pages[0].extract_text()


def test_a_read_is_logged_and_only_for_those_who_may_see_the_case(verifying, people):
    letter = only(verifying, LetterKind.acceptance)
    for who in ("applicant", "clerk", "authority", "reviewer"):
        with acting_as(people[who]):
            letter_pdf(letter.number, case=verifying.number, channel="api")
    for who in ("stranger", "other_unit"):
        with acting_as(people[who]), pytest.raises(CaseUnknown):
            letter_pdf(letter.number)
    reads = db.session.scalars(select(QueryLogEntry).order_by(QueryLogEntry.at)).all()
    assert [read.fields for read in reads] == [["letter.acceptance"]] * 4
    assert {read.object_ref for read in reads} == {verifying.number}
    assert [read.purpose for read in reads] == ["own_case", *["case_handling"] * 3]


def test_a_letter_is_not_found_under_another_case_or_number(verifying, open_papers, people, do):
    letter = only(verifying, LetterKind.acceptance)
    do(verifying, "authority", "refuse", reason="未满")
    other = open_papers()
    with acting_as(people["applicant"]):
        for number in ("WS20260101-2222222222-2", "nonsense", new_number(clock.today())):
            with pytest.raises(LetterUnknown):
                letter_pdf(number)
        with pytest.raises(LetterUnknown):
            letter_pdf(letter.number, case=other.number)


def test_a_number_of_nobody_is_not_verified(app):
    with pytest.raises(NotFound):
        verify(new_number(clock.today()))


def test_every_letter_a_definition_issues_is_of_a_kind_that_pages_name(app):
    issued = {
        rule.letter
        for found in registry.all_definitions()
        for rule in found.actions.values()
        if rule.letter is not None
    }
    assert {"grant", "refusal", "acceptance", "non_acceptance", "supplement"} <= issued
    assert issued <= set(LetterKind) == set(TITLES)


def test_what_is_missing_is_named_by_kind_or_in_the_askers_words():
    assert compose.item_name("identity", ()) == "身份证明"
    assert compose.item_name("commitment:7", ()) == "信用承诺书"
    assert compose.item_name("其他：7", ()) == "其他：7"
