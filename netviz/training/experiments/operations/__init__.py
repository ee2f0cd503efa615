"""What a person does to a network by hand: one weight, a neuron, a layer, all of it; and what that broke."""
