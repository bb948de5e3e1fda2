"""From when on a thing is worth a person's look."""

from datetime import timedelta

OLDEST_JOB_WARN = timedelta(minutes=5)
"""A due job that nobody has begun for longer: relay or workers do not run, or are too few."""
UNSEALED_AGE_WARN = timedelta(minutes=15)
"""Entries are sealed every minute; older ones mean that scheduler or workers do not run."""
UNSEALED_WARN = 100_000
VERIFIED_WARN = timedelta(days=35)
"""The trail is to be verified once a month."""
CLOCK_OFF_WARN = timedelta(seconds=2)
CLOCK_OFF_BAD = timedelta(seconds=30)
"""Leases and deadlines are compared across machines."""
DISK_FREE_WARN = 0.15
DISK_FREE_BAD = 0.05
"""Shares of a disk."""
DISK_BYTES_BAD = 1024**3
BACKUP_AGE_WARN = timedelta(hours=26)
BACKUP_AGE_BAD = timedelta(hours=74)
"""Backups are made daily."""
REACH_SECONDS_MAX = 5.0
"""How long another system may take to accept a connection."""
