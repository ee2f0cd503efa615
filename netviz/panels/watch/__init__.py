"""What stands around the network in Watch."""
