"""Challenges: what is asked for, and the table of who has done it."""
