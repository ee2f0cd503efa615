"""What a camera, a film or a folder shows, read again and again: in a process of its own, or on a thread."""
