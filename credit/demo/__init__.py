"""A believable small district, made from a seed; never loaded in production."""
