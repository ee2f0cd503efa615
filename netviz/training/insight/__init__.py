"""What a neuron looks for and why a network answers so: numbers of one network, worked out in float64."""
