"""The desk: pages on which cases are worked, for all who have a part in them."""
