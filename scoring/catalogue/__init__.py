"""The catalogue: what earns points, how many, on which evidence."""
