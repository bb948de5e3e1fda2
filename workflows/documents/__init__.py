"""What is handed in with a case: uploads, their checks, their permissions."""
