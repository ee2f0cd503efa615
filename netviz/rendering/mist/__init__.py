"""Mist:

the edges that are not drawn as lines, all together as a soft picture; the shader that lays it down.
"""
