"""What leads to a picture is read with care, cropped rightly and kept small."""

import random
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tools.screenshots.camera import AIR, DEEDS, VIEWS, filled, shown
from tools.screenshots.plan import ARGUMENTS, Step, read_plan
from tools.screenshots.shrink import shrink


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_every_verb_of_the_plan_can_be_done_in_a_known_view():
    assert set(DEEDS) | {"as"} == set(ARGUMENTS)
    assert {picture.view for picture in read_plan()} <= set(VIEWS)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("- {name: a, steps: [{open: /}], hight: 3}", "a: unknown hight"),
        ("- {name: a, steps: [{open: [/, x]}]}", "a: a step 'open' with 2 texts is unknown"),
        ("- {name: a, steps: [{fly: /}]}", "a: a step 'fly'"),
        ("- {name: a, steps: [], languages: [fr]}", "a: no such language: fr"),
        ("- {name: a, steps: []}\n- {name: a, steps: []}", "named twice: a"),
    ],
)
def test_a_plan_with_a_slip_is_refused_by_name(tmp_path: Path, rows: str, said: str):
    (tmp_path / "plan.yaml").write_text(rows, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_plan(tmp_path / "plan.yaml")


def test_what_was_remembered_fills_its_place():
    step = Step("open", ("/verify/{number}", "{other}"))
    assert filled(step, {"number": "XH1"}) == ["/verify/XH1", "{other}"]


def test_a_part_is_shown_from_its_top_as_far_as_it_goes_with_a_little_air():
    part = {"x": 200.0, "y": 100.0, "width": 700.0, "height": 500.0}
    whole = {"x": 200 - AIR, "y": 100 - AIR, "width": 700 + 2 * AIR, "height": 500 + 2 * AIR}
    assert shown(part, None, 9000) == whole
    assert shown(part, None, 300)["height"] == 300
    lower = shown(part, {**part, "y": 400.0}, 9000)
    assert (lower["y"], lower["height"]) == (400 - AIR, 200 + 2 * AIR)
    body = {"x": 0.0, "y": 0.0, "width": 375.0, "height": 2000.0}
    assert shown(body, None, 720) == {"x": 0, "y": 0, "width": 375, "height": 720}


def test_a_picture_keeps_its_size_and_ground_in_fewer_bytes():
    page = Image.new("RGB", (400, 300), (244, 247, 247))
    page.paste((22, 38, 43), (40, 40, 200, 60))
    small = Image.open(BytesIO(shrink(png(page)))).convert("RGB")
    assert small.size == page.size
    assert (small.getpixel((0, 0)), small.getpixel((50, 50))) == ((244, 247, 247), (22, 38, 43))


def test_a_picture_that_cannot_be_made_small_is_refused():
    noise = png(Image.frombytes("RGB", (40, 40), random.Random(1).randbytes(3 * 40 * 40)))
    size = len(shrink(noise))
    assert len(shrink(noise, size - 1)) < size
    with pytest.raises(ValueError, match="500 are allowed: crop it"):
        shrink(noise, 500)
