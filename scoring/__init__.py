"""Community points: voluntary, plus-only, a world of its own."""
