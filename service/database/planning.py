"""Lets PostgreSQL plan for the days asked about, where one plan for all of them is a bad one."""

from sqlalchemy import text

from service.database.base import db

_ANEW = text("SET LOCAL plan_cache_mode = force_custom_plan")


def plan_anew() -> None:
    """For the rest of the transaction: plan each statement for its own values.

    The driver has a statement prepared that was sent a few times, and PostgreSQL then keeps one
    plan for whatever is asked. Of a year and of a day it expects the same then, and counts the
    year by the wrong way; planning takes a fraction of a millisecond, such counting up to twenty.
    """
    db.session.execute(_ANEW)
