"""The examination room: what is measured, when, and what one can do with it."""
