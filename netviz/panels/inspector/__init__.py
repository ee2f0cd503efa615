"""One neuron, input or edge with its numbers: what stands in the inspector."""
