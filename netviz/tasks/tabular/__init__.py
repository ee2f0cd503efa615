"""Tables that a network learns from: read, looked at, split and prepared."""
