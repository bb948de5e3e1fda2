"""What community points hold about a resident: told to the resident's own account alone."""
