"""Measurements: what the service does per second, beside the bare minimum that work needs."""
