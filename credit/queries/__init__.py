"""Answers to departments, the window and the public; who asked what, on which basis."""
