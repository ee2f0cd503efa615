"""A curve: one number, and the number that a function makes of it."""
