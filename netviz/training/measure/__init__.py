"""What is measured of a network: losses, layers, readings of many digits."""
