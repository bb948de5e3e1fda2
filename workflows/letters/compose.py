"""Puts a letter together out of a move: whose it is, what it says, on what it rests."""

from collections.abc import Sequence

from flask import current_app

from credit.records.models import Record
from service import clock
from service.papers.content import Bilingual
from service.papers.wording import day
from service.settings import Settings
from workflows.documents.kinds import KIND_NAMES, DocumentKind
from workflows.engine.context import Move
from workflows.engine.models import CaseFile
from workflows.engine.party import Party
from workflows.letters.content import LetterContent, LetterSubject, RecordLine
from workflows.letters.facts import due_clock, facts_of, submitted_on
from workflows.letters.kinds import LetterKind
from workflows.letters.limits import MATTER_CHARS_MAX
from workflows.letters.texts import texts_for


def compose(
    move: Move, kind: LetterKind, number: str, *, replaces: str | None, about: str | None
) -> LetterContent:
    """The content of a letter of a kind. Raises `NoTextCovers` or `InvalidPaper`."""
    settings: Settings = current_app.config["SETTINGS"]
    case, found = move.case, move.definition
    platform = Bilingual(settings.issuer_zh, settings.issuer_en)
    texts = texts_for(kind, move.today, _values(move, platform, about))
    return LetterContent(
        number=number,
        kind=kind,
        title=texts.title,
        issued_at=clock.at_office(move.at).replace(microsecond=0),
        issuer=issuer_of(move, platform),
        platform=platform,
        case=case.number,
        case_type=Bilingual(found.name, found.name_en),
        subject=LetterSubject(case.subject_name, case.subject_code),
        addressee=texts.addressee or case.subject_name,
        records=record_lines(move.records),
        body=texts.body,
        reason=(move.reason or None) if about is None else None,
        items=tuple(item_name(item, move.records) for item in move.fields.get("missing", ())),
        facts=facts_of(move, kind),
        basis=tuple(dict.fromkeys((move.rule.article, found.source))),
        remedies=texts.remedies,
        notes=texts.notes,
        replaces=replaces,
        about=about,
        verify_url=f"{settings.public_url}/verify/{number}",
    )


def issuer_of(move: Move, platform: Bilingual) -> Bilingual:
    """Who determined decides; what the window and the office say is their own."""
    ours = move.party in {Party.window, Party.office}
    return platform if ours else Bilingual(move.case.authority, "")


def record_lines(records: Sequence[Record]) -> tuple[RecordLine, ...]:
    """The records as a letter names them."""
    return tuple(
        RecordLine(
            decision_number=record.decision_number or "",
            authority=record.authority,
            decided_on=record.decided_on,
            matter=(record.violation or record.title or "")[:MATTER_CHARS_MAX],
        )
        for record in records
    )


def item_name(item: str, records: Sequence[Record]) -> str:
    """What is missing, in words: a key of the checklist is `kind` or `kind:record`."""
    kind, _, record_id = item.partition(":")
    if kind not in DocumentKind.__members__:
        return item
    name = str(KIND_NAMES[DocumentKind(kind)])
    of = next((one.decision_number for one in records if str(one.id) == record_id), None)
    return f"{name}（{of}）" if of else name


def _values(move: Move, platform: Bilingual, about: str | None) -> dict[str, str]:
    """What the places of the standing texts stand for; empty where there is nothing."""
    case, running = move.case, due_clock(move)
    related = move.session.get(CaseFile, case.relates_to_id) if case.relates_to_id else None
    return {
        "subject": case.subject_name,
        "code": case.subject_code,
        "case": case.number,
        "case_type": move.definition.name,
        "case_type_en": move.definition.name_en,
        "authority": issuer_of(move, platform).zh,
        "platform": platform.zh,
        "submitted": submitted_on(case),
        "today": day(move.today),
        "due": day(running.due_on) if running is not None else "",
        "days": str(running.days) if running is not None else "",
        "about": about or "",
        "related": related.number if related is not None else case.number,
    }
