"""Small pictures that compute, a file a kind."""
