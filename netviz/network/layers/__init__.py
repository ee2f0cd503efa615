"""Kinds of layers, a file each: how many parameters each has, and what it computes forwards and backwards."""
