"""Hints about a run, and what they rest on."""
