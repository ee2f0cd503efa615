"""Digits and other data sets, ink and photo preprocessing, seeded batches, augmentation: numpy, no Qt."""
