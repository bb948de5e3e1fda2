"""Events: neighbours check in by a printed code, an organiser confirms who was there."""
