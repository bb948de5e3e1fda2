"""Redemption: what points can be exchanged for."""
