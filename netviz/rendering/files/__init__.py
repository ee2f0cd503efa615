"""Pictures and films in files: no window."""
