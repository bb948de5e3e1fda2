"""The year in figures: what every part counts, on one page, in one answer, on one paper."""
