"""The whole service as processes over servers of one test alone, to be killed at will."""
