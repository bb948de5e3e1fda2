"""Subjects: who is on file, how identifiers are checked and names compared."""
