"""What credit counts for the year in figures."""
