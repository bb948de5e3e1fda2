"""Limits of messages."""

ADDRESS_CHARS_MAX = 254
"""Longest e-mail address (RFC 5321)."""
DELIVERY_ATTEMPTS_MAX = 8
"""Tries before a delivery is given up; the message stays in the application."""
CONNECT_SECONDS_MAX = 10
"""Time a mail server or SMS gateway is given, seconds, for each step."""
ANSWER_BYTES_MAX = 64 * 1024
UNREAD_SHOWN_MAX = 99
"""The count beside the bell stops here."""
