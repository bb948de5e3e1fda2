"""Boards and neighbourhood scores: pictures of the ledger, public names only."""
