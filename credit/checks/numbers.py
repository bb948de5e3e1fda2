"""Numbers of checks, e.g. `XH20261123-7K3M9PQR2T-W`: see `service.numbers`."""

from service.numbers import Numbers

PREFIX = "XH"
"""Xihu (西湖)."""

_NUMBERS = Numbers(PREFIX)
new_number = _NUMBERS.new
"""A fresh number for a check made on that day."""
new_numbers = _NUMBERS.many
"""So many of them at once."""
tidy_number = _NUMBERS.tidy
"""A number as people type it in its proper form, or None when it cannot be one."""
