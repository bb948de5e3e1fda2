"""The ledger of points: entries that are never changed, and what follows from them."""
