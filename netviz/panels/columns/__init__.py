"""Where one fills in a row of a table, or types what its numbers come of."""
