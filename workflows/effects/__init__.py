"""What must happen elsewhere after a decision, and the proof that it did."""
