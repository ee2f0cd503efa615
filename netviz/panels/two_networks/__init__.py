"""Two networks beside each other: how they differ, what they answer differently, what lies between."""
