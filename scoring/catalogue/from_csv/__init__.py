"""Turns an existing table of rules into a draft of a catalogue, row by row, with reasons."""
