"""The plots of the training room: what a run did, step by step, for as long as it ran."""
