"""The community of the demonstration."""
