"""Objections of the demonstration."""
