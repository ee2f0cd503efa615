"""The page about the loss landscape: a map of it, a surface, what they show, and what can be chosen."""
