"""Examples that are a few numbers: a field of points with a cross, and the numbers beside it."""
