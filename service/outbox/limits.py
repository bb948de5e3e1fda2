"""Limits of the outbox, the relay and the workers."""

from datetime import timedelta

RELAY_JOBS_MAX = 100
"""Jobs put on the queue in one transaction of the relay."""
RELAY_WAIT_SECONDS = 1.0
"""How long the relay waits for a notification before it looks by itself."""
DISPATCH_LEASE = timedelta(seconds=60)
"""A job put on the queue and not begun by then is put there again."""
RUN_LEASE = timedelta(seconds=15)
"""A running job whose worker has not been heard of for so long is given to another."""
HEARTBEAT_SECONDS = 4.0
WORKER_TTL_SECONDS = 30
"""How long RQ believes in a worker; it waits for messages 15 seconds less at a time."""
MONITORING_SECONDS = 5
"""How often a worker that runs a job says that it lives."""
ATTEMPTS_MAX = 5
BACKOFF_BASE = timedelta(seconds=2)
BACKOFF_MAX = timedelta(minutes=10)
UNKNOWN_JOB_WAIT = timedelta(minutes=1)
"""A job whose name this worker does not know (it runs older code) waits for another worker."""
OUTAGE_WAIT = timedelta(seconds=10)
"""When a job that an outage broke is tried again, at the latest."""
OUTAGE_PATIENCE = timedelta(hours=1)
"""An outage takes no attempt from a job younger than this; an older one may be its cause."""
GIVE_BACK_SECONDS = 60.0
"""How long a worker tries to give back a job while the database is away."""
LEASE_AHEAD_MAX = 2 * DISPATCH_LEASE
"""A lease that lasts longer was given before the clock was set back."""
PLANNED_AHEAD_MAX = timedelta(minutes=15)
"""The longest delay of a job; one planned for later was planned before the clock was set back."""
JOB_SECONDS_MAX = 3600
FAILURE_KEPT_SECONDS = 7 * 24 * 3600
DONE_KEPT = timedelta(days=30)
