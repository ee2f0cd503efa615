"""Two networks beside each other: which neurons belong together, how they differ, and what lies between."""
