"""What every panel is made of: one of each kind of part."""
