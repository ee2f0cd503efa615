"""Operating on the network that stands there."""
