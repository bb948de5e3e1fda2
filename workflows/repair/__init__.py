"""Credit repair: penalties, lists, bankruptcy, and the revocation of a repair."""
