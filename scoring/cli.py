"""The command group of community points; rooms add their commands to it."""

from flask.cli import AppGroup

scoring = AppGroup("scoring", help="Community points: places, members, the ledger.")
