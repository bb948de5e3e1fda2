"""What is handed in with an objection, and the letters that answer it."""
