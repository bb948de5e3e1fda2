"""Dated rule tables (YAML) and the pure function that applies one to the facts of a subject."""
