"""Saved networks: our own files, and those of other programs."""
