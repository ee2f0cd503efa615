"""Pictures of anything: smaller digits, fashion, and data sets of a person's own."""
