"""Communities: who lives where, and who takes part because they want to."""
