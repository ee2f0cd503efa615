"""Penguins: four measures, the island and the sex are read, and the species is answered."""
