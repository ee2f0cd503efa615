"""The loss landscape of the run that stands there: what works it out, and what follows the run."""
