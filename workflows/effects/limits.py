"""Limits of the exchange with targets, with their units."""

from datetime import timedelta

CONNECT_SECONDS = 5.0
"""How long a target may take to accept a connection."""
READ_SECONDS = 10.0
"""How long it may stay silent within an answer."""
TOTAL_SECONDS = 20.0
"""How long a whole exchange may take from the connection on, however busy the line is."""
ANSWER_BYTES_MAX = 64 * 1024
"""Longest answer that is read."""
SEND_LEASE = timedelta(seconds=45)
"""How long a worker is believed to be at a send; longer than any send takes."""

FAILURES_MAX = 16
"""Failed tries after which a person must look; the waits between them add up to about a day."""
RETRY_BASE = timedelta(seconds=10)
RETRY_MAX = timedelta(hours=6)
RETRY_AFTER_MAX = timedelta(hours=1)
"""The longest wait a target may ask for."""
BUSY_WAIT = timedelta(seconds=4)
"""About how long an effect waits when enough is under way at its target already."""
ACCEPTED_WAIT = timedelta(minutes=10)
"""How long until a target that has taken an effect but not done it is asked again."""
ACCEPTED_MAX = timedelta(days=5)
"""How long a target may take over an effect, from when it first took it since the last retry."""

SENDS_AT_ONCE_MAX = 2
"""Sends under way at one target, so that a slow one does not hold up all workers."""
CIRCUIT_FAILURES = 3
"""Tries in a row that a target did not answer in good order, after which it is left alone."""
CIRCUIT_BASE = timedelta(seconds=15)
CIRCUIT_MAX = timedelta(minutes=5)

SWEEP_SECONDS = 10
SWEEP_EFFECTS_MAX = 400
"""Due effects that one sweep hands to the workers, over all targets."""

RECEIPT_TEXT_CHARS_MAX = 200
"""Longest member of a receipt."""
RECEIPT_NUMBER_CHARS_MAX = 100
REFERENCE_CHARS_MAX = 200
WAITING_SHOWN_WARN = timedelta(hours=1)
"""An effect that has waited longer than that turns the operations board's line to a warning."""
RETRY_ALL_MAX = 1000
"""Dead effects given another chance by one click."""
