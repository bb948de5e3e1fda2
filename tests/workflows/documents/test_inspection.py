"""Files that are broken, locked, alive or out of all measure are refused with advice."""

import subprocess

import pytest

from tests.workflows.documents import files
from tests.workflows.documents.files import pdf, picture
from workflows.documents import bounded, inspection, limits
from workflows.documents.faults import FAULTS, Fault
from workflows.documents.inspection import Inspected, inspect
from workflows.documents.kinds import MediaType
from workflows.documents.problems import DocumentRefused

HOSTILE = [
    (files.locked_pdf, Fault.locked_pdf),
    (files.printing_forbidden_pdf, Fault.locked_pdf),
    (files.scripted_pdf, Fault.active_pdf),
    (files.opening_script_pdf, Fault.active_pdf),
    (files.disguised_script_pdf, Fault.active_pdf),
    (files.page_script_pdf, Fault.active_pdf),
    (files.launching_pdf, Fault.active_pdf),
    (files.dynamic_form_pdf, Fault.active_pdf),
    (files.circular_pdf, Fault.broken_pdf),
    (files.bomb_png, Fault.image_too_large),
    (files.cut_png, Fault.broken_image),
    (files.wrong_sum_png, Fault.broken_image),
    (files.moving_png, Fault.moving_image),
    (lambda: b"%PDF-1.7\n", Fault.broken_pdf),
    (lambda: pdf()[:200], Fault.broken_pdf),
    (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, Fault.broken_pdf),
    (lambda: picture()[:-400], Fault.broken_image),
    (lambda: b"\xff\xd8\xff" + bytes(range(256)), Fault.broken_image),
    (lambda: b"\x89PNG\r\n\x1a\n", Fault.broken_image),
]


def refused(content: bytes) -> Fault:
    with pytest.raises(DocumentRefused) as caught:
        inspect(content)
    (error,) = caught.value.errors
    assert (error.field, error.code) == ("file", caught.value.fault)
    assert (error.message, error.remedy) == FAULTS[caught.value.fault]
    return caught.value.fault


def test_what_can_be_kept_is_told_with_its_type_and_pages():
    assert inspect(pdf(3)) == Inspected(MediaType.pdf, 3)
    assert inspect(picture()) == Inspected(MediaType.jpeg, None)
    assert inspect(picture(form="PNG")) == Inspected(MediaType.png, None)


@pytest.mark.parametrize(("make", "fault"), HOSTILE, ids=lambda part: getattr(part, "__name__", ""))
def test_a_hostile_or_broken_file_is_refused(make, fault):
    assert refused(make()) is fault


@pytest.mark.parametrize("interlaced", [False, True])
def test_a_png_must_hold_all_the_rows_its_head_speaks_of(interlaced):
    whole = files.white_png(interlaced=interlaced)
    assert inspect(whole) == Inspected(MediaType.png, None)
    for short in (1, 2401, 2401 * 300):
        assert refused(files.white_png(short, interlaced=interlaced)) is Fault.broken_image


@pytest.mark.parametrize("make", [files.nested_pdf, files.bomb_pdf])
def test_a_pdf_made_to_exhaust_a_parser_is_refused(monkeypatch, make):
    monkeypatch.setattr(limits, "INSPECTION_MEMORY_BYTES", 400 * 1024 * 1024)
    assert refused(make()) in {Fault.broken_pdf, Fault.too_complex}


@pytest.mark.parametrize(
    ("name", "value", "fits", "too_much", "fault"),
    [
        ("PDF_PAGES_MAX", 4, lambda: pdf(4), lambda: pdf(5), Fault.too_many_pages),
        ("IMAGE_SIDE_MAX", 900, lambda: picture(900, 600), lambda: picture(901, 600),
         Fault.image_too_large),
        ("IMAGE_PIXELS_MAX", 480_000, lambda: picture(800, 600), lambda: picture(800, 601),
         Fault.image_too_large),
        ("IMAGE_SIDE_MIN", 500, lambda: picture(500, 700), lambda: picture(499, 700),
         Fault.image_too_small),
    ],
)  # fmt: skip
def test_each_limit_holds_at_n_and_one_beyond(monkeypatch, name, value, fits, too_much, fault):
    monkeypatch.setattr(limits, name, value)
    assert inspect(fits())
    assert refused(too_much()) is fault


def test_the_objects_of_a_pdf_are_bounded(monkeypatch):
    # The trailer, what the document says of itself, the catalogue, the tree, and for each of
    # the two pages itself and its resources.
    monkeypatch.setattr(limits, "PDF_OBJECTS_MAX", 8)
    assert inspect(pdf(2)).pages == 2
    monkeypatch.setattr(limits, "PDF_OBJECTS_MAX", 7)
    assert refused(pdf(2)) is Fault.too_complex


def test_a_look_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(limits, "INSPECTION_SECONDS", 1)
    monkeypatch.setattr(bounded, "SLACK_SECONDS", -0.99)
    assert refused(pdf()) is Fault.too_complex


def test_a_look_that_wants_too_much_memory_is_given_up(monkeypatch):
    monkeypatch.setattr(limits, "INSPECTION_MEMORY_BYTES", 160 * 1024 * 1024)
    assert refused(picture(9000, 6000)) in {Fault.too_complex, Fault.broken_image}


def test_the_child_gets_no_environment_and_nothing_of_ours(monkeypatch):
    monkeypatch.setenv("CREDIT_DATA_KEY", "secret")
    seen = {}
    run = subprocess.run

    def look(command, **given):
        seen.update(given, command=command)
        return run(command, **given)

    monkeypatch.setattr(subprocess, "run", look)
    inspect(pdf())
    assert seen["env"] == {}
    assert "-I" in seen["command"]
    source = inspection.CHILD.read_text(encoding="utf-8")
    assert "from workflows" not in source
    assert "from service" not in source
