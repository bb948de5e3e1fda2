"""Use cases of letters: issue them with an action, read them, answer for them when verified."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Text, any_, bindparam, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from credit.checks.verifiers import Verifier, register, three_answers
from service import audit, signing
from service.database import db, table_of, transaction
from service.numbers import Numbers
from service.papers import envelope as papers
from service.papers.envelope import Envelope
from service.papers.verdict import CurrentStatus, Standing
from workflows.engine.context import Move
from workflows.engine.hooks import on_letter
from workflows.engine.models import CaseFile
from workflows.engine.reading import get_case
from workflows.letters.compose import compose
from workflows.letters.content import LETTER, LetterContent
from workflows.letters.kinds import COMPANIONS, REPLACES, REVOKING, LetterKind
from workflows.letters.models import CaseLetter
from workflows.letters.problems import LetterUnknown
from workflows.letters.render import render_pdf
from workflows.reads import log_read

_NUMBERS = Numbers("WS")
"""文书."""
new_number = _NUMBERS.new
tidy_number = _NUMBERS.tidy
_LETTER = table_of(CaseLetter)
# Written past the unit of work: a letter never changes but for its successor.
_HAND_OUT = insert(_LETTER).returning(_LETTER.c.id)
_REPLACED = (
    select(CaseLetter)
    .where(
        CaseLetter.case_id.in_((bindparam("case"), bindparam("related"))),
        CaseLetter.kind == any_(bindparam("kinds", type_=ARRAY(Text))),
        CaseLetter.superseded_by_id.is_(None),
    )
    .order_by(CaseLetter.id)
    .with_for_update()
)


def issue(move: Move, kind: str) -> None:
    """Issue a letter, and those that go with it, in the transaction of its action.

    Earlier letters that no longer hold are superseded. Raises ValueError for an unknown
    kind, `NoTextCovers` or `InvalidPaper`; the action is not done then.
    """
    number = _issue(move, LetterKind(kind), about=None)
    for companion in COMPANIONS.get(LetterKind(kind), ()):
        _issue(move, companion, about=number)


def _issue(move: Move, kind: LetterKind, *, about: str | None) -> str:
    earlier = _replaced_by(move, kind)
    number = new_number(move.today)
    replaces = earlier[0].number if earlier else None
    content = compose(move, kind, number, replaces=replaces, about=about)
    envelope = papers.seal(LETTER, content, signing)
    row = {
        "number": number,
        "case_id": move.case.id,
        "kind": kind,
        "envelope": papers.to_plain(envelope),
        "issued_by": move.actor.name,
        "issued_at": move.at,
    }
    made = move.session.connection().execute(_HAND_OUT, row).scalar_one()
    for old in earlier:
        old.superseded_by_id = made
    details = {"letter": number, "kind": kind, "key_id": envelope.key_id}
    audit.record("letter.issued", "case", move.case.number, details)
    return number


def _replaced_by(move: Move, kind: LetterKind) -> Sequence[CaseLetter]:
    """Letters that no longer hold, of the case and of the case it is about, the first on top."""
    if kind not in REPLACES:
        return ()
    given = {
        "case": move.case.id,
        "related": move.case.relates_to_id,
        "kinds": list(REPLACES[kind]),
    }
    return move.session.scalars(_REPLACED, given).all()


def letters_of(case_id: int) -> list[CaseLetter]:
    """What was handed out in a case, the first on top."""
    statement = select(CaseLetter).where(CaseLetter.case_id == case_id)
    return list(db.session.scalars(statement.order_by(CaseLetter.id)))


def letter_pdf(number: str, *, case: str | None = None, channel: str = "page") -> tuple[str, bytes]:
    """Number and PDF of a letter; the same letter gives the same bytes for ever.

    Raises `LetterUnknown`, also where it belongs to another case than the one named, and
    `CaseUnknown` where the caller may not see its case. The read is logged.
    """
    letter = _found(number)
    if letter is None:
        raise LetterUnknown
    of = get_case(db.session.get_one(CaseFile, letter.case_id).number)
    if case is not None and get_case(case).id != of.id:
        raise LetterUnknown
    pdf = render_pdf(envelope_of(letter))
    with transaction():
        log_read(of, (f"letter.{letter.kind}",), hashlib.sha256(pdf).digest(), channel)
    return letter.number, pdf


def envelope_of(letter: CaseLetter) -> Envelope[LetterContent]:
    """The signed content as it was issued."""
    return papers.from_json(LETTER, json.dumps(letter.envelope).encode())


def _found(number: str) -> CaseLetter | None:
    tidy = tidy_number(number)
    if tidy is None:
        return None
    letter: CaseLetter | None = db.session.scalar(
        select(CaseLetter).where(CaseLetter.number == tidy)
    )
    return letter


def _answer(number: str) -> dict[str, Any] | None:
    """What is told of a letter to anybody who holds it; None when none has the number."""
    letter = _found(number)
    if letter is None:
        return None
    envelope = envelope_of(letter)
    content = envelope.content
    return {
        **three_answers(envelope, _status(letter)),
        "kind": letter.kind,
        "title": content.title.zh,
        "title_en": content.title.en,
        "case": content.case,
        "subject": content.subject.name,
        "records": [record.decision_number for record in content.records],
    }


def _status(letter: CaseLetter) -> CurrentStatus:
    if letter.superseded_by_id is None:
        return CurrentStatus(Standing.VALID)
    successor = db.session.get_one(CaseLetter, letter.superseded_by_id)
    revoked = LetterKind(successor.kind) in REVOKING
    return CurrentStatus(Standing.REVOKED if revoked else Standing.SUPERSEDED, successor.number)


def _on_letter(move: Move) -> None:
    assert move.rule.letter is not None  # the hook is for actions that name one
    issue(move, move.rule.letter)


register(
    Verifier(
        document="letter",
        kind=LETTER,
        tidy=tidy_number,
        answer=_answer,
        template="letters/verify.html",
    )
)
on_letter.append(_on_letter)
