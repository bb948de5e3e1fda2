"""Objections to an entry, decided within the days promised."""
