"""A stand-alone counterpart: what another authority's system does when the service reports to it.

    python -m tests.counterpart --port 8900 --control 8901 --folder var/counterpart

A real HTTP process of the standard library (and `cryptography` for signatures). It follows
docs/exchange.md and shares no code with the service, so that a mistake is not made on both sides.
"""
