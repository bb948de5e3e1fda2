"""What is on record leaves when its time has come, really, and only then."""
