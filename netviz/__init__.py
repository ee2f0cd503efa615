"""See what deep learning is: a network that reads handwritten digits, drawn live while it learns."""

__version__ = "0.1.0"
