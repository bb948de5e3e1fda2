"""Letters for tests: contents of every kind."""

from dataclasses import replace
from datetime import date, datetime

from service.papers.content import Bilingual
from service.papers.envelope import Envelope, seal
from tests.factories.certificates import OFFICE, SIGNER
from workflows.letters.content import LETTER, Fact, LetterContent, LetterSubject, RecordLine
from workflows.letters.kinds import LetterKind
from workflows.letters.texts import texts_for

DAY = date(2026, 11, 23)
ADDRESS = "https://credit.example.gov.cn/verify/"
PLATFORM = Bilingual("示例区信用专窗", "Credit Window of the Example District")
CASE = "XF20261109-7K3M9PQR2T-W"
NUMBERS = {
    kind: f"WS20261123-2222222{chr(ord('A') + index)}22-A" for index, kind in enumerate(LetterKind)
}
REASONS = {
    LetterKind.supplement: "缺少罚款（含加处罚款）缴纳凭证。",
    LetterKind.non_acceptance: "最短公示期未满。",
    LetterKind.refusal: "经核查，加处罚款尚未缴清，相关义务尚未履行完毕。",
    LetterKind.shield_ended: "人民法院已裁定终止重整计划的执行。",
    LetterKind.revocation_notice: "经核实，履行证明系伪造。",
    LetterKind.revocation: "提供虚假履行证明取得修复，事实清楚，予以撤销。",
    LetterKind.objection_non_acceptance: "不是异议人自己的信息，也没有授权。",
    LetterKind.objection_answer: "经核实，信息与原始文书不符。",
    LetterKind.objection_refusal: "经核实，信息与原始文书一致。",
    LetterKind.review_answer: "经核实，信息与原始文书不符。",
    LetterKind.review_refusal: "经核实，信息与原始文书一致。",
    LetterKind.rights_answer: "用来通知办理进度，凭您的同意，可以随时删除。",
    LetterKind.rights_refusal: "法律、行政法规规定的保存期限未届满，到期自动删除。",
}
RECORD = RecordLine(
    decision_number="杭西应急罚决字〔2026〕00012号",
    authority="杭州市西湖区应急管理局",
    decided_on=date(2026, 5, 8),
    matter="未按规定对从业人员进行安全生产教育和培训",
)


def letter(kind: LetterKind = LetterKind.grant) -> LetterContent:
    """A letter of a kind about one record, as it would be made."""
    about = NUMBERS[LetterKind.grant] if kind is LetterKind.third_party else None
    values = {
        "subject": "杭州纸笺文化有限公司", "code": "91330106MA2CGCA56H", "case": CASE,
        "case_type": "行政处罚信息修复", "case_type_en": "repair of an administrative penalty",
        "authority": RECORD.authority, "platform": PLATFORM.zh, "submitted": "2026年11月9日",
        "today": "2026年11月23日", "due": "2026年12月2日", "days": "7", "about": about or "",
        "related": "XF20261001-22222222ZZ-A",
    }  # fmt: skip
    texts = texts_for(kind, DAY, values)
    return LetterContent(
        number=NUMBERS[kind],
        kind=kind,
        title=texts.title,
        issued_at=datetime(2026, 11, 23, 10, 15, 30, tzinfo=OFFICE),
        issuer=Bilingual(RECORD.authority, ""),
        platform=PLATFORM,
        case=CASE,
        case_type=Bilingual(values["case_type"], values["case_type_en"]),
        subject=LetterSubject(values["subject"], values["code"]),
        addressee=texts.addressee or values["subject"],
        records=(RECORD,),
        body=texts.body,
        reason=REASONS.get(kind),
        items=("履行义务的证明材料（杭西应急罚决字〔2026〕00012号）", "信用承诺书")
        if kind is LetterKind.supplement
        else (),
        facts=(
            Fact(Bilingual("办件编号", "Case"), CASE),
            Fact(Bilingual("事项", "Matter"), values["case_type"]),
            Fact(Bilingual("提出日期", "Submitted"), values["submitted"]),
        ),
        basis=("国办发〔2025〕22号", "《信用修复管理办法》（国家发展改革委令2025年第36号）"),
        remedies=texts.remedies,
        notes=texts.notes,
        replaces=NUMBERS[LetterKind.grant] if kind is LetterKind.revocation else None,
        about=about,
        verify_url=f"{ADDRESS}{NUMBERS[kind]}",
    )


def of_many_records(count: int) -> LetterContent:
    """A decision about many records, as a bankruptcy has."""
    lines = (
        replace(RECORD, decision_number=f"杭西应急罚决字〔2026〕{n:05d}号")
        for n in range(1, count + 1)
    )
    return replace(letter(), records=tuple(lines))


def sealed(content: LetterContent) -> Envelope[LetterContent]:
    """Signed with the key of the tests."""
    return seal(LETTER, content, SIGNER)
