"""What `netviz predict` is asked to read besides pictures of one digit."""
