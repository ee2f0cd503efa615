"""The process around the program: its signals, its garbage, and its end by a fault."""
