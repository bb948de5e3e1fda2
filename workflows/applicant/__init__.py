"""The applicant's way: what is on record, from when it can be repaired, a case in three steps."""
