"""Limits of boards."""

TOP_DEFAULT = 10
"""Lines of a board; nothing below them is ever shown."""
TOP_MAX = 50
"""Most lines a community may ask for in its settings (`board_top`)."""
TREND_PERIODS = 12
"""Periods of the trend line."""
LOBBY_SECONDS = 20
"""How long the lobby display shows a section before it reads the next one."""
LOBBY_TOP = 8
"""Lines of a board that can be read across a lobby."""
PERIODS_OFFERED = {"week": 8, "month": 12, "quarter": 4, "year": 3}
"""How many periods of each kind the page offers."""
HOMES_MIN = 3
"""Least homes of a group of places: with two, each could reckon the other from its own."""
NAMES_MAX = 3
"""Places of a group that are named one by one."""
