"""What is said under the network, and what the words of the field mean."""
