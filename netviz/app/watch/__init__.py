"""The room Watch: what it shows beside the network, and how much of it."""
