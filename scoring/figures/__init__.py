"""What community points count for the year in figures; sums alone, nobody is named."""
