"""How many examples property tests try: few in every run, more when asked for."""

import os

TIMES = int(os.environ.get("CREDIT_EXAMPLES", "1"))
"""`CREDIT_EXAMPLES=10` in the environment tries ten times as many."""


def some(count: int) -> int:
    """So many examples, or as many times more as the environment wants."""
    return count * TIMES
