"""The examples that are most like what lies before the network."""
