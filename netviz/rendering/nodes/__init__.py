"""Neurons: shape and rim; the shader that draws them and its data."""
