"""Limits of signing in."""

from datetime import timedelta

PASSWORD_CHARS_MIN = 10
PASSWORD_CHARS_MAX = 128
NAME_CHARS_MAX = 64
LABEL_CHARS_MAX = 80
FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_PER_ACCOUNT_MAX = 10
"""Failed sign-ins of one account name within the window before it must wait."""
FAILURES_PER_ADDRESS_MAX = 100
"""The same for one network address; an office shares one."""
SESSION_IDLE_MAX = timedelta(hours=2)
SESSION_AGE_MAX = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""A session's last use is written no more often than this, so that pages stay reads."""
TOKEN_AGE_DEFAULT = timedelta(days=90)
TOKEN_AGE_MAX = timedelta(days=366)
TOKENS_PER_ACCOUNT_MAX = 1000
"""Live tokens of one account; a system that asks for one at every run gets there."""
TEMPORARY_PASSWORD_AGE_MAX = timedelta(hours=72)
"""A temporary password nobody signed in with by then opens no door."""
TEMPORARY_PASSWORD_GROUPS = 4
TEMPORARY_PASSWORD_GROUP_CHARS = 4
TEXT_CHARS_MAX = 100
"""Longest name of a person or a unit."""
