"""Where lines and corners of pictures lie: numbers for the SVG of `macros/charts.html`. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

WIDTH, HEIGHT = 1200, 300
"""The field a line is drawn in; it is stretched to the room there is."""
RADAR_RADIUS = 100
LABEL_DISTANCE = 1.16
"""How far outside the radar's rim a name stands, in radii."""
_BAR_SHARE = 0.36
"""How much of a step of time one bar of a pair takes."""
_STEPS = (2, 4, 6, 8, 10)
_TEN = 10
_MIDDLE = 0.15
"""Below this share of the radius a name is centred over its corner."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line over values that stand at equal distances."""

    points: str
    """As `polyline` takes them."""
    area: str
    """The same, closed down to the ground."""
    dots: list[tuple[float, float]]
    top: int
    """What the upper edge stands for."""


@dataclass(frozen=True, slots=True)
class Corner:
    """One axis of a radar: its end, and where its name stands."""

    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


def nice_top(largest: float) -> int:
    """The smallest of 2, 4, 6, 8, 10, 20, 40 … that is not below; its half is whole."""
    scale = 1
    while scale * _TEN < largest:
        scale *= _TEN
    return next(step * scale for step in _STEPS if step * scale >= largest)


def line(values: Sequence[float]) -> Line:
    """A line through values; what is below nothing is drawn on the ground."""
    top = nice_top(max([*values, 1]))
    dots = [
        (
            round((index + 0.5) * WIDTH / len(values), 1),
            round(HEIGHT * (1 - max(value, 0) / top), 1),
        )
        for index, value in enumerate(values)
    ]
    points = _written(dots)
    area = _written([(dots[0][0], HEIGHT), *dots, (dots[-1][0], HEIGHT)]) if dots else ""
    return Line(points, area, dots, top)


@dataclass(frozen=True, slots=True)
class Bar:
    """One upright bar of a picture of pairs."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two bars for each step of time: what is now, and what was."""

    now: list[Bar]
    before: list[Bar]
    top: int


def pairs(now: Sequence[float], before: Sequence[float]) -> Pairs:
    """Bars of two rows of values of the same length; what was stands to the left of what is."""
    top = nice_top(max([*now, *before, 1]))
    step = WIDTH / max(len(now), 1)
    width = round(step * _BAR_SHARE, 1)

    def bars(values: Sequence[float], shift: float) -> list[Bar]:
        found = []
        for index, value in enumerate(values):
            height = round(HEIGHT * max(value, 0) / top, 1)
            x = round((index + 0.5) * step + shift, 1)
            found.append(Bar(x, round(HEIGHT - height, 1), width, height))
        return found

    return Pairs(bars(now, 0), bars(before, -width), top)


def boxes(bars: Sequence[Bar]) -> str:
    """Bars as one `path` takes them; those of no height are left out."""
    return "".join(
        f"M{bar.x:g} {bar.y:g}h{bar.width:g}v{bar.height:g}h-{bar.width:g}z"
        for bar in bars
        if bar.height
    )


def radar(shares: Sequence[float]) -> str:
    """The corners of a shape whose axes go from the middle (0) to the rim (1), from the top on."""
    return _written(
        [_at(index, len(shares), min(max(share, 0), 1)) for index, share in enumerate(shares)]
    )


def corners(count: int) -> list[Corner]:
    """The axes of a radar of so many."""
    found = []
    for index in range(count):
        x, y = _at(index, count, 1)
        label_x, label_y = _at(index, count, LABEL_DISTANCE)
        side = "middle" if abs(x) < _MIDDLE * RADAR_RADIUS else ("start" if x > 0 else "end")
        found.append(Corner(x, y, label_x, label_y, side))
    return found


def _at(index: int, count: int, share: float) -> tuple[float, float]:
    angle, far = 2 * pi * index / count, RADAR_RADIUS * share
    # Adding nought makes a minus nought a plain one.
    return round(far * sin(angle), 1) + 0.0, round(-far * cos(angle), 1) + 0.0


def _written(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
