"""Two half moons: points in a plane, which of two moons each belongs to."""
