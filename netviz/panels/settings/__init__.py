"""The settings of a run, to read and to fill in."""
