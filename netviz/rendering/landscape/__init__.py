"""How a loss landscape is drawn: its relief, the path of the run, the ball, and honest words beside it."""
