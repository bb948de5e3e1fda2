"""Where lines and corners of pictures lie."""

import pytest

from service.web import plot


@pytest.mark.parametrize(
    ("largest", "top"),
    [(0, 2), (1, 2), (2, 2), (3, 4), (10, 10), (11, 20), (290, 400), (801, 1000)],
)
def test_the_scale_ends_at_a_round_number_whose_half_is_whole(largest, top):
    assert plot.nice_top(largest) == top
    assert top % 2 == 0


def test_a_line_stands_on_its_scale():
    drawn = plot.line([0, 5, 10, -3])
    assert drawn.top == 10
    assert [y for _, y in drawn.dots] == [300, 150, 0, 300]
    assert [x for x, _ in drawn.dots] == [150, 450, 750, 1050]
    assert drawn.area.startswith("150,300 150,300 ")
    assert plot.line([]).points == ""


def test_a_radar_goes_from_the_middle_to_the_rim():
    assert plot.radar([1, 0.5, 0, 7]) == "0,-100 50,0 0,0 -100,0"
    assert [corner.anchor for corner in plot.corners(4)] == ["middle", "start", "middle", "end"]
