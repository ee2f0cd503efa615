"""Widgets of the training room: values in, signals out."""
