"""Recordings: a run as one SQLite file, for saving, time travel and recovery. FORMAT.md has the format."""
