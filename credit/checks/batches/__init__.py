"""A spreadsheet of applicants checked at once: read, cut in chunks, done, and given back."""
