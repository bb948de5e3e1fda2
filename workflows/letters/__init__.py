"""What the office hands out: notices, decisions and letters to be signed."""
