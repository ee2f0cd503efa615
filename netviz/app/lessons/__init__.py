"""A lesson in a window of its own: what leads through it, what it shows, what it can ask."""
