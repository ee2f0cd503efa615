"""Lessons: text files that tell an idea on the living network, step by step; what may stand in them."""
