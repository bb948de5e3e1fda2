"""Every figure of events, with its unit. Each is tested at n and n + 1."""

from datetime import timedelta

OPENS_BEFORE = timedelta(minutes=30)
"""How long before an event begins its code is good."""

CLOSES_AFTER = timedelta(minutes=60)
"""How long after an event has ended its code is good."""

LENGTH_MAX = timedelta(hours=24)
"""Longest event; what lasts for days is several events, each with a code of its own."""

OVERNIGHT_MAX = timedelta(hours=12)
"""Longest event whose end, earlier than its beginning, is taken for that of the next day; beyond
that the two were mixed up: 14:00 to 12:00."""

AHEAD_MAX = timedelta(days=366)
"""How far ahead an event may be planned."""

TICKED_WITHIN = timedelta(days=7)
"""How long after its end an organiser may enter who was there by the paper list."""

TITLE_CHARS_MAX = 60
"""Longest title, characters; it stands large on the printed page."""

WHERE_CHARS_MAX = 100
"""Longest place, characters."""

TICKED_MAX = 200
"""Most members ticked at once."""

EVENTS_LISTED_MAX = 100
"""Events on one page, newest first."""
