"""Cases of the demonstration, all invented, moved by the use cases people use."""
