"""What is on record about a subject, and what may be answered about it."""
