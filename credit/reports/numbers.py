"""Numbers of reports, e.g. `BG20261127-7K3M9PQR2T-W`: see `service.numbers`."""

from service.numbers import Numbers

REPORTS = Numbers("BG")
