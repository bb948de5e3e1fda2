"""From content to what each place of the page shows; the template only draws it."""

from collections.abc import Callable
from typing import Any

from credit.queries.disclosure import Mark
from credit.reports.content import Entry, ReportContent, Section
from credit.reports.wording import LABELS, MARKS, NOTHING, TITLE
from service.papers.content import Bilingual
from service.papers.envelope import Envelope
from service.papers.wording import day, parts_of

Shown = Callable[[str], str]
"""Makes a text printable (see `service.papers.glyphs.printable`)."""


def page_data(envelope: Envelope[ReportContent], shown: Shown) -> dict[str, Any]:
    """JSON values for `report.typ`; every text from outside has gone through `shown`.

    Numbers and the address have a checked form and stay as they are, to be copied from the page.
    """
    content = envelope.content
    return {
        "title": _pair(TITLE, shown),
        "issuer": _pair(content.issuer, shown),
        "number": content.number,
        "issued": parts_of(content.issued_at),
        "issued_on": day(content.issued_at.date()),
        "details": [
            {"label": _pair(label, shown), "value": shown(value), "note": shown(note)}
            for label, value, note in _details(content)
        ],
        "figures": [
            {"title": _pair(one.title, shown), "count": len(one.entries)}
            for one in content.sections
        ],
        "sections": [_section(one, shown) for one in content.sections],
        "nothing": _pair(NOTHING, shown),
        "legend": [
            {"style": style_of((one.mark,)), **_pair(one.text, shown)} for one in content.legend
        ],
        "remedies": [_pair(text, shown) for text in content.remedies],
        "notes": [_pair(text, shown) for text in content.notes],
        "verify_url": content.verify_url,
        "key_id": shown(envelope.key_id),
    }


def style_of(marks: tuple[Mark, ...]) -> dict[str, bool]:
    """How what is marked is set: under repair italic and struck through, disputed bold italic."""
    repair, disputed = Mark.under_repair in marks, Mark.under_objection in marks
    return {"strike": repair, "italic": repair or disputed, "bold": disputed}


def _details(content: ReportContent) -> list[tuple[Bilingual, str, str]]:
    """Label, value and English note of the frame below the heading, in reading order."""
    return [
        (LABELS["name"], content.subject.name, ""),
        (Bilingual("信用代码", "USCC"), content.subject.code, ""),
        (Bilingual("查询依据", "Basis"), content.basis.zh, content.basis.en),
        (Bilingual("查询编号", "Query"), content.query, ""),
        (Bilingual("数据截至", "As of"), day(content.as_of), ""),
        (Bilingual("不利信息", "Adverse records"), f"{content.adverse} 条", ""),
    ]


def _section(one: Section, shown: Shown) -> dict[str, Any]:
    return {
        "title": _pair(one.title, shown),
        "entries": [_entry(entry, shown) for entry in one.entries],
    }


def _entry(entry: Entry, shown: Shown) -> dict[str, Any]:
    return {
        "title": shown(entry.title),
        "style": style_of(entry.marks),
        "marks": [shown(MARKS[mark].zh) for mark in entry.marks],
        "lines": [
            {"label": _pair(line.label, shown), "value": shown(line.value)} for line in entry.lines
        ],
        "statement": shown(entry.statement) if entry.statement else None,
    }


def _pair(text: Bilingual, shown: Shown) -> dict[str, str]:
    return {"zh": shown(text.zh), "en": shown(text.en)}
