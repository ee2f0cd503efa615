"""Challenges: the program looks whether what is asked for is so."""
