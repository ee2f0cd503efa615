"""A person's own handwriting: signs that were drawn on the pad, kept in a file each collection."""
