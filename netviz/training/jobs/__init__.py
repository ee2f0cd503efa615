"""Long work: one thread for it, in small parts, and how many threads the mathematics takes."""
