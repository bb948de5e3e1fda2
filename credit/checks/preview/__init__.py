"""Before a rule table takes effect: what it would have made of the latest checks."""
