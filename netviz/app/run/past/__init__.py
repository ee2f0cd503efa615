"""The past of the run: going through its steps, reading them, and the mode of looking at them."""
