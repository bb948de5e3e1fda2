"""Tests of the year in figures."""
