"""Objections to records, check results and repair outcomes (Zhejiang Regulation Art. 30, 31)."""
