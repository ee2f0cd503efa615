"""What is seen from the back of a hall."""
