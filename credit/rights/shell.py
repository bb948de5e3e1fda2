"""Registers with the ground floor what credit answers a subject about itself."""

from flask import Flask

from credit.rights.numbers import PERSONAL_TYPES, read_personal_number
from service.identities.numbers import read_numbers_with


def init_rights(app: Flask) -> None:
    """Say how identity numbers are read."""
    read_numbers_with(app, PERSONAL_TYPES, read_personal_number)
