"""Fields for numbers, whole and with decimals."""
