"""The run under the network: its steps, its marks, its past, and all other runs."""
