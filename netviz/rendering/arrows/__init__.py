"""What a moment of a story draws over the network: arrows, rings, wishes, words. By QPainter, so it is
sharp at any size.
"""
