"""Operate: change the network by hand, and see at once what that does to its answers."""
