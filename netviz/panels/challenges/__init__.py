"""Challenges beside the window: rules, how far one is, and the table."""
