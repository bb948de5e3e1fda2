"""From content to what each place of a page shows; the templates only draw it."""

from collections.abc import Callable
from typing import Any

from service.papers.content import Bilingual
from service.papers.envelope import Envelope
from service.papers.wording import day, parts_of
from workflows.letters.commitment import Commitment
from workflows.letters.content import Fact, LetterContent, RecordLine
from workflows.letters.kinds import REVOKING, LetterKind

Shown = Callable[[str], str]
"""Makes a text printable (see `service.papers.glyphs.printable`)."""

_REPLACED = Bilingual("本件替代此前签发的 {number} 号文书。", "Replaces No. {number}.")
_REVOKED = Bilingual("本件撤销此前签发的 {number} 号文书。", "Revokes No. {number}.")


def letter_data(envelope: Envelope[LetterContent], shown: Shown) -> dict[str, Any]:
    """JSON values for `letter.typ`; every text from outside has gone through `shown`.

    Numbers and the address have a checked form and stay as they are, to be copied from the page.
    """
    content = envelope.content
    return {
        "title": _pair(content.title, shown),
        "issuer": _pair(content.issuer, shown),
        "number": content.number,
        "issued": parts_of(content.issued_at),
        "issued_on": day(content.issued_at.date()),
        "replaces": _pair(_earlier(content), shown) if content.replaces else None,
        "addressee": shown(content.addressee),
        "code": (shown(content.subject.code) or None) if _to_subject(content) else None,
        "body": [_pair(text, shown) for text in content.body],
        "reason": shown(content.reason) if content.reason else None,
        "answers": content.kind is LetterKind.rights_answer,
        "items": [shown(item) for item in content.items],
        "facts": [_fact(fact, shown) for fact in content.facts],
        "records": [_record(record, shown) for record in content.records],
        "basis": [shown(article) for article in content.basis],
        "remedies": [_pair(text, shown) for text in content.remedies],
        "notes": [_pair(text, shown) for text in content.notes],
        "verify_url": content.verify_url,
        "key_id": shown(envelope.key_id),
    }


def commitment_data(content: Commitment, shown: Shown) -> dict[str, Any]:
    """JSON values for `commitment.typ`."""
    return {
        "title": _pair(content.title, shown),
        "issuer": _pair(content.platform, shown),
        "number": content.case,
        "issued": parts_of(content.made_at),
        "authority": shown(content.authority),
        "details": [_fact(fact, shown) for fact in content.facts],
        "record": _record(content.record, shown),
        "clauses": [_pair(text, shown) for text in content.clauses],
        "notes": [_pair(text, shown) for text in content.notes],
    }


def _to_subject(content: LetterContent) -> bool:
    return content.addressee == content.subject.name


def _earlier(content: LetterContent) -> Bilingual:
    form = _REVOKED if content.kind in REVOKING else _REPLACED
    number = content.replaces
    return Bilingual(form.zh.format(number=number), form.en.format(number=number))


def _fact(fact: Fact, shown: Shown) -> dict[str, Any]:
    return {"label": _pair(fact.label, shown), "value": shown(fact.value), "note": ""}


def _record(record: RecordLine, shown: Shown) -> dict[str, str]:
    return {
        "decision": shown(record.decision_number) or "无文号",
        "authority": shown(record.authority),
        "date": day(record.decided_on) if record.decided_on else "日期不详",
        "matter": shown(record.matter),
    }


def _pair(text: Bilingual, shown: Shown) -> dict[str, str]:
    return {"zh": shown(text.zh), "en": shown(text.en)}
