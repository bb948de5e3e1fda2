"""A member's statement as a page and as a file: every entry in words, with sums that add up."""
