"""The page of each kind: its words in order, its signed content attached, its bytes for ever."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from service.papers.envelope import to_json
from service.papers.glyphs import BREAK
from tests.factories.letters import letter, of_many_records, sealed
from workflows.letters.content import LetterContent
from workflows.letters.kinds import LetterKind
from workflows.letters.limits import RECORDS_MAX
from workflows.letters.render import ATTACHMENT_NAME, render_pdf

GOLDEN = Path(__file__).parents[2] / "data" / "letters"
KINDS = pytest.mark.parametrize("kind", LetterKind)
ONE_PAGE_RECORDS = 8


def rendered(content: LetterContent) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(sealed(content))))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def joined(text: str) -> str:
    return "".join(text.split())


@KINDS
def test_the_text_of_each_kind_is_as_agreed(kind):
    text = text_of(rendered(letter(kind)))
    assert text == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


@KINDS
def test_each_kind_is_one_page_with_its_signed_content_attached(kind):
    envelope = sealed(letter(kind))
    reader = PdfReader(io.BytesIO(render_pdf(envelope)))
    assert len(reader.pages) == 1
    assert reader.attachments == {ATTACHMENT_NAME: [to_json(envelope)]}


def test_a_refusal_can_be_read_out_in_order():
    text = joined(text_of(rendered(letter(LetterKind.refusal))))
    parts = ["杭州市西湖区应急管理局", "不予信用修复决定书", "WS20261123", "2026年11月23日",
             "杭州纸笺文化有限公司", "91330106MA2CGCA56H", "决定不予修复", "理由",
             "加处罚款尚未缴清", "所涉信息", "00012号", "依据", "国办发〔2025〕22号", "权利救济",
             "60日", "6个月", "说明", "不收取任何费用", "核验", "用印处"]  # fmt: skip
    place = 0
    for part in parts:
        place = text.index(part, place)


def test_a_notice_to_supplement_lists_what_is_missing_with_the_last_day():
    text = joined(text_of(rendered(letter(LetterKind.supplement))))
    assert "1.履行义务的证明材料（杭西应急罚决字〔2026〕00012号）2.信用承诺书" in text
    assert "2026年12月2日前（含当日）" in text


def test_the_letter_for_others_names_the_decision_it_goes_with():
    content = letter(LetterKind.third_party)
    text = joined(text_of(rendered(content)))
    assert "各信用信息服务机构" in text
    assert content.about in text.replace(BREAK, "")
    assert "不得以收费为条件" in text


def test_a_letter_says_which_it_replaces_and_which_it_revokes():
    old = "WS20261001-2222222222-A"
    assert f"撤销此前签发的{old}" in joined(
        text_of(rendered(replace(letter(LetterKind.revocation), replaces=old)))
    )
    assert f"替代此前签发的{old}" in joined(text_of(rendered(replace(letter(), replaces=old))))


def test_a_long_list_goes_on_and_every_page_names_the_letter():
    assert len(rendered(of_many_records(ONE_PAGE_RECORDS)).pages) == 1
    content = of_many_records(RECORDS_MAX)
    reader = rendered(content)
    assert len(reader.pages) > 1
    for page in reader.pages:
        assert content.number in page.extract_text()
    whole = joined(text_of(reader))
    assert all(record.decision_number in whole for record in content.records)


@pytest.mark.parametrize(
    "text",
    ["#set page(width: 1pt)", '"); #panic("x")', "$x^2$ *bold* <label> @ref", "\u202e倒\u200b",
     "W" * 300, "<script>alert(1)</script>", "龘䶮𠮷👩‍👩‍👧", "a\nb\tc"],
)  # fmt: skip
def test_any_text_is_shown_as_text(text):
    refusal = letter(LetterKind.refusal)
    content = replace(
        refusal,
        reason=text,
        addressee=text,
        records=(replace(refusal.records[0], matter=text),),
    )
    reader = rendered(content)
    assert len(reader.pages) <= 2
    if text.isascii():
        assert joined(text)[:60] in joined(text_of(reader)).replace(BREAK, "")


def test_the_same_letter_gives_the_same_bytes_in_another_process():
    program = (
        "import hashlib\n"
        "from tests.factories.letters import letter, sealed\n"
        "from workflows.letters.render import render_pdf\n"
        "print(hashlib.sha256(render_pdf(sealed(letter()))).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True,
            cwd=Path(__file__).parents[3], text=True,
        ).stdout
        for _ in range(2)
    }  # fmt: skip
    assert len(told) == 1
    assert len(told.pop().strip()) == 64
