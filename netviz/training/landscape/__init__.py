"""The loss landscape of a network: the mean loss over a plane of its weights, and its run's path."""
