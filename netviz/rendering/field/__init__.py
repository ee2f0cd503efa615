"""The edge field: all edges of a dense layer at once, as a soft picture of two densities. No Qt."""
