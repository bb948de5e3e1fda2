"""Ports of this machine, for a service that is started to be measured, walked through or tested."""

import socket

HERE = "127.0.0.1"


def free_port() -> int:
    """A TCP port that nobody uses yet; nothing keeps others from taking it first."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody answers at a port within a second."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HERE, port)) == 0
