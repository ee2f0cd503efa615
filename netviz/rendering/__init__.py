"""Drawing a frozen scene: the GPU canvas, the painter, picking, the camera."""
