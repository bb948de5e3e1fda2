"""The transactional outbox: a job commits with the change that asks for it."""

from service.outbox.registry import Job, job, periodic
from service.outbox.service import enqueue, enqueue_each

__all__ = ["Job", "enqueue", "enqueue_each", "job", "periodic"]
