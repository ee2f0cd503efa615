"""A run as one line of text, to be copied, mailed or written on a board: FORMAT.md says how it is written."""
