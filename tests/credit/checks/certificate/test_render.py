import io
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from pypdf import PdfReader

from credit.checks.certificate.content import CertificateContent
from credit.checks.certificate.limits import FACTS_MAX
from credit.checks.certificate.render import ATTACHMENT_NAME, render_pdf
from service.papers.envelope import to_json
from tests.factories import certificates
from tests.factories.certificates import negative, of_many_facts, passed_nothing_on_file, sealed

GOLDEN = Path(__file__).parents[3] / "data" / "certificates"
ALL = pytest.mark.parametrize("kind", certificates.VARIANTS)
NAUGHTY = [
    "#set page(width: 1pt)",
    "$x^2$ *bold* _it_ `raw` <label> @ref // comment",
    "#sys.inputs.envelope",
    '"); #panic("x")',
    "\u202e\u2066abc\u2069",
    "\ufeff\u200b\u00ad\x00\x1b[31m",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "👩‍👩‍👧‍👦🇨🇳",
    "السلام עליכם",
    "W" * 400,
    '=HYPERLINK("http://x")',
    "<script>alert(1)</script>&amp;\\n\\",
    "'; DROP TABLE checks; --",
    "𠮷野家 龘 䶮 \U00030000",
    " ",
]


def rendered(content: CertificateContent) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(sealed(content))))


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def joined(text: str) -> str:
    return "".join(text.split())


@ALL
def test_the_text_of_each_kind_is_as_agreed(kind: str) -> None:
    text = text_of(rendered(certificates.VARIANTS[kind]()))
    assert text == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


@ALL
def test_each_kind_is_one_page(kind: str) -> None:
    assert len(rendered(certificates.VARIANTS[kind]()).pages) == 1


def test_the_text_can_be_extracted_in_reading_order() -> None:
    text = joined(text_of(rendered(negative())))
    parts = ["守法诚信指标审核意见", "XH20261123-000019", "李*", "330***********567X", "积分入学",
             "未通过", "合计−10分", "事实清单", "01234号", "LC04", "1357号", "LC01",
             "冻结至移出名单", "00456号", "不计入", "已于2025年9月1日完成信用修复",
             "何时、如何恢复", "权利救济", "5个工作日", "60日", "核验",
             "https://credit.example.gov.cn/verify/", "审核人", "王建国",
             "示例区公共信用信息服务窗口"]  # fmt: skip
    places = []
    for part in parts:
        places.append(text.index(part, places[-1] if places else 0))
    assert places == sorted(places)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_another_reader_finds_the_same_words(tmp_path: Path) -> None:
    (tmp_path / "c.pdf").write_bytes(render_pdf(sealed(negative())))
    told = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "c.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()
    for word in (
        "守法诚信指标审核意见",
        "330***********567X",
        "查到3条信息，其中2条计入，合计−10分。",
    ):
        assert word in told
    assert "DEMO\n" not in told


def test_the_same_envelope_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    program = (
        "import hashlib\n"
        "from credit.checks.certificate.render import render_pdf\n"
        "from tests.factories.certificates import negative, sealed\n"
        "print(hashlib.sha256(render_pdf(sealed(negative()))).hexdigest())"
    )
    root = Path(__file__).parents[4]
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONPATH": str(root), "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=tmp_path, capture_output=True, check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }  # fmt: skip
    assert len(told) == 1


def test_a_page_between_does_not_change_the_bytes() -> None:
    first = render_pdf(sealed(negative()))
    render_pdf(sealed(passed_nothing_on_file()))
    assert render_pdf(sealed(negative())) == first


def test_threads_may_render_at_once() -> None:
    pages: list[bytes] = []
    threads = [Thread(target=lambda: pages.append(render_pdf(sealed()))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pages) == 4
    assert len(set(pages)) == 1


def test_the_file_is_tagged_titled_archival_and_chinese() -> None:
    reader = rendered(negative())
    catalog = reader.trailer["/Root"].get_object()
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].startswith("zh")
    assert "/StructTreeRoot" in catalog
    assert reader.metadata is not None
    assert reader.metadata.title == "守法诚信指标审核意见 XH20261123-000019"
    assert reader.metadata.author == "示例区公共信用信息服务窗口"
    xmp = catalog["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_every_font_is_embedded() -> None:
    fonts = rendered(negative()).pages[0]["/Resources"]["/Font"]
    descriptors = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for font in fonts.values()
    ]
    assert descriptors
    assert all("/FontFile3" in descriptor for descriptor in descriptors)


@ALL
def test_the_signed_content_is_attached(kind: str) -> None:
    envelope = sealed(certificates.VARIANTS[kind]())
    reader = PdfReader(io.BytesIO(render_pdf(envelope)))
    assert reader.attachments[ATTACHMENT_NAME] == [to_json(envelope)]


def test_a_demonstration_table_marks_the_page_and_a_published_one_does_not() -> None:
    shown = negative()
    real = replace(shown, rule_set=replace(shown.rule_set, demonstration=False))
    assert "演示规则，不得作为办事依据" in text_of(rendered(shown))
    assert "不得作为办事依据" not in text_of(rendered(real))
    assert len(rendered(shown).pages[0].get_contents().get_data()) > len(
        rendered(real).pages[0].get_contents().get_data()
    )


def test_many_facts_continue_on_further_pages_and_none_is_left_out() -> None:
    reader = rendered(of_many_facts(60))
    text = joined(text_of(reader))
    assert len(reader.pages) > 1
    assert all(f"〔2025〕{n:05d}号" in text for n in range(1, 61))
    assert "续页" in reader.pages[1].extract_text()
    assert "续页" not in reader.pages[0].extract_text()


def test_the_largest_certificate_can_be_drawn() -> None:
    assert f"{FACTS_MAX:05d}号" in joined(text_of(rendered(of_many_facts(FACTS_MAX))))


@pytest.mark.parametrize("naughty", NAUGHTY, ids=lambda text: repr(text[:12]))
def test_any_text_is_shown_as_text(naughty: str) -> None:
    content = negative()
    fact = replace(
        content.facts[2],
        **dict.fromkeys(
            ("decision_number", "authority", "effect", "rule_code", "article", "why_not_counted"),
            naughty,
        ),
    )
    reader = rendered(
        replace(
            content,
            subject=replace(content.subject, name_masked=naughty, id_masked=naughty),
            rule_set=replace(content.rule_set, title=naughty),
            reviewer=naughty,
            facts=(fact,),
            counterfactuals=(naughty,),
        )
    )
    assert "权利救济" in text_of(reader)
    assert reader.pages[0].mediabox.width == pytest.approx(595.28, abs=0.1)
    attached = json.loads(reader.attachments[ATTACHMENT_NAME][0])
    assert attached["content"]["subject"]["name_masked"] == naughty


def test_markup_in_a_name_is_printed_as_it_stands() -> None:
    content = passed_nothing_on_file()
    name = "#strong[x] $y$ *z*"
    text = text_of(rendered(replace(content, subject=replace(content.subject, name_masked=name))))
    assert name in text.replace("\u200b", "")
