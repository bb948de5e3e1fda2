"""People and systems that use the service: accounts, sessions, tokens."""
