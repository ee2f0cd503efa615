"""The input image: cells and grid; the shader that draws it and its data."""
