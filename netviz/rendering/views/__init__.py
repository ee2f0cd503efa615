"""The canvas on each kind of graphics device."""
