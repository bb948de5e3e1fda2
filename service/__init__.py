"""The ground floor of the service: everything that knows no credit."""
