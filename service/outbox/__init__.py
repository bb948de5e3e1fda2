"""The transactional outbox: a job commits with the change that asks for it."""

from service.outbox.registry import Job, job, periodic
from service.outbox.service import enqueue

__all__ = ["Job", "enqueue", "job", "periodic"]
