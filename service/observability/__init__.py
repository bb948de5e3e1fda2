"""What operators see: structured logs, metrics, health."""

from service.observability.setup import init_observability

__all__ = ["init_observability"]
