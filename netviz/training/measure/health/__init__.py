"""The health of data: what may be wrong with examples, found without changing any of them."""
