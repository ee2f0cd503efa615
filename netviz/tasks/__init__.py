"""What is read, and what is answered."""
