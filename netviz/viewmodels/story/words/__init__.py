"""What the story says: sentences, numbers and names."""
