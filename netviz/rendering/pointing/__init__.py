"""What is done to the network on the canvas by pointer and keys: hit, picked, enlarged, marked."""
