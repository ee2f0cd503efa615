"""Drawing a frozen scene: the GPU canvas, the painter, picking, the camera."""

from netviz.rendering.overrides import keep_errors

# Before the first class that is made out of one of Qt's.
keep_errors()
