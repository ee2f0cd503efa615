"""`netviz train`: its options, its settings, its course, and what it leaves."""
