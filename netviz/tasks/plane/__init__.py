"""Points in a plane, which of several shapes each belongs to: moons, circles, quadrants, spirals, clouds."""
