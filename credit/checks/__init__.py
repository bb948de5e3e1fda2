"""Checks: one subject or a spreadsheet of them against a dated rule table."""
