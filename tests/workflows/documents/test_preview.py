"""A page is drawn anew within its limits, or refused; nothing of the file itself is shown."""

import io
import subprocess
from uuid import uuid4

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from sqlalchemy import func, select

from service.audit import acting_as
from service.audit.models import QueryLogEntry
from service.database import db
from tests.workflows.documents import files
from tests.workflows.documents.files import pdf, picture
from workflows.documents import bounded, limits, preview, service
from workflows.documents.kinds import DocumentKind, MediaType
from workflows.documents.preview import drawn
from workflows.documents.problems import PageUnknown, PreviewBusy, PreviewFailed
from workflows.documents.service import NewDocument


def opened(content: bytes, media_type: MediaType = MediaType.pdf, page: int = 1) -> Image.Image:
    png = Image.open(io.BytesIO(drawn(content, media_type, page)))
    assert png.format == "PNG"
    png.load()
    return png


def noise(width: int, height: int) -> bytes:
    """A picture that packs as badly as one can."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "PNG")
    return out.getvalue()


def sized_pdf(width: float, height: float) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width, height)
    return files.written(writer)


def marked_pdf(kind: str) -> bytes:
    """A page with a red square in its lower left corner: a seal, or a field that is filled in."""
    writer = files.blank()
    look = DecodedStreamObject()
    look.set_data(b"1 0 0 rg 0 0 200 200 re f")
    box = ArrayObject([NumberObject(side) for side in (0, 0, 200, 200)])
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): box,
        }
    )
    mark = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{kind}"),
            NameObject("/Rect"): box,
            NameObject("/F"): NumberObject(4),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("field"),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
        }
    )
    place = ArrayObject([writer._add_object(mark)])
    writer.pages[0][NameObject("/Annots")] = place
    if kind == "Widget":
        form = DictionaryObject({NameObject("/Fields"): place})
        writer._root_object[NameObject("/AcroForm")] = form
    return files.written(writer)


def test_a_page_of_a_pdf_is_drawn_at_a_size_people_can_read():
    page = opened(pdf(3), page=3)
    assert page.size == (1240, 1755)
    assert page.getpixel((600, 800)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["Stamp", "Widget"])
def test_stamps_and_filled_in_fields_are_drawn_with_the_page(kind):
    inked = opened(marked_pdf(kind))
    assert inked.getpixel((150, 1600)) == (255, 0, 0)
    assert inked.getpixel((900, 400)) == (255, 255, 255)


def test_a_picture_is_drawn_upright_on_white_without_what_it_tells_of_its_maker():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Maker"  # lies on its side; who made it
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "red").save(out, "JPEG", exif=exif)
    told = opened(out.getvalue(), MediaType.jpeg)
    assert told.size == (600, 800)
    assert "exif" not in told.info
    out = io.BytesIO()
    Image.new("RGBA", (500, 500), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(out.getvalue(), MediaType.png).getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("make", "media_type"),
    [
        (files.circular_pdf, MediaType.pdf),
        (files.nested_pdf, MediaType.pdf),
        (files.bomb_pdf, MediaType.pdf),
        (files.locked_pdf, MediaType.pdf),
        (lambda: b"%PDF-1.7\n" + bytes(range(256)), MediaType.pdf),
        (files.bomb_png, MediaType.png),
        (files.cut_png, MediaType.png),
        (lambda: picture()[:300], MediaType.jpeg),
        (pdf, MediaType.png),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_not_shown(make, media_type):
    with pytest.raises(PreviewFailed):
        drawn(make(), media_type, 1)


def test_a_page_that_is_not_there_is_not_drawn():
    for content, media_type, page in (
        (pdf(2), MediaType.pdf, 3),
        (pdf(2), MediaType.pdf, 0),
        (picture(), MediaType.jpeg, 2),
    ):
        with pytest.raises(PreviewFailed):
            drawn(content, media_type, page)


def test_pixels_are_bounded_at_n_and_one_beyond(monkeypatch):
    monkeypatch.setattr(limits, "PREVIEW_PIXELS_MAX", 480_000)
    assert opened(picture(800, 600), MediaType.jpeg).size == (800, 600)
    beyond = opened(picture(800, 601), MediaType.jpeg)
    assert 470_000 < beyond.width * beyond.height <= 480_000
    page = opened(sized_pdf(5000, 5000))
    assert 470_000 < page.width * page.height <= 480_000


def test_the_longer_side_is_bounded_at_n_and_one_beyond(monkeypatch):
    monkeypatch.setattr(limits, "PREVIEW_SIDE_MAX", 800)
    assert opened(picture(800, 600), MediaType.jpeg).size == (800, 600)
    assert opened(picture(801, 600), MediaType.jpeg).width == 800
    assert opened(sized_pdf(10, 100_000)).size == (1, 800)


def test_bytes_are_bounded_at_n_and_one_beyond(monkeypatch):
    content = noise(500, 400)
    whole = drawn(content, MediaType.png, 1)
    monkeypatch.setattr(limits, "PREVIEW_BYTES_MAX", len(whole))
    assert drawn(content, MediaType.png, 1) == whole
    monkeypatch.setattr(limits, "PREVIEW_BYTES_MAX", len(whole) - 1)
    smaller = drawn(content, MediaType.png, 1)
    assert len(smaller) < len(whole)
    assert Image.open(io.BytesIO(smaller)).width < 500
    monkeypatch.setattr(limits, "PREVIEW_BYTES_MAX", 20)
    with pytest.raises(PreviewFailed):
        drawn(content, MediaType.png, 1)


def test_pages_are_bounded_at_n_and_one_beyond(monkeypatch):
    monkeypatch.setattr(limits, "PREVIEW_PAGES_MAX", 3)
    preview.demand_page(9, 3)
    with pytest.raises(PageUnknown, match="前 3 页"):
        preview.demand_page(9, 4)
    for page in (0, 3):
        with pytest.raises(PageUnknown, match=f"没有第 {page} 页"):
            preview.demand_page(2, page)


def test_time_and_memory_are_bounded(monkeypatch):
    monkeypatch.setattr(limits, "PREVIEW_MEMORY_BYTES", 160 * 1024 * 1024)
    with pytest.raises(PreviewFailed):
        drawn(picture(6000, 4000, "PNG"), MediaType.png, 1)
    monkeypatch.setattr(limits, "PREVIEW_SECONDS", 1)
    monkeypatch.setattr(bounded, "SLACK_SECONDS", -0.99)
    with pytest.raises(PreviewFailed):
        drawn(pdf(), MediaType.pdf, 1)


def test_who_waits_too_long_for_a_turn_is_told_so(monkeypatch):
    monkeypatch.setattr(limits, "PREVIEW_WAIT_SECONDS", 0.01)
    for _ in range(limits.PREVIEWS_AT_ONCE):
        assert preview._seats.acquire(timeout=1)
    try:
        with pytest.raises(PreviewBusy):
            drawn(pdf(), MediaType.pdf, 1)
    finally:
        for _ in range(limits.PREVIEWS_AT_ONCE):
            preview._seats.release()
    assert opened(pdf())


def test_what_a_child_says_is_believed_only_where_it_is_a_picture(monkeypatch, tmp_path):
    liar = tmp_path / "liar.py"
    liar.write_text("print('<script>alert(1)</script>')", encoding="utf-8")
    monkeypatch.setattr(preview, "CHILD", liar)
    with pytest.raises(PreviewFailed):
        drawn(pdf(), MediaType.pdf, 1)


def test_the_child_gets_no_environment_and_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("CREDIT_DATA_KEY", "secret")
    seen = {}
    run = subprocess.run

    def look(command, **given):
        seen.update(given, command=command)
        return run(command, **given)

    monkeypatch.setattr(subprocess, "run", look)
    drawn(pdf(), MediaType.pdf, 1)
    assert seen["env"] == {}
    assert "-I" in seen["command"]
    source = preview.CHILD.read_text(encoding="utf-8")
    assert "from workflows" not in source
    assert "from service" not in source


@pytest.fixture
def pages_at(case, people):
    """Hands a content in and says where its pages are."""

    def hand_in(content: bytes) -> str:
        with acting_as(people["applicant"]):
            new = NewDocument(DocumentKind.statement, "说明.pdf")
            document = service.attach(case.number, new, content)
        return f"/repair-cases/{case.number}/attachments/{document.id}/pages"

    return hand_in


def reads() -> int:
    return db.session.scalar(select(func.count()).select_from(QueryLogEntry)) or 0


def test_a_page_is_served_as_a_picture_no_cache_keeps_and_its_read_is_logged(
    pages_at, browser_of, do, case
):
    place = pages_at(pdf(2))
    do(case, "applicant", "submit")
    before = reads()
    answer = browser_of("clerk").get(f"{place}/2.png")
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert answer.data.startswith(preview.PNG)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert reads() == before + 1
    entry = db.session.scalars(
        select(QueryLogEntry).order_by(QueryLogEntry.id.desc()).limit(1)
    ).one()
    assert (entry.object_ref, entry.fields) == (case.number, ["document.statement"])


def test_who_is_not_of_the_case_sees_no_page(pages_at, browser_of, do, case):
    place = pages_at(pdf())
    do(case, "applicant", "submit")
    before = reads()
    assert browser_of("stranger").get(f"{place}/1.png").status_code == 404
    assert browser_of("other_unit").get(f"{place}/1.png").status_code == 404
    assert reads() == before
    assert browser_of("authority").get(f"{place}/1.png").status_code == 200


def test_a_page_that_is_not_there_or_cannot_be_drawn_says_so(
    pages_at, browser_of, case, monkeypatch
):
    place = pages_at(pdf(2))
    applicant = browser_of("applicant")
    missing = applicant.get(f"{place}/3.png")
    assert missing.status_code == 404
    assert "没有第 3 页" in missing.text
    elsewhere = f"/repair-cases/{case.number}/attachments/{uuid4()}/pages/1.png"
    assert applicant.get(elsewhere).status_code == 404
    monkeypatch.setattr(limits, "PREVIEW_BYTES_MAX", 20)
    failed = applicant.get(f"{place}/1.png")
    assert failed.status_code == 422
    assert "请下载原件" in failed.text
