"""Arrows, lines and rings of a story: where they lie, how long they are."""
