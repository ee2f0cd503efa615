"""The pad, the pen, and what the network sees of them."""
