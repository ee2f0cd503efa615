"""What stands around the network in Explain a step."""
