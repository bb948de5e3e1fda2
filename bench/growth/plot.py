"""The readings as one SVG: medians over sizes, both by powers of ten. Pure."""

from collections.abc import Callable, Sequence
from html import escape
from math import floor, log10

from bench.growth.reading import Reading
from bench.growth.report import series

WIDTH, ROW = 940, 17
LEFT, RIGHT, TOP, FIELD, GROUND = 64, 400, 24, 380, 44
COLOURS = ("#1a6fb5", "#b5471a", "#2e8540", "#7a3f9d", "#8a6d00", "#b01657", "#00798c", "#555555")
Decades = tuple[int, int]
Place = Callable[[float], float]
DASHES = {"records": "", "ledger": "7 4", "cases": "2 4", "trail": "10 3 2 3"}


def draw(readings: Sequence[Reading]) -> str:
    """The whole picture; empty where nothing was read."""
    lines = series(readings)
    if not lines:
        return ""
    sizes = _decades([one.size for one in readings])
    times = _decades([one.p50 for one in readings])

    def x(size: float) -> float:
        return round(LEFT + _share(size, sizes) * (WIDTH - LEFT - RIGHT), 1)

    def y(time: float) -> float:
        return round(TOP + (1 - _share(time, times)) * FIELD, 1)

    parts = [*_grid(sizes, times, x, y)]
    for number, ((grows, what), ones) in enumerate(lines.items()):
        colour, row = COLOURS[number % len(COLOURS)], TOP + 8 + number * ROW
        dash = f' stroke-dasharray="{DASHES[grows]}"' if DASHES.get(grows) else ""
        points = " ".join(f"{x(one.size)},{y(one.p50)}" for one in ones)
        line = f'fill="none" stroke="{colour}" stroke-width="2"{dash}'
        parts.append(f'<polyline points="{points}" {line}/>')
        parts += [
            f'<circle cx="{x(one.size)}" cy="{y(one.p50)}" r="3" fill="{colour}"/>' for one in ones
        ]
        begin = WIDTH - RIGHT + 24
        parts.append(f'<polyline points="{begin},{row - 4} {begin + 30},{row - 4}" {line}/>')
        parts.append(f'<text x="{begin + 38}" y="{row}">{escape(f"{grows}: {what}")}</text>')
    height = TOP + max(FIELD, len(lines) * ROW) + GROUND
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        ' font-family="sans-serif" font-size="12" fill="#333">\n'
        "<title>Milliseconds, median, over rows stored</title>\n"
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _grid(sizes: Decades, times: Decades, x: Place, y: Place) -> list[str]:
    made = []
    for power in range(sizes[0], sizes[1] + 1):
        at = x(10**power)
        made.append(f'<path d="M{at} {TOP}V{TOP + FIELD}" stroke="#ddd"/>')
        made.append(
            f'<text x="{at}" y="{TOP + FIELD + 18}" text-anchor="middle">{10**power:,}</text>'
        )
    for power in range(times[0], times[1] + 1):
        at = y(10.0**power)
        made.append(f'<path d="M{LEFT} {at}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        name = f"{10.0**power:g} ms"
        made.append(f'<text x="{LEFT - 6}" y="{at + 4}" text-anchor="end">{name}</text>')
    return made


def _decades(values: Sequence[float]) -> Decades:
    """The powers of ten that hold all values between them."""
    logs = [log10(max(value, 0.001)) for value in values]
    return floor(min(logs)), max(floor(min(logs)) + 1, -floor(-max(logs)))


def _share(value: float, decades: Decades) -> float:
    low, high = decades
    return (log10(max(value, 0.001)) - low) / (high - low)
