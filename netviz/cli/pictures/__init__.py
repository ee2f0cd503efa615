"""What `netviz render` draws beside a network."""
