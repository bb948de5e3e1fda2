"""Limits of redemption."""

from datetime import timedelta

GOODS_CODE_CHARS_MAX = 20
GOODS_NAME_CHARS_MAX = 40
DESCRIPTION_CHARS_MAX = 200
SHOP_CHARS_MAX = 100
"""As long as the unit of an account may be."""
COST_MAX = 100_000
"""Points for one."""
STOCK_MAX = 1_000_000
QUANTITY_MAX = 99
"""How many of one thing a single order may take."""
MEMBER_LIMIT_MAX = 10_000
GOODS_MAX = 500
"""Goods a community may keep on its list."""
CODE_CHARS = 8
"""32^8 codes: with the throttle below, guessing one takes longer than any order waits."""
ATTEMPTS_WINDOW = timedelta(minutes=15)
ATTEMPTS_MAX = 10
"""Wrong codes of one shopkeeper within the window before the page waits."""
ORDERS_SHOWN_MAX = 100
"""Orders on one page of a list."""
LAPSED_PER_RUN_MAX = 500
"""Orders let go in one run of the job; the next run takes the rest."""
LAPSE_EVERY_SECONDS = 600
LATEST_SHOWN = 10
"""Orders a shop handed out last, shown below the field for a code."""
