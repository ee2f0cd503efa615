"""The tab "Sum": every term of a neuron's sum, and what becomes of it."""
