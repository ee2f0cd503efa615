"""What a neuron looks for: the tab, and its parts."""
