"""Registers with the ground floor what community points hold about a resident."""

from flask import Flask

from scoring.communities.reads import KIND
from scoring.communities.wording import FIELDS
from scoring.ledger.reads import PERSON, STATEMENT
from scoring.rights.own import given_consents, points_held, traces, withdraw_there
from service.messages import msg
from service.rights.consents import Kind, register_consents
from service.rights.holdings import Holding, register_holding
from service.rights.traces import register_trace
from service.rights.wording import name_fields


def init_rights(app: Flask) -> None:
    """Say what is held, which consents stand, and how looks are logged."""
    register_holding(app, Holding("points", msg("社区积分"), points_held, order=60))
    register_consents(app, Kind("points", msg("社区积分"), given_consents, withdraw_there))
    register_trace(app, traces)
    name_fields(app, FIELDS, kind=KIND)
    name_fields(app, {code: FIELDS[code] for code in STATEMENT}, kind=PERSON)
