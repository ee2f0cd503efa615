"""What is in a data set, before somebody learns from it."""
