"""A Django application with the flow that is compared; it runs in an environment of its own."""
