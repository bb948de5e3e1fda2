"""From content to what each place of the page shows; the template only draws it."""

from collections.abc import Callable
from typing import Any

from credit.checks.certificate import wording
from credit.checks.certificate.content import CertificateContent, FactLine
from service.papers.content import Bilingual
from service.papers.envelope import Envelope
from service.papers.wording import day, minute, parts_of

Shown = Callable[[str], str]
"""Makes a text printable (see `service.papers.glyphs.printable`)."""


def page_data(envelope: Envelope[CertificateContent], shown: Shown) -> dict[str, Any]:
    """JSON values for `certificate.typ`; every text from outside has gone through `shown`.

    Numbers and the address have a checked form and stay as they are, to be copied from the page.
    """
    content = envelope.content
    outcome = wording.OUTCOMES[content.outcome]
    return {
        "title": _pair(wording.TITLE, shown),
        "issuer": _pair(content.issuer, shown),
        "number": content.number,
        "issued": parts_of(content.issued_at),
        "issued_on": day(content.issued_at.date()),
        "outcome": {"code": content.outcome.value, **_pair(outcome, shown)},
        "points": wording.points(content.points),
        "statement": _pair(wording.statement(content), shown),
        "demonstration": (
            _pair(wording.DEMONSTRATION, shown) if content.rule_set.demonstration else None
        ),
        "details": [
            {"label": _pair(label, shown), "value": shown(value), "note": shown(note)}
            for label, value, note in _details(content)
        ],
        "none_listed": _pair(wording.none_listed(content), shown),
        "facts": [_fact(fact, shown) for fact in content.facts],
        "counterfactuals": [shown(text) for text in content.counterfactuals],
        "remedies": [_pair(text, shown) for text in content.remedies],
        "notes": [_pair(text, shown) for text in content.notes],
        "reviewer": shown(content.reviewer) if content.reviewer else None,
        "supersedes": content.supersedes,
        "verify_url": content.verify_url,
        "key_id": shown(envelope.key_id),
    }


def _details(content: CertificateContent) -> list[tuple[Bilingual, str, str]]:
    """Label, value and English note of the frame below the heading, in reading order."""
    subject, rules = content.subject, content.rule_set
    id_type = wording.label(wording.ID_TYPES, subject.id_type)
    purpose = wording.label(wording.PURPOSES, content.purpose)
    basis = wording.BASES[content.basis_kind]
    return [
        (Bilingual("审核对象", "Subject"), subject.name_masked, ""),
        (Bilingual("证件", "Identifier"), subject.id_masked, f"{id_type.zh} {id_type.en}"),
        (Bilingual("用途", "Purpose"), purpose.zh, purpose.en),
        (Bilingual("查询依据", "Basis"), basis.zh, basis.en),
        (Bilingual("适用规则", "Rules"), rules.title, f"{rules.code} / {rules.version}"),
        (
            Bilingual("审核基准日", "As of"),
            day(content.as_of),
            f"数据截至 {minute(content.data_cut_off)}",
        ),
    ]


def _fact(fact: FactLine, shown: Shown) -> dict[str, Any]:
    return {
        "decision": shown(fact.decision_number),
        "authority": shown(fact.authority),
        "date": day(fact.decided_on) if fact.decided_on else "日期不详",
        "rule": shown(fact.rule_code),
        "article": shown(fact.article),
        "effect": shown(wording.effect(fact)),
        "counted": fact.counted,
        "standing": shown(wording.standing(fact)),
    }


def _pair(text: Bilingual, shown: Shown) -> dict[str, str]:
    return {"zh": shown(text.zh), "en": shown(text.en)}
