"""Limits of communities."""

from datetime import timedelta

CODE_CHARS_MAX = 32
"""Of a community and of a place."""
NAME_CHARS_MAX = 60
"""Of a community, a place and a person."""
PHONE_CHARS_MAX = 20
PHONE_DIGITS_MAX = 15
"""As many as a number has anywhere (E.164); an identity number has more."""
PUBLIC_NAME_CHARS_MIN = 2
PUBLIC_NAME_CHARS_MAX = 12
PUBLIC_NAME_DIGITS_MAX = 5
"""With more digits a public name could carry a day of birth, a telephone or an identity number."""
MEMBERS_MIN_LEAST = 2
"""Smallest k a community may choose: with one, a place of one member would show that member."""
MEMBERS_MIN_MOST = 50
BASIS_CHARS_MAX = 300
ORDER_MAX = 99_999
MAP_SIDE_MAX = 60
"""Columns and rows of a community's map."""
PLACE_ROWS_MAX = 50_000
"""Data rows of one file of places."""
PLACE_FILE_BYTES_MAX = 16 * 1024 * 1024
FAULTS_SHOWN_MAX = 100
"""Refused rows a page or a command shows; the file of refused rows has them all."""
PAPER_BYTES_MAX = 10 * 1024 * 1024
"""A scanned consent form."""
ERASED_AFTER = timedelta(days=3)
"""Promised to who leaves: points and personal data are gone within three days, working or not."""
ERASED_AHEAD = timedelta(days=1)
"""Erasing begins this long before the last day, so that a day of standstill breaks no promise."""
INVITED_FOR = timedelta(days=30)
"""An invitation nobody said yes to is forgotten after this."""
ERASE_EVERY_SECONDS = 3600
HANDLE_CHARS = 6
"""Random characters of a resident's account name."""
HANDLE_TRIES_MAX = 20
SEARCH_CHARS_MAX = 40
OWN_READS_SHOWN = 50
"""Newest reads of one's own data shown on a page; the export has all."""
