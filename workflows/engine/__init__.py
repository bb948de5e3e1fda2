"""The case engine: states, actions, guards, clocks; it knows no case type."""
