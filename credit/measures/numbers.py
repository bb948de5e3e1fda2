"""Numbers of measures, e.g. `CS20261127-7K3M9PQR2T-W`: see `service.numbers`."""

from service.numbers import Numbers

_NUMBERS = Numbers("CS")
new_number = _NUMBERS.new
"""A fresh number for a measure drawn up on that day."""
tidy_number = _NUMBERS.tidy
"""A number as people type it in its proper form, or None when it cannot be one."""
