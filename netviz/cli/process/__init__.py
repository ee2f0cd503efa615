"""The process around a command: its streams, its signals, its screen."""
