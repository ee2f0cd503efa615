"""The run that stands there: its file, its past, its branches, and what can be taken back."""
