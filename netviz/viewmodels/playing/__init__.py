"""Time: the one clock, where one is in a run, and what moves between two snapshots."""
