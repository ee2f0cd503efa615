"""Neurons' surfaces: what each gives everywhere, inside it; the shader that draws them and its data."""
