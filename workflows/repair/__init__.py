"""Credit repair: case types, eligibility, checklist, and what a decision changes."""
