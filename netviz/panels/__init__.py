"""Widgets around the graph: values in, signals out. They know no trainer."""
