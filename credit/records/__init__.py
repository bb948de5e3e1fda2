"""What is on record about a subject, and the feeds that bring it in."""
