"""Edges: how strong, how wide, how opaque; the shader that draws them and its data."""
