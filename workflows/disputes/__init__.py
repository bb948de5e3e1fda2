"""Disputes of other parts, decided as cases: by whom, by when, and how those parts hear of it."""
