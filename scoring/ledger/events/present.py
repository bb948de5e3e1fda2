"""Events as pages show them."""

from datetime import datetime

from flask import current_app, url_for

from scoring.ledger.events.service import slot_of
from scoring.ledger.models import Event
from service.messages import Message, msg

State = tuple[str, Message]
"""Kind of badge and its text."""


def event_state(event: Event, now: datetime) -> State:
    """Where an event stands."""
    slot = slot_of(event)
    if slot.cancelled:
        return "wait", msg("已取消")
    if slot.open_at(now):
        return "ok", msg("正在签到")
    if now < slot.opens_at:
        return "info", msg("未开始")
    return "wait", msg("已结束")


def address_of(token: str | None) -> str:
    """The address a printed code leads to; without a token, the one where it is typed in."""
    path = url_for("check_in.show", token=token) if token else url_for("check_in.type_in")
    return f"{current_app.config['SETTINGS'].public_url}{path}"
