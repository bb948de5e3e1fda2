"""Requests of people about their own data, decided as cases (PIPL Art. 24, 44-50)."""
