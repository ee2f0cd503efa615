"""The card of a lesson, and the list of them: values in, signals out."""
