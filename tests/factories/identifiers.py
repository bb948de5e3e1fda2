"""Valid made-up numbers for tests: the generators of the demonstration, under one import."""

from credit.subjects.identifiers.synthetic import (
    XIHU,
    make_flawed_uscc,
    make_foreign_permanent_residence,
    make_hm_travel_permit,
    make_hmt_residence_permit,
    make_old_foreign_permanent_residence,
    make_old_resident_id,
    make_passport,
    make_resident_id,
    make_tw_travel_permit,
    make_uscc,
)

__all__ = [
    "XIHU",
    "make_flawed_uscc",
    "make_foreign_permanent_residence",
    "make_hm_travel_permit",
    "make_hmt_residence_permit",
    "make_old_foreign_permanent_residence",
    "make_old_resident_id",
    "make_passport",
    "make_resident_id",
    "make_tw_travel_permit",
    "make_uscc",
]
