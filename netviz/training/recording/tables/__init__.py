"""The tables of a recording, and what stands in their rows."""
