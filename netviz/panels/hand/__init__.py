"""Where one collects one's own handwriting, sign by sign."""
