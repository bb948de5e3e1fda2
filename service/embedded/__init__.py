"""Servers the service brings along: PostgreSQL and Redis from wheels, each our own child."""
