"""What objections add to the frame of letters."""

from collections.abc import Iterator

from credit.records.corrected import as_text
from credit.records.disputing import CORRECTABLE
from service.messages import Named, named
from service.papers.content import Bilingual
from workflows.engine.context import Move
from workflows.letters.content import Fact
from workflows.letters.facts import tells
from workflows.letters.kinds import LetterKind
from workflows.objection.grounds import ground_name
from workflows.objection.guards import check_of, repair_of
from workflows.objection.remedies import NEW, REMEDIES, REMEDY, SUPPLEMENT
from workflows.objection.service import GROUND, WANTED

ALL = (
    LetterKind.objection_acceptance,
    LetterKind.objection_non_acceptance,
    LetterKind.objection_answer,
    LetterKind.objection_refusal,
    LetterKind.review_answer,
    LetterKind.review_refusal,
)
REVIEWS = (LetterKind.review_answer, LetterKind.review_refusal)
COLUMN_NAMES: dict[str, Named] = {
    "decision_number": named("文书号", "document number"),
    "violation": named("违法事实", "violation"),
    "content": named("决定内容", "content"),
    "fine": named("罚款（元）", "fine (yuan)"),
    "decided_on": named("决定日期", "day of decision"),
}
"""What the columns an objection may correct are called."""


@tells(*ALL)
def objected_to(move: Move) -> Iterator[Fact]:
    """What was objected to, why, and what was asked for."""
    if move.case.check_id is not None:
        yield Fact(Bilingual("所涉核查", "Check"), check_of(move).number)
    if move.case.relates_to_id is not None:
        yield Fact(Bilingual("所涉修复", "Repair"), repair_of(move).number)
    ground = ground_name(move.case.fields[GROUND])
    yield Fact(Bilingual("异议理由", "Ground"), str(ground))
    if wanted := move.case.fields.get(WANTED):
        yield Fact(Bilingual("异议请求", "Wanted"), wanted)


@tells(LetterKind.objection_answer, LetterKind.review_answer)
def done_about_it(move: Move) -> Iterator[Fact]:
    """What is done: the remedy, and each correction from old to new."""
    if remedy := move.fields.get(REMEDY):
        yield Fact(Bilingual("处理方式", "Remedy"), str(REMEDIES[remedy]))
    elif move.case.check_id is not None:
        yield Fact(Bilingual("处理方式", "Remedy"), "重新核查")
    for column in CORRECTABLE:
        new = move.fields.get(f"{NEW}{column}")
        if new is not None:
            old = "；".join(as_text(getattr(one, column)) or "无" for one in move.records)
            name = COLUMN_NAMES[column]
            label = Bilingual(f"更正：{name.template}", f"Corrected: {name.english}")
            yield Fact(label, f"{old} → {new}")
    if added := move.fields.get(SUPPLEMENT):
        yield Fact(Bilingual("补充内容", "Added"), added)


@tells(*REVIEWS)
def reviewed(move: Move) -> Iterator[Fact]:
    """The paper by which the provincial department told the outcome."""
    yield Fact(Bilingual("复核文书", "Review"), move.fields["review_number"])
    yield Fact(Bilingual("复核日期", "Reviewed on"), move.fields["reviewed_on"])
