"""What can keep a server of ours from running, in one sentence each."""


class ServerError(Exception):
    """An embedded server cannot be used; the message is one sentence that says what to do."""


class FolderLockedError(ServerError):
    """Another living process uses the folder."""
