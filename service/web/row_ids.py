"""How addresses name a row by its id: no larger than a column holds, so that none reaches SQL."""

ROW_ID_MAX = 2**63 - 1
ROW_ID = f"int(max={ROW_ID_MAX})"
"""The converter of a place in an address: `<{ROW_ID}:account_id>`; a larger number is a 404."""
