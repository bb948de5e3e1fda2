"""Looks at everything the service stands on and says what is so and what to do."""
