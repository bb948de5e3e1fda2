"""Why the service does not start."""


class StartError(Exception):
    """The service cannot start here; the message is one sentence that says what to do."""


class StopRequested(BaseException):
    """SIGINT or SIGTERM arrived; unwinds whatever is going on and stops everything."""
