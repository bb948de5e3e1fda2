"""Bringing a file of records in: block by block, resumable, every row accounted for."""
