"""The statutory calendar of working days, and what is counted by it."""
