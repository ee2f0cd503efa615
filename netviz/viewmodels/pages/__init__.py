"""Pages of digits: what was read on one, and one that stays still while pages follow each other."""
