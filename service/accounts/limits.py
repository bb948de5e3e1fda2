"""Limits of signing in."""

from datetime import timedelta

PASSWORD_CHARS_MIN = 12
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
SESSIONS_PER_ACCOUNT_MAX = 10
"""Browsers signed in at once; the next sign-in ends the one not used for longest."""
DEVICE_AGE_MAX = timedelta(days=180)
"""How long a browser counts as known after it was last signed in with."""
DEVICE_ACCOUNTS_MAX = 8
"""Accounts one browser is known for; a counter's computer has several clerks."""
SEEN_EVERY = timedelta(minutes=1)
"""A session's last use is written no more often than this, so that pages stay reads."""
TOKEN_AGE_DEFAULT = timedelta(days=90)
TOKEN_AGE_MAX = timedelta(days=366)
TOKENS_PER_ACCOUNT_MAX = 1000
"""Live tokens of one account; a system that asks for one at every run gets there."""
TEMPORARY_PASSWORD_AGE_MAX = timedelta(hours=72)
"""A temporary password nobody signed in with by then opens no door."""
SIGN_IN_STEP_AGE_MAX = timedelta(minutes=5)
"""How long after the password the second factor may be proved."""
FACTOR_OFFER_AGE_MAX = timedelta(minutes=15)
"""How long a secret that is shown waits for the first code of it."""
FACTOR_FAILURES_MAX = 100
"""Wrong codes in a row after which no code of the authenticator is taken any more: chance would
find one in ten thousand of such rows (NIST SP 800-63B, section 5.2.2)."""
FACTOR_FAILURES_TOLD = 5
"""Wrong codes in a row after which the owner is told: somebody knows the password."""
RECOVERY_CODES = 10
CODE_CHARS_MAX = 64
"""Longest text taken as a code, with the blanks people type."""
TEXT_CHARS_MAX = 100
"""Longest name of a person or a unit."""
