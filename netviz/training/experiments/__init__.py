"""Training on the side, and changes to what was learnt."""
